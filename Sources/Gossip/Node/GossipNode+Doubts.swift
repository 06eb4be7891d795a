/// States of runs that no log here confirms: until when they are believed, and who is asked for better ones.
extension GossipNode {
    /// From which number on no state of a run is believed that a neighbour tells: one with that was doubted, and neither the
    /// log here goes so far nor the neighbour's, as far as he has told of it.
    ///
    /// Nobody tells of a log that he does not have, so nobody but a liar brings a state that was made up a second time; of
    /// an earlier run there may be a later one that says so. A node itself knows best who is there.
    func doubtedSequence(of origin: Int, on number: Int) -> UInt64 {
        guard directLink(to: origin) != number, let doubted = presence.doubtedSequence(of: origin),
            max(origins[origin].log.head, links[number, origin: origin].head) < doubted
        else { return .max }
        return doubted
    }

    /// Takes notice of how far a log has come, which may confirm what was doubted.
    mutating func confirmState(of origin: Int) {
        if presence.confirm(origin, head: origins[origin].log.head) { offerState(of: origin) }
    }

    /// Tells neighbours a state that was doubted here and is confirmed now: they may doubt it too, and know nobody who
    /// knows better.
    mutating func offerState(of origin: Int, except number: Int? = nil) {
        for other in links.indices where other != number && links[other].isUp {
            queueAnswer(Answer(origin: origin, next: 1, upper: 0, stateSequence: 0), on: other)
        }
    }

    /// Whether a gap is passed over without the state that it may have changed, which is asked for then.
    ///
    /// One of the run was doubted, and nobody is left to be asked who may have a better one: messages do not wait for what
    /// is not believed.
    func mayLackState(behind gap: Gap, of origin: Int, on number: Int, at now: Moment) -> Bool {
        guard let doubted = presence.doubtedSequence(of: origin), doubted > origins[origin].log.head,
            !awaitsOthers(than: number, at: now)
        else { return false }
        let tried = repair.request(for: origin)?.triedLinks ?? []
        return !links.indices.contains { other in
            other != number && !tried.contains(other) && isCandidate(other, for: origin, above: gap.lower - 1)
        }
    }

    /// Stops believing states that their logs do not confirm, and asks for them anew.
    mutating func doubtStates(at now: Moment) {
        let unconfirmed = presence.takeUnconfirmed(at: now)
        logs.count { $0.work.notes += unconfirmed.count }
        for origin in unconfirmed {
            confirmState(of: origin)
            let head = logs.head(of: origin)
            let (known, changedAt) = (knownHead(of: origin), logs.lastChange(of: origin))
            guard presence.doubt(origin, head: head, knownHead: known, changedAt: changedAt, at: now) else { continue }
            logs.lowerSnapshotFloor(of: origin)
            // One neighbour may be as wrong as another.
            let asked = directLink(to: origin).map { [$0] } ?? links.indices.filter { links[$0].isUp }
            for link in asked where links[link].outbox.asks.count < settings.limits.answers {
                links[link].outbox.append(Ask(origin: origin, lower: head + 1, upper: head + 1))
            }
        }
    }
}
