import Gossip

extension WholeScenario: Shrinkable {
    /// How many parts it has that can be left out, and how many things that are not as usual.
    var size: Int {
        let plain = WireProfile()
        let words = actions.reduce(0) { if case .speak(let count) = $1.deed { $0 + count } else { $0 + 1 } }
        let odd =
            terrain.machines.count { $0 != WholeMachine() } + (profile == plain ? 0 : 1)
            + (terrain.losesUnsynced ? 1 : 0) + (crowd.seconds == nil ? 0 : 1) + (terrain.isRecorded ? 1 : 0)
            + terrain.features.rawValue.nonzeroBitCount + (terrain.powerLuck == nil ? 0 : 1)
            + (crowd.turn == nil ? 0 : 1) + (crowd.limits == GossipLimits() ? 0 : 1)
            + (crowd.rate == nil ? 0 : 1) + (crowd.descriptors == nil ? 0 : 1)
            + links.count { $0.isDistant || $0.isThin } + (crowd.messageBytes == nil ? 0 : 1)
            + (terrain.seal == nil ? 0 : 1) + terrain.releases.count { $0 != WholeRelease() }
        let revised = terrain.revision.map { revision in
            1 + revision.added.count + revision.removed.count + revision.turned.count
                + (revision.retention == nil ? 0 : 1)
                + (revision.messageBytes == nil ? 0 : 1) + (revision.lastNode == .stays ? 0 : 1)
                + (revision.turnsKeys ? 1 : 0)
        }
        let deeds = crowd.guests.reduce(0) { $0 + 1 + $1.deeds.count }
        return nodes + links.count + links.count(where: \.isDatagrams) + browsers + crowd.slowReaders.count
            + faults.count
            + words + odd + (revised ?? 0) + (terrain.refuge == nil ? 0 : 1) + deeds + (crowd.retention == nil ? 0 : 1)
            + (crowd.isNarrow ? 1 : 0)
            + crowd.manners.count { !$0.isEmpty } + Int(quietAt / 1_000_000_000)
    }

    /// Whether every node can be reached from every other when nothing goes wrong, before and after the file changes.
    var isConnected: Bool {
        if let refuge = terrain.refuge, !isConnected(among: refuge.nodes, links) { return false }
        if terrain.revision?.isAboutLength == false, !renewed.isSuperset(of: 0..<nodes) { return false }
        return [false, true].allSatisfy { isRevised in
            isConnected(
                among: (0..<nodes).filter { isMember($0, isRevised: isRevised) },
                links(isRevised: isRevised)
            )
        }
    }

    /// The nodes that read the new file: where some do not, they may never know of each other.
    private var renewed: Set<Int> {
        Set(
            faults.compactMap { fault in
                switch fault.trouble {
                case .renewal(let host, _), .rereading(let host): host
                case .split, .deafness, .cut, .kill, .powerFailure, .tampering, .interruption, .restoration, .pause,
                    .jump, .disk, .names, .misstart, .removal, .exhaustion:
                    nil
                }
            }
        )
    }

    private func isConnected(among members: [Int], _ links: [Link]) -> Bool {
        var reached = Set(members.prefix(1))
        var queue = Array(reached)
        while let node = queue.popLast() {
            for link in links where link.dialer == node || link.listener == node {
                let other = link.dialer == node ? link.listener : link.dialer
                if members.contains(other), reached.insert(other).inserted { queue.append(other) }
            }
        }
        return reached.count == members.count && !members.isEmpty
    }

    /// Whether a promise of some kind is broken.
    func breaks(_ kind: WholeViolation.Kind) -> Bool { run().violations.contains { $0.kind == kind } }

    /// Leaves out and simplifies what a broken promise does not need, so that what remains is what matters.
    ///
    /// - Parameters:
    ///   - violation: The promise that must still be broken, whoever breaks it then.
    ///   - tries: How many runs to spend at most.
    /// - Returns: A scenario that still breaks it.
    public func shrunk(breaking violation: WholeViolation, tries: Int = 600) -> WholeScenario {
        var shrinker = Shrinker(self, breaking: violation.kind, tries: tries)
        shrinker.shrink()
        return shrinker.smallest
    }

