package import Reactor

extension MeshNode {
    /// Does the work of one turn of the event loop.
    ///
    /// - Parameter events: The sockets that became ready.
    /// - Returns: When the next turn must come at the latest.
    package nonisolated func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64? {
        assumeIsolated { $0.turn(events) }
    }

    private func turn(_ events: borrowing [ReadyEvent]) -> Int64? {
        let deadline = recorder == nil ? node.turn(events) : recordedTurn(events)
        let hasMore = bringNews()
        // What is news for the node asks for another turn at once.
        return carryOut() || hasMore ? world.monotonic() : deadline
    }

    private func recordedTurn(_ events: borrowing [ReadyEvent]) -> Int64? {
        let events = copy events
        let deadline = recorder.record(.turn(events)) { node.turn(events) }
        if let error = recorder?.takeFailure() {
            node.settings.log.warning("cannot write the recording, so it ends here", ["reason": .string("\(error)")])
        }
        return deadline
    }

    /// Tells the node something; the loop gives it a turn after that.
    func handle(_ fact: NodeFact) {
        tell(fact)
        carryOut()
    }

    private func tell(_ fact: NodeFact) {
        recorder.record(.fact(RecordedFact(fact))) { node.handle(fact) }
    }

    /// Does what the node asks for.
    ///
    /// - Returns: Whether the node was told something meanwhile.
    @discardableResult
    func carryOut() -> Bool {
        var hasNews = false
        while case let directives = node.takeDirectives(), !directives.isEmpty {
            for directive in directives {
                guard let fact = carryOut(directive) else { continue }
                tell(fact)
                hasNews = true
            }
        }
        return hasNews
    }

    /// Does one thing, or has it done.
    ///
    /// - Returns: What the node is to be told at once.
    private func carryOut(_ directive: NodeDirective) -> NodeFact? {
        switch directive {
        case .resolve(let endpoint, let dial):
            Task { handle(.resolved(await addresses(of: endpoint), dial: dial)) }
        case .readCertificate(let files):
            return perform { [world] in
                NodeFact.read(files, in: world)
            } orTell: { error in
                .certificate(.failure(CertificateError(nil, isThere: false, "\(error)")))
            }
        case .wait(let wait):
            let handover = Handover(wait)
            return perform {
                NodeFact.run(handover.take())
            } orTell: { error in
                .diskFailed(.system(error))
            }
        case .fold(let fold):
            // It has the lock of the directory, which must be free when the node is told.
            let (names, handover) = (fold.names, Handover(fold))
            return perform {
                NodeFact.run(handover.take())
            } orTell: { error in
                .folded(names, .failure(.system(error)))
            }
        case .crash:
            CurrentProcess.crash()
        case .started:
            for waiter in startup.pass() { waiter.resume() }
            listeners.wakeEarly()
        case .ended:
            recorder.record(.ended(state: node.stateHash)) {}
            loop.stop()
            for waiter in ending.pass() { waiter.resume() }
            listeners.wakeAll()
        }
        return nil
    }

    private func addresses(of endpoint: Endpoint) async -> Result<[SocketAddress], SystemError> {
        do throws(SystemError) {
            return .success(try await world.resolve(host: endpoint.host, port: endpoint.port))
        } catch {
            return .failure(error)
        }
    }

    /// Does what blocks on a thread of its own, and tells the node what came of it, or that there is no thread.
    private func perform(
        _ work: @escaping @Sendable () -> NodeFact,
        orTell failure: (SystemError) -> NodeFact
    ) -> NodeFact? {
        do throws(SystemError) {
            try world.perform {
                let fact = work()
                Task { await self.handle(fact) }
            }
            return nil
        } catch {
            return failure(error)
        }
    }
}
