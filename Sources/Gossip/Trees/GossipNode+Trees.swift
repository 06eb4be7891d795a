/// One tree for each origin, made of the links that were first (Leitão et al., Epidemic Broadcast Trees, 2007).
///
/// Every link starts eager for every origin. The link that delivers an origin's newest entry first is the parent;
/// one that brings the same entry after it is asked for heads only. Where this departs from the paper: losses are
/// repaired by questions that leave the tree alone, and only a parent that died or fell silent is replaced.
extension GossipNode {
    /// For how long no link may have opened before trees grow anew, in nanoseconds: each time costs a flood for each
    /// origin, so once for all links of a mesh that starts.
    static let regrowthDelay: Int64 = .milliseconds(1500)

    /// How long that is put off at most, in nanoseconds, by a link that opens again and again.
    static let longestRegrowthDelay: Int64 = .milliseconds(10_000)

    /// Forgets which links are lazy, since a link that opened somewhere may be a shorter way.
    ///
    /// All nodes hear of that link, and all forget: the next entry of each origin goes everywhere, and the links that
    /// lose the race are asked for heads only again. No frame is needed for that.
    mutating func regrowTrees(at now: Moment) {
        if hasNewLinks {
            hasNewLinks = false
            treesStaleSince = min(treesStaleSince, now.monotonic)
            regrowthAt = min(now.monotonic + Self.regrowthDelay, treesStaleSince + Self.longestRegrowthDelay)
        }
        guard regrowthAt <= now.monotonic else { return }
        treesStaleSince = .max
        regrowthAt = .max
        origins.peerLogs.makeAllEager()
        mark(.treesRegrown)
    }

    /// An entry came on the eager path and was new: its bearer is the parent.
    mutating func noteDelivery(of origin: Int, by number: Int) {
        origins[origin].staleRounds = 0
        guard origins[origin].parent != number else { return }
        origins[origin].parent = number
        mark(.parentFound)
        // It was told to send heads only, and this entry was under way when it was.
        if origins.peerLogs[origin, number].isPruned {
            mark(.parentRegrafted)
            graft(origin, onto: number)
        }
    }

    /// An entry came that is here already: in normal flow its bearer lost the race.
    mutating func handleDuplicate(of origin: Int, isLive: Bool, on number: Int) {
        counters.duplicates += 1
        links[number].statistics.duplicates += 1
        guard isLive else { return }
        if origins[origin].parent == nil, origin != ownRun { origins[origin].parent = number }
        guard origins[origin].parent != number else { return }
        // The peer had it without us, so our copies are of as little use to it; if they ever are, it will ask.
        if origin != ownRun { origins.peerLogs[origin, number].isLazy = true }
        if origins.peerLogs[origin, number].isPruned {
            origins.peerLogs[origin, number].strayCount += 1
            guard origins.peerLogs[origin, number].strayCount >= settings.limits.strays else { return }
        }
        mark(origins.peerLogs[origin, number].isPruned ? .linkStrayed : .linkMadeLazy)
        origins.peerLogs[origin, number].isPruned = true
        origins.peerLogs[origin, number].strayCount = 0
        guard !origins.peerLogs[origin, number].isPruneQueued else { return }
        origins.peerLogs[origin, number].isPruneQueued = true
        links[number].prunes.append(origin)
    }

    /// The parent should have brought what a lazy link announced.
    mutating func noteStaleParent(of origin: Int) {
        mark(.parentStale)
        origins[origin].staleRounds += 1
    }

    /// Makes a link the parent: it sends entries as they come, and at once what it has above our head.
    mutating func graft(_ origin: Int, onto number: Int) {
        origins[origin].parent = number
        origins[origin].staleRounds = 0
        origins.peerLogs[origin, number].isPruned = false
        guard !origins.peerLogs[origin, number].isGraftQueued else { return }
        origins.peerLogs[origin, number].isGraftQueued = true
        links[number].grafts.append(origin)
    }

    /// A link has closed: every origin that came over it gets the best other link as its parent, at once.
    mutating func replaceParent(_ number: Int, at now: Moment) {
        for origin in origins.numbers where origins[origin].parent == number {
            origins[origin].parent = nil
            mark(.parentDied)
            graftOntoBest(origin, except: number)
            pursue(origin, isOverdue: false, at: now)
        }
    }

    /// Makes the quickest of the links that know the most of an origin its parent.
    mutating func graftOntoBest(_ origin: Int, except number: Int) {
        var best: Int?
        for other in links.indices where other != number && links[other].phase == .open {
            guard let current = best else {
                best = other
                continue
            }
            let (mine, others) = (origins.peerLogs[origin, other].head, origins.peerLogs[origin, current].head)
            if mine > others
                || (mine == others && links[other].roundTrip ?? .max < links[current].roundTrip ?? .max)
            {
                best = other
            }
        }
        if let best { graft(origin, onto: best) }
    }
}