    /// What tells a person what is needed to break a promise: what was broken, by whom, and with which faults.
    public func explanation(of outcome: WholeOutcome) -> String {
        var lines = ["seed \(seed) breaks a promise:"] + outcome.violations.prefix(4).map { "  \($0)" }
        lines.append(
            "with \(nodes) nodes, \(links.count) links, \(browsers) people, \(actions.count) actions and these faults:"
        )
        lines += faults.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }
}

extension WholeScenario {
    /// Kind by kind: faults, guests, nodes, people, what they do, links; then what is not as usual.
    var reductions: [Reduction<WholeScenario>] {
        [
            .thin(\.faults), .thin(\.crowd.guests),
            .several(count: { $0.nodes }) { $0.removeNode($1) },
            .several(count: { $0.browsers }) { $0.removeBrowser($1) },
            .thin(\.actions),
            .several(count: { $0.links.count }) { $0.removeLink($1) },
        ]
            + crowd.guests.indices.map { guest in
                .thin(
                    count: { guest < $0.crowd.guests.count ? $0.crowd.guests[guest].deeds.count : 0 },
                    remove: { $0.crowd.guests[guest].deeds.removeSubrange($1) }
                )
            } + Self.simplifications.map { .simplify($0) }
            + actions.indices.map { action in .simplify { $0.sayOnce(action) } }
            + links.indices.map { link in
                .simplify { if link < $0.links.count { $0.links[link].isDatagrams = false } }
            }
    }

    /// What makes a whole scenario more usual, one thing each.
    private static var simplifications: [(inout WholeScenario) -> Void] {
        [
            { $0.terrain.machines = [] }, { $0.terrain.revision = nil }, { $0.terrain.revision?.added = [] },
            { $0.terrain.revision?.removed = [] }, { $0.terrain.revision?.turnsKeys = false },
            { $0.terrain.revision?.turned = [] },
            { $0.terrain.revision?.retention = nil },
            { $0.terrain.revision?.messageBytes = nil }, { $0.terrain.revision?.lastNode = .stays },
            { $0.terrain.refuge = nil }, { $0.terrain.waitsForDisks = true }, { $0.crowd.retention = nil },
            { for link in $0.links.indices { $0.links[link].isDistant = false } },
            { for link in $0.links.indices { $0.links[link].isThin = false } },
            { $0.crowd.messageBytes = nil },
            { for machine in $0.terrain.machines.indices { $0.terrain.machines[machine].hasNoData = false } },
            { $0.crowd.isNarrow = false }, { $0.crowd.seconds = nil }, { $0.terrain.isRecorded = false },
            { $0.terrain.losesUnsynced = false }, { $0.terrain[.wideFile] = false },
            { $0.terrain[.namedHosts] = false },
            { $0.terrain[.laterNamedHosts] = false }, { $0.terrain[.demonstration] = false },
            { $0.terrain[.neverWaits] = false }, { $0.terrain[.sealedDoors] = false },
            { $0.crowd.turn = nil }, { $0.crowd.limits = GossipLimits() }, { $0.crowd.rate = nil },
            { $0.crowd.descriptors = nil },
            { $0.terrain.powerLuck = nil }, { $0.terrain.seal = nil },
            { $0.terrain.releases = [] },
            { for node in $0.terrain.releases.indices { $0.terrain.releases[node].dialect = WholeRelease().dialect } },
            { for node in $0.terrain.releases.indices { $0.terrain.releases[node].format = EarlierSegments.current } },
            { for guest in $0.crowd.guests.indices { $0.crowd.guests[guest].postsJSON = false } },
            { for guest in $0.crowd.guests.indices { $0.crowd.guests[guest].guardsKeys = false } },
            { $0.crowd.manners = [] }, { $0.crowd.slowReaders = [] }, { $0.profile = WireProfile() },
            { for link in $0.links.indices { $0.links[link].isDatagrams = false } },
            { scenario in scenario.quietAt = scenario.lastMoment },
        ]
    }

    /// When the last thing happens, in nanoseconds.
    private var lastMoment: Int64 {
        let moments = faults.map(\.end) + actions.map(\.time) + crowd.guests.flatMap { $0.deeds.map(\.time) }
        let refuge = refugeJudgedAt.map { $0 + 500_000_000 } ?? 0
        return max(moments.max() ?? 0, refuge, 2 * Self.firstAction)
    }

    private mutating func sayOnce(_ action: Int) {
        guard action < actions.count, case .speak = actions[action].deed else { return }
        actions[action].deed = .speak(1)
    }
}
