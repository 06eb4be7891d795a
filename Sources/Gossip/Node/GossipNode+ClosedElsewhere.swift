import Bytes

/// What others have closed, and what they are told of it.
extension GossipNode {
    /// Writes which runs are closed, before the clock: their ends are known then to who lacks them.
    ///
    /// - Returns: Whether all of them are told; where there is no room for more, the next call goes on.
    mutating func produceClosedRuns(for number: Int, into output: inout [UInt8], limit: Int) -> Bool {
        guard links[number].outbox.clockPlace != nil else { return true }
        while links[number].outbox.closedPlace < origins.members.count {
            guard output.count < limit else { return false }
            let start = output.count
            appendClosedRuns(of: links[number].outbox.closedPlace, to: &output)
            links[number].outbox.noteClosedRunsTold()
            if output.count > start { links[number].statistics.countControlFrame() }
        }
        return true
    }

    /// Appends the closed runs of a node as frames of entries of its newest run.
    func appendClosedRuns(of member: Int, to output: inout [UInt8]) {
        appendClosedRuns(origins[member: member].closed, of: member, to: &output)
    }

    /// Appends some closed runs of a node.
    func appendClosedRuns(_ closed: ClosedRuns, of member: Int, to output: inout [UInt8]) {
        guard !closed.isEmpty, let run = presence.currentRun(of: member) else { return }
        for part in closed.parts {
            Framing.append(.entries, to: &output) { body in
                appendEntriesHead(of: run, from: 1, to: &body)
                body.append(closed, part)
            }
        }
    }

    /// Takes notice of runs that a neighbour, or the own disk, has closed.
    mutating func adopt(_ closed: ClosedRuns, of member: Int, from link: Int?, at now: Moment) {
        guard Epoch.isPlausible(closed.watermark, at: now) else { return }
        var unknown: [(run: ClosedRuns.Run, link: RunLink?)] = []
        for place in closed.runs.indices {
            let (run, runLink) = (closed.runs[place], closed.link(at: place))
            guard run.epoch > origins[member: member].closed.watermark, Epoch.isPlausible(run.epoch, at: now) else {
                continue
            }
            if let known = origins.run(of: member, epoch: run.epoch) {
                if let runLink, known != ownRun { presence.note(runLink, of: known) }
                guard let link else { continue }
                noteHead(run.head, of: known, on: link)
                links[link, origin: known].note(floor: run.head + 1)
                pursue(known, isOverdue: false, at: now)
            } else {
                unknown.append((run, runLink))
            }
        }
        lineages.forget(member)
        logs.adopt(unknown, of: member, in: epoch)
        logs.noteClosedElsewhere(closed, of: member, at: now)
        guard member == origins[ownRun].node else { return }
        for place in closed.runs.indices { incarnation.noteClosed(closed.runs[place].epoch, at: now) }
        incarnation.noteClosed(closed.watermark, at: now)
    }
}
