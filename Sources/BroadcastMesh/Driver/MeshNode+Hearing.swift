import Gossip
import Reactor

extension MeshNode {
    /// A channel of the mesh, to post on and to hear; it may be asked for before the node is started.
    ///
    /// - Parameter name: The name, of 256 bytes at most; `""` is a channel too.
    /// - Returns: The channel, which keeps the node.
    /// - Throws: ``ChannelError/nameTooLong``, or ``ChannelError/recorded``.
    public func channel(_ name: String) throws(ChannelError) -> BroadcastChannel {
        guard name.utf8.count <= ChannelKind.nameLimit else { throw .nameTooLong }
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
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard hearing.isWaiting, !node.lifecycle.phase.isIdle, listeners[hearing.number] != nil else {
                    if hearing.isWaiting, !Task.isCancelled { hearing.finish() }
                    return continuation.resume()
                }
                listeners.wait(for: hearing, continuation)
                if Task.isCancelled { listeners.wake(hearing.number) }
            }
        } onCancel: {
            Task { await self.wake(hearing.number) }
        }
    }

    func forget(_ number: Int) {
        guard let listener = listeners[number] else { return }
        listeners[number] = nil
        node.leave(listener)
    }

    /// Brings those who wait what came, in the order of their turns, as far as a share of a turn goes: the node's thread
    /// copies messages for them, and its clients wait meanwhile.
    ///
    /// - Parameter share: How much that is, in nanoseconds.
    /// - Returns: Whether another turn is to follow: there was no room for somebody who was not looked at since something
    ///   came, or for all that somebody had to look at. A program of so many that one turn cannot look at all of them would
    ///   else be given turns for ever.
    func bringNews(_ share: Int = MeshNode.shareOfListeners) -> Bool {
        var budget = TurnBudget(share)
        listeners.noteNews(node.newsCount)
        for _ in 0..<listeners.waitingCount {
            guard budget.isOpen else { break }
            guard let hearing = listeners.popFirst() else { break }
            budget.spend(channelLines: 0, looks: 1)
            switch bringNews(to: hearing, &budget) {
            case .there: listeners.release(hearing)
            case .none: listeners.putBack(hearing)
            case .unknown: listeners.putBack(hearing, isSeen: false)
            }
        }
        return listeners.unseenCount > 0
    }

    /// What there is for somebody who listens.
    private enum News {
        /// Something to take, or nothing will ever come.
        case there

        /// Nothing so far.
        case none

        /// There is more to look at.
        case unknown
    }

    /// Brings somebody what came.
    private func bringNews(to hearing: Hearing, _ budget: inout TurnBudget) -> News {
        guard !node.lifecycle.phase.isIdle, var listener = listeners[hearing.number] else {
            hearing.finish()
            return .there
        }
        guard node.hasNews(for: listener) else { return .none }
        var looks = Looks(atMost: Listener.portionLooks)
        let step = node.read(&listener, looks: &looks)
        listeners[hearing.number] = listener
        budget.spend(records: looks.taken)
        switch step {
        case .messages(let messages):
            budget.spend(bytes: messages.reduce(0) { $0 + $1.frame.count }, messages: messages.count)
            hearing.add(messages)
        case .lost(let count): hearing.addGap(lost: count, before: BroadcastChannel.Position(listener.position))
        case .over: hearing.finish()
        case .wait: return .none
        case .again: return .unknown
        }
        return .there
    }

    /// What bringing messages to the program may cost in a turn, beside what the turn does for all others, in nanoseconds.
    private static let shareOfListeners = TurnBudget.turn / 8

    /// Waits until the node serves, has stopped, or the task is cancelled.
    private func waitUntilServing() async {
        while isBeforeService, !Task.isCancelled {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    guard isBeforeService else { return continuation.resume() }
                    listeners.waitForService(continuation)
                    if Task.isCancelled { listeners.wakeEarly() }
                }
            } onCancel: {
                Task { await self.wakeEarly() }
            }
        }
    }

    private var isBeforeService: Bool { node.lifecycle.phase == .created || node.lifecycle.phase == .starting }

    private func wakeEarly() { listeners.wakeEarly() }

    private func wake(_ number: Int) { listeners.wake(number) }
}
