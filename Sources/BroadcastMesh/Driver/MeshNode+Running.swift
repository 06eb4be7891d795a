public import Reactor

extension MeshNode {
    /// Opens the node's ports, hears from its peers, and serves clients from then on; without having heard from them when
    /// the task that starts it is cancelled.
    ///
    /// - Returns: Where clients reach the node: the port that was found, when any free one was asked for.
    /// - Throws: When the data directory cannot be used or a port cannot be opened; nothing is left open then.
    @discardableResult
    public func start() async throws(MeshNodeError) -> SocketAddress {
        // Also a start that fails has its end.
        defer { carryOut() }
        let address = try recorder.record(.started) { () throws(MeshNodeError) in try node.start() }
        loop.attach(self)
        await waitForStartup()
        if let failure = node.failure { throw .storage(failure) }
        return address
    }

    /// Waits for the node to serve, or to be stopped before it does; a task that is cancelled does not wait.
    private func waitForStartup() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                if !startup.wait(waiter) { waiter.resume() }
            }
        } onCancel: {
            Task { await self.handle(.impatient) }
        }
    }

    /// Starts the node, and returns when it has stopped: after ``stop(after:)``, or as one does when the task is cancelled.
    ///
    /// What runs services, as `ServiceGroup` of swift-service-lifecycle does, can run a node by this; where it cancels a task
    /// to have it end, the node sends its clients away, says goodbye to its peers, and this returns as if nothing had
    /// happened. A node runs once.
    ///
    /// - Parameter drain: For how long it goes on serving once the task is cancelled; see ``stop(after:)``.
    /// - Throws: When the data directory cannot be used or a port cannot be opened, and when it stopped because it could not
    ///   write its data.
    public func run(drain: Duration = .zero) async throws(MeshNodeError) {
        try await start()
        await withTaskCancellationHandler {
            await waitForEnd()
        } onCancel: {
            Task { await self.stop(after: drain) }
        }
        try await waitUntilStopped()
    }

    /// Sends the clients away, says goodbye to the peers and closes everything; takes 5 s at the most.
    ///
    /// May be called more than once; each call returns when the node has stopped.
    ///
    /// - Parameter drain: For how long it goes on serving before, while `/health` answers with 503, so that balancers send
    ///   new clients elsewhere; an hour at most.
    public func stop(after drain: Duration = .zero) async {
        let (seconds, attoseconds) = max(.zero, min(drain, .nanoseconds(Lifecycle.longestDrain))).components
        handle(.stop(after: seconds * 1_000_000_000 + attoseconds / 1_000_000_000))
        await waitForEnd()
    }

    /// Has the files of the node's certificate read at once; a node without ``NodeConfiguration/tls`` has none.
    ///
    /// They are read each minute anyway. Who comes from then on is shown what they say; a file of no use changes nothing,
    /// and the log says why.
    public func readCertificateAgain() {
        // Also a node that is recorded has none, and no recording has words for it.
        guard node.settings.node.tls != nil else { return }
        handle(.certificateChanged)
    }

    /// Waits for the node to have stopped.
    ///
    /// - Throws: ``MeshNodeError/storage(_:)`` when it stopped because it could not write its data.
    public func waitUntilStopped() async throws(MeshNodeError) {
        await waitForEnd()
        if let failure = node.failure { throw .storage(failure) }
    }

    private func waitForEnd() async {
        await withCheckedContinuation { waiter in
            if !ending.wait(waiter) { waiter.resume() }
        }
    }
}
