extension GossipNode {
    /// Takes notice of a sign of life on a link whose datagrams complete no frame: a long message is on its way.
    ///
    /// - Parameters:
    ///   - number: The link.
    ///   - unfinished: The frames of which pieces have come; see ``DatagramPath/unfinished``.
    ///   - now: The time.
    public mutating func hear(_ number: Int, unfinished: UnfinishedFrames, at now: Moment) {
        defer { checkInDebugBuilds(.links) }
        guard links[number].isUp else { return }
        links[number].probing.hear(at: now)
        links[number].incoming.note(unfinished: unfinished)
    }
}
