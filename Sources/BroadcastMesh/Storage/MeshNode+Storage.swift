import Gossip
import Reactor
import WebSocket

extension MeshNode {
    /// Takes back what an earlier run wrote to the data directory, if the node has one.
    func openJournal() throws(StorageError) {
        guard let storage else { return }
        let start = Clock.monotonic()
        let place = JournalPlace(
            disk: Directory(storage.directory),
            node: node.name,
            fsync: storage.fsync,
            segmentLimit: Journal.segmentLimit(retentionBytes: configuration.retention.bytes)
        )
        let journal = try Journal(place)
        let findings = try journal.restore(into: &gossip, at: now)
        self.journal = journal
        let duration = Double(Clock.monotonic() - start) / 1_000_000_000
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
                "directory": .string(storage.directory), "segments": .integer(findings.segments),
                "bytes": .integer(findings.bytes), "seconds": .fraction(duration),
            ]
        )
        foldSegments()
    }

    /// Writes everything that came and is not written yet; whoever sends it anywhere calls this first.
    ///
    /// - Returns: Whether it may be sent: it is written, or the node keeps nothing on a disk.
    func commit() -> Bool {
        guard let journal else { return storageFailure == nil }
        guard gossip.hasJournalOutput else { return true }
        let segmentCount = journal.archive.segments.count
        do throws(StorageError) {
            try journal.write(from: &gossip, at: now)
        } catch {
            failStorage(error)
            return false
        }
        if journal.archive.segments.count != segmentCount { foldSegments() }
        return true
    }

    /// Keeps what a client is told until that is written which it is told about.
    func holdUntilCommitted(_ client: Client) {
        guard journal != nil, !client.outgoing.isHeld else { return }
        put(for: client) { $0.hold() }
        held.append(client.reference)
    }

    /// Writes once for all clients that are kept waiting, and lets them go on.
    func releaseHeldClients() {
        // Who goes on may post again.
        while !held.isEmpty, commit() {
            let references = held
            held.removeAll(keepingCapacity: true)
            for reference in references {
                guard let client = client(reference) else { continue }
                client.release()
                advance(client)
                if client.stage == .requesting { answerRequests(of: client) }
            }
        }
    }

    /// Has the disk waited for when that is due.
    func syncJournal() {
        guard let journal, let deadline = journal.schedule.deadline, deadline <= now.monotonic else { return }
        guard let wait = journal.takeSync() else { return }
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
        journal?.finishSync(done, at: Clock.monotonic())
        foldSegments()
    }

    /// Rewrites segments of which little is still held, if there are any.
    private func foldSegments() {
        guard let journal, let fold = journal.takeFold(with: gossip) else { return }
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
        journal?.finishFold(of: names, result)
        foldSegments()
    }

    private func startThread(_ body: @escaping @Sendable () -> Void) {
        do throws(SystemError) { try BackgroundThread.start(body) } catch { failStorage(.system(error)) }
    }

    /// Ends the node, since it cannot keep what it would promise to keep: nothing that is not written leaves it.
    func failStorage(_ error: StorageError) {
        guard storageFailure == nil, journal != nil else { return }
        storageFailure = error
        log.error("cannot write to the data directory, so this node stops", ["reason": .string("\(error)")])
        for reference in held {
            // What it asked for may or may not have happened; a lost connection says just that.
            if let client = client(reference) { drop(client) }
        }
        held = []
        journal = nil
        beginStopping(CloseCode.internalError, reason: "The node cannot write its data")
    }

    /// Lets go of the data directory, complete.
    func closeJournal() {
        guard commit() else { return }
        do throws(SystemError) { try journal?.finish() } catch { failStorage(.system(error)) }
        journal = nil
    }
}
