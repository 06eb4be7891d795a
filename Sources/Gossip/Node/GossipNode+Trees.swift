/// What the trees are told, and what follows from it for links.
extension GossipNode {
    /// Tells a peer what a tree wants of it.
    mutating func carryOut(_ directive: TreeDirective?) {
        switch directive {
        case .prune(let origin, let link): links[link].outbox.prune(origin)
        case .graft(let origin, let link): links[link].outbox.graft(origin)
        case nil: break
        }
    }

    /// An entry came that is here already.
    mutating func handleDuplicate(_ sequence: UInt64, of origin: Int, isLive: Bool, on number: Int) {
        logs.count { $0.duplicates += 1 }
        links[number].statistics.countDuplicate()
        guard isLive else { return }
        let crossesOurs = links[number, origin: origin].head >= sequence
        carryOut(trees.noteDuplicate(of: origin, by: number, isOwn: origin == ownRun, crossesOurs: crossesOurs))
    }

    /// Makes a link the parent of an origin.
    mutating func graft(_ origin: Int, onto number: Int) {
        carryOut(trees.graft(origin, onto: number))
    }

    /// A link has closed: every origin that came over it gets the best other link as its parent, at once.
    ///
    /// - Returns: How many origins those are.
    mutating func replaceParent(_ number: Int, at now: Moment) -> Int {
        var count = 0
        for origin in origins.numbers where trees.loseParent(number, of: origin) {
            mark(.parentDied)
            graftOntoBest(origin, except: number)
            pursue(origin, isOverdue: false, at: now)
            count += 1
        }
        return count
    }

    /// Makes the quickest of the links that know the most of an origin its parent.
    mutating func graftOntoBest(_ origin: Int, except number: Int) {
        var best: Int?
        for other in links.indices where other != number && links[other].isUp {
            guard let current = best else {
                best = other
                continue
            }
            let (mine, others) = (links[other, origin: origin].head, links[current, origin: origin].head)
            if mine > others
                || (mine == others && links[other].probing.roundTrip ?? .max < links[current].probing.roundTrip ?? .max)
            {
                best = other
            }
        }
        if let best { graft(origin, onto: best) }
    }
}
