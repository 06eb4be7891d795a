import Reactor

extension MeshNode {
    /// A channel of the mesh, to post on and to hear; it may be asked for before the node is started.
    ///
    /// - Parameter name: The name, of 256 bytes at most; `""` is a channel too.
    /// - Returns: The channel, which keeps the node.
    /// - Throws: ``ChannelError/nameTooLong``, or ``ChannelError/recorded``.
    public func channel(_ name: String) throws(ChannelError) -> BroadcastChannel {
        guard name.utf8.count <= ChannelPost.nameLimit else { throw .nameTooLong }
        guard recorder == nil else { throw .recorded }
        return BroadcastChannel(name, of: self)
    }
}

extension MeshNode: ChannelHost {
    nonisolated func post(_ post: ChannelPost) async throws -> String {
        try Task.checkCancellation()
        let number = posts.number()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if posts.add(post, number, { continuation.resume(with: $0) }) { loop.giveTurn() }
                // Who was cancelled before it stood there is not found there.
                if Task.isCancelled { posts.withdraw(number) }
            }
        } onCancel: {
            posts.withdraw(number)
        }
    }

    func begin(_ hearing: Hearing) async {
        await waitUntilServing()
        guard node.lifecycle.phase.serves, listeners[hearing.number] == nil else { return }
        let listener = node.listen(to: hearing.channel, after: hearing.start?.inMesh)
        hearing.open(at: BroadcastChannel.Position(listener.position))
        listeners[hearing.number] = listener
    }

    func bring(to hearing: Hearing) async {
        await begin(hearing)
        while hearing.isWaiting, !Task.isCancelled {
            guard !node.lifecycle.phase.isIdle, var listener = listeners[hearing.number] else {
                return hearing.finish()
            }
            let step = node.read(&listener)
            listeners[hearing.number] = listener
            switch step {
            case .messages(let messages): hearing.add(messages)
            case .lost(let count): hearing.addGap(lost: count)
            case .over: return hearing.finish()
            case .wait: await wait(for: hearing.number) { !hearing.isWaiting || hasNews(for: hearing.number) }
            }
        }
        carryOut()
    }

    func forget(_ number: Int) {
        guard let listener = listeners[number] else { return }
        listeners[number] = nil
        node.leave(listener)
    }

    /// Wakes those for whom something came in a turn.
    func wakeListeners() {
        for number in listeners.numbers where hasNews(for: number) { listeners.wake(number) }
    }

    /// Waits until the node serves, has stopped, or the task is cancelled.
    private func waitUntilServing() async {
        while isBeforeService, !Task.isCancelled {
            await wait(for: Listeners.service) { !isBeforeService }
        }
    }

    private var isBeforeService: Bool { node.lifecycle.phase == .created || node.lifecycle.phase == .starting }

    /// Whether something came for somebody who listens, or will never.
    private func hasNews(for number: Int) -> Bool {
        node.lifecycle.phase.isIdle || listeners[number].map { node.hasNews(for: $0) } ?? true
    }

    /// Waits for something that may have come on the way here.
    private func wait(for number: Int, unless isHere: () -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !isHere() else { return continuation.resume() }
                listeners.wait(for: number, continuation)
                if Task.isCancelled { listeners.wake(number) }
            }
        } onCancel: {
            Task { await self.wake(number) }
        }
    }

    private func wake(_ number: Int) {
        listeners.wake(number)
    }
}
