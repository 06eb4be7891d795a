extension GossipNode {
    /// Names the newest earlier run with messages that this node knows of, once, as soon as something is posted.
    mutating func linkRun(at now: Moment) {
        guard presence.link(of: ownRun) == nil else { return }
        let runs = origins[member: origins[ownRun].node].runs
        guard runs.count > 1 else { return }
        let earlier = runs.last { origins[$0].epoch < epoch && origins[$0].log.hasMessages }
        guard let earlier else { return }
        append(.previous(epoch: origins[earlier].epoch, upTo: origins[earlier].log.head), at: now)
    }

    /// The run that a link leads to, if anything was heard of it.
    func run(before origin: Int) -> (run: Int, link: RunLink)? {
        guard let link = presence.link(of: origin),
            let run = origins.run(of: origins[origin].node, epoch: link.epoch)
        else { return nil }
        return (run, link)
    }
}
