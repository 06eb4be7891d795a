/// A node that speaks as another release does.
extension GossipNode {
    /// Has the node speak as another release does; before its first link.
    package mutating func speak(_ dialect: Dialect) {
        settings.dialect = dialect
    }

    /// Makes the entry that only its release knows, if it has one.
    mutating func appendAddition(at now: Moment) {
        guard settings.dialect != .current else { return }
        let time = clock.next(at: now)
        guard let entry = settings.dialect.entry(at: time) else { return }
        logs.append(state: entry, time: time, of: ownRun, at: now)
        noteHeadMoved(of: ownRun)
        presence.noteStateless(upTo: origins[ownRun].log.head, of: ownRun)
        logs.noteArrival(of: ownRun, isLive: true)
    }
}
