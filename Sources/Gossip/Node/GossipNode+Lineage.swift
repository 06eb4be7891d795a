extension GossipNode {
    /// Names the newest earlier run with messages that this node knows of, once, as soon as something is posted.
    mutating func linkRun(at now: Moment) {
        guard presence.link(of: ownRun) == nil else { return }
        let runs = origins[member: origins[ownRun].node].runs
        guard runs.count > 1 else { return }
        let earlier = runs.all.last { origins[$0].epoch < epoch && origins[$0].log.hasMessages }
        guard let earlier else { return }
        append(.previous(epoch: origins[earlier].epoch, upTo: origins[earlier].log.head), at: now)
    }

    /// What a run says of the one before it, be it closed or not, if that is known here.
    ///
    /// - Parameters:
    ///   - epoch: The run.
    ///   - member: Its node.
    ///   - place: Where to look first among those that are closed; see ``ClosedRuns/link(of:below:)``.
    /// - Returns: What is known.
    private func link(of epoch: UInt64, of member: Int, below place: inout Int) -> RunLink? {
        if let link = origins[member: member].closed.link(of: epoch, below: &place) { return link }
        return origins.run(of: member, epoch: epoch).flatMap { presence.link(of: $0) }
    }

    /// Goes back from run to run, by what each says of the one before it to somebody who has seen so much of it.
    ///
    /// - Parameters:
    ///   - epoch: The run to begin with.
    ///   - member: Its node.
    ///   - seen: Its newest entry that was seen.
    ///   - oldest: The oldest run that matters.
    ///   - visit: Is told of each earlier run, and says whether to go on.
    func goBack(
        from epoch: UInt64,
        of member: Int,
        seenUpTo seen: UInt64,
        to oldest: UInt64,
        _ visit: (RunLink) -> Bool
    ) {
        var (epoch, seen, place) = (epoch, seen, origins[member: member].closed.runs.endIndex)
        while let link = link(of: epoch, of: member, below: &place), seen >= link.at, link.epoch >= oldest, visit(link)
        {
            (epoch, seen) = (link.epoch, link.upTo)
        }
    }

    /// The nearest run before another that is not closed, of those that its link and the links of closed ones lead to.
    ///
    /// - Parameters:
    ///   - origin: A run that is not closed.
    ///   - seen: Its newest entry that was seen.
    /// - Returns: The run, and up to where who has seen so much has seen it too.
    func run(before origin: Int, seenUpTo seen: UInt64) -> (run: Int, upTo: UInt64)? {
        guard presence.link(of: origin) != nil else { return nil }
        let member = origins[origin].node
        guard let oldest = origins[member: member].runs.first else { return nil }
        var found: (run: Int, upTo: UInt64)?
        goBack(from: origins[origin].epoch, of: member, seenUpTo: seen, to: origins[oldest].epoch) { link in
            found = origins.run(of: member, epoch: link.epoch).map { ($0, link.upTo) }
            return found == nil
        }
        return found
    }
}
