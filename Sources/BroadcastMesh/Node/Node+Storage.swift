import ChannelProtocol
import Gossip
import Reactor
import WebSocket

extension Node {
    /// Takes back what an earlier run wrote to the data directory, if the node has one.
    mutating func openJournal() throws(StorageError) {
        let start = world.monotonic()
        let limit = Journal.segmentLimit(retentionBytes: settings.mesh.retention.bytes)
        guard let findings = try store.open(for: settings.node.name, segmentLimit: limit, into: &gossip, at: clock.now)
        else { return }
        let duration = Double(world.monotonic() - start) / 1_000_000_000
        for torn in findings.torn { warn(ofTorn: torn) }
        for numbers in findings.missing { warn(ofMissing: numbers) }
        settings.log.info(
            "read the data directory",
            [
                "directory": .string(store.path), "segments": .integer(findings.segments),
                "bytes": .integer(findings.bytes), "seconds": .fraction(duration),
            ]
        )
        workForStore()
    }

    private func warn(ofTorn torn: Journal.Torn) {
        if let name = torn.keptAs {
            settings.log.warning(
                "set aside what was not on the disk yet when the last run ended, for a file before it is missing: if "
                    + "you have that, stop the node, put it back, and give this one its old name",
                ["file": .string(torn.file), "bytes": .integer(torn.byteCount), "kept_as": .string(name)]
            )
        } else {
            settings.log.warning(
                "cut off what was not on the disk yet when the last run ended",
                [
                    "file": .string(torn.file), "offset": .integer(torn.offset), "bytes": .integer(torn.byteCount),
                ]
            )
        }
    }

    private func warn(ofMissing numbers: ClosedRange<Int>) {
        settings.log.warning(
            "a part of the data directory is missing; peers are asked for what it had, and what none of them holds counts as "
                + "lost: to have that, stop the node and put the files back",
            [
                "directory": .string(store.path),
                "first": .string(SegmentName(numbers.lowerBound, isSettled: true).text),
                "last": .string(SegmentName(numbers.upperBound, isSettled: true).text),
            ]
        )
    }

    /// Writes everything that came and is not written yet; whoever sends it anywhere calls this first.
    ///
    /// - Returns: That it may be sent; `nil` when it may not.
    mutating func commit() -> Committed? {
        let (journal, before) = (store.journal, store.journal?.figures)
        let committed = store.commit(&gossip, at: clock.now)
        if let figures = journal?.figures, let before {
            turns.budget.spend(waits: figures.ownWaits - before.ownWaits)
            // Everything else that is written was paid for as it came.
            turns.budget.spend(bytes: figures.checkpointBytes - before.checkpointBytes)
        }
        if store.hasDirectives { workForStore() }
        return committed
    }

    /// Keeps what a client is told from here on until that is written which it is told about.
    ///
    /// - Returns: Whether it may be told at all: not when nothing will be written any more.
    mutating func holdUntilCommitted(_ client: Client) -> Bool {
        guard !client.outgoing.isHeld else { return true }
        switch store.hold(client.reference) {
        case .free: return true
        case .refused: return false
        case .held:
            put(for: client) { $0.hold() }
            return true
        }
    }

    /// Writes for all clients that are kept waiting, and lets them go on; should one of them cause something, that too.
    mutating func releaseHeldClients() {
        for _ in 0..<store.heldCount {
            guard let committed = commit(), let reference = store.popHeld() else { return }
            guard let client = client(reference) else { continue }
            client.release(committed, with: gossip)
            if turns.isOpen(to: .audiences) {
                advanceAnswer(of: client)
            } else {
                // Many may have come in this turn, each to read its channel.
                serving.sendOwn(to: client, portion: Serving.firstPortion(of: client), &turns.budget)
                workForServing()
            }
            resumeRequests(of: client)
        }
    }

    /// Lets go of the data directory, complete.
    mutating func closeJournal() {
        store.close(&gossip, at: clock.now)
        workForStore()
    }

    /// Does what the store asks for.
    mutating func workForStore() {
        for directive in store.takeDirectives() {
            switch directive {
            case .wait(let wait): ask(for: .wait(wait))
            case .fold(let fold): ask(for: .fold(fold))
            case .stop(let error, let clients): stop(for: error, dropping: clients)
            }
        }
    }

    /// Takes notice of what the disk has now.
    mutating func handleSync(_ done: DiskWait) {
        store.finishSync(done, with: gossip, at: clock.now.monotonic)
        workForStore()
    }

    /// Takes notice of what became of segments that were to be rewritten.
    mutating func handleFold(of names: [SegmentName], _ result: Result<SegmentFold.Outcome, StorageError>) {
        if case .failure(let error) = result { warnOfOldSegments(error) }
        store.finishFold(of: names, result, with: gossip)
        workForStore()
    }

    /// Takes notice that the disk cannot be waited for.
    mutating func handleFailure(_ error: StorageError) {
        store.failSync(error, with: gossip)
        // Of a file that somebody has removed the next start tells.
        if store.journal != nil, !error.isRemovedFile { warnOfOldSegments(error) }
        workForStore()
    }

    private func warnOfOldSegments(_ error: StorageError) {
        settings.log.warning(
            "cannot rewrite old segments; they stay as they are",
            ["reason": .string("\(error)")]
        )
    }

    /// Ends the node, since it cannot keep what it would promise to keep: nothing that is not written leaves it.
    private mutating func stop(for error: StorageError, dropping clients: [ClientReference]) {
        settings.log.error("cannot write to the data directory, so this node stops", ["reason": .string("\(error)")])
        let reason = Reason.cannotWrite
        for reference in clients {
            guard let client = client(reference) else { continue }
            // Who asked by HTTP has no answer then, and who said goodbye waits for nothing else.
            guard client.stage == .open else {
                drop(client)
                continue
            }
            client.retract()
            // At once: what it would read next may not be written.
            close(client, code: CloseCode.internalError, reason: reason)
        }
        beginStopping(CloseCode.internalError, reason: reason)
    }
}
