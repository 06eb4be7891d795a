import Gossip
import Reactor
import WebSocket

extension MeshNode {
    /// Takes back what an earlier run wrote to the data directory, if the node has one.
    func openJournal() throws(StorageError) {
        let start = world.monotonic()
        let limit = Journal.segmentLimit(retentionBytes: configuration.retention.bytes)
        guard let findings = try store.open(for: node.name, segmentLimit: limit, into: &gossip, at: now) else { return }
        let duration = Double(world.monotonic() - start) / 1_000_000_000
        for torn in findings.torn {
            log.warning(
                "cut off what was not on the disk yet when the last run ended",
                [
                    "file": .string(torn.file), "offset": .integer(torn.offset), "bytes": .integer(torn.byteCount),
                ]
            )
        }
        log.info(
            "read the data directory",
            [
                "directory": .string(store.path), "segments": .integer(findings.segments),
                "bytes": .integer(findings.bytes), "seconds": .fraction(duration),
            ]
        )
        workForStore()
    }

    /// Writes everything that came and is not written yet; whoever sends it anywhere calls this first.
    ///
    /// - Returns: Whether it may be sent.
    func commit() -> Bool {
        let isWritten = store.commit(&gossip, at: now)
        if store.hasDirectives { workForStore() }
        return isWritten
    }

    /// Keeps what a client is told until that is written which it is told about.
    func holdUntilCommitted(_ client: Client) {
        guard !client.outgoing.isHeld, store.hold(client.reference) else { return }
        put(for: client) { $0.hold() }
    }

    /// Writes once for all clients that are kept waiting, and lets them go on.
    func releaseHeldClients() {
        // Who goes on may post again.
        while store.hasHeld, commit() {
            for reference in store.takeHeld() {
                guard let client = client(reference) else { continue }
                client.release()
                advance(client)
                if client.stage == .requesting { answerRequests(of: client) }
            }
        }
    }

    /// Lets go of the data directory, complete.
    func closeJournal() {
        store.close(&gossip, at: now)
        workForStore()
    }

    /// Does what the store asks for.
    func workForStore() {
        for directive in store.takeDirectives() {
            switch directive {
            case .wait(let wait): start(wait)
            case .fold(let fold): start(fold)
            case .stop(let error, let clients): stop(for: error, dropping: clients)
            }
        }
    }

    private func start(_ wait: DiskWait) {
        startThread {
            var wait = wait
            do throws(SystemError) {
                try wait.run()
            } catch {
                Task { await self.failStorage(.system(error)) }
                return
            }
            Task { [wait] in await self.finishSync(wait) }
        }
    }

    private func finishSync(_ done: DiskWait) {
        store.finishSync(done, with: gossip, at: world.monotonic())
        workForStore()
    }

    private func start(_ fold: SegmentFold) {
        startThread {
            let result: Result<SegmentFold.Outcome, StorageError>
            do throws(StorageError) { result = .success(try fold.run()) } catch { result = .failure(error) }
            Task { await self.finishFold(of: fold.names, result) }
        }
    }

    private func finishFold(of names: [SegmentName], _ result: Result<SegmentFold.Outcome, StorageError>) {
        if case .failure(let error) = result {
            log.warning("cannot rewrite old segments; they stay as they are", ["reason": .string("\(error)")])
        }
        store.finishFold(of: names, result, with: gossip)
        workForStore()
    }

    private func startThread(_ body: @escaping @Sendable () -> Void) {
        do throws(SystemError) { try world.perform(body) } catch { failStorage(.system(error)) }
    }

    private func failStorage(_ error: StorageError) {
        store.fail(error)
        workForStore()
    }

    /// Ends the node, since it cannot keep what it would promise to keep: nothing that is not written leaves it.
    private func stop(for error: StorageError, dropping clients: [ClientReference]) {
        log.error("cannot write to the data directory, so this node stops", ["reason": .string("\(error)")])
        for reference in clients {
            if let client = client(reference) { drop(client) }
        }
        beginStopping(CloseCode.internalError, reason: "The node cannot write its data")
    }
}
