import Testing

@testable import Gossip

@Suite("Trees, from a seed", .computing) struct TreePropertyTests {
    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `keep their invariants, and tell a peer nothing twice, whatever happens`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var limits = GossipLimits()
        limits.strays = 1 + Int(dice.roll(4))
        limits.staleRounds = 1 + Int(dice.roll(3))
        var trees = Trees(limits: limits)
        let (origins, links) = (5, 4)
        for origin in 0..<origins { trees.add(origin) }
        for link in 0..<links { trees.add(link: link) }
        var outbox: [TreeDirective] = []
        for step in 0..<500 {
            let (origin, link) = (Int(dice.roll(UInt64(origins))), Int(dice.roll(UInt64(links))))
            var directive: TreeDirective?
            switch dice.roll(12) {
            case 0...3: directive = trees.noteDelivery(of: origin, by: link)
            case 4...6:
                directive = trees.noteDuplicate(
                    of: origin,
                    by: link,
                    isOwn: origin == 0,
                    crossesOurs: dice.roll(2) == 0
                )
            case 7: trees.handlePrune(of: origin, on: link)
            case 8:
                // There may be nobody else to ask.
                guard trees.handleGraft(of: origin, on: link), dice.roll(2) == 0 else { break }
                directive = trees.graft(origin, onto: (link + 1) % links)
            case 9:
                trees.noteStaleParent(of: origin)
                if trees.isStale(origin) { directive = trees.graft(origin, onto: link) }
            case 10:
                trees.noteNewLink()
                trees.handleTimers(at: Moment(monotonic: .milliseconds(Int64(step) * 500), wall: 0))
            default:
                for told in outbox {
                    switch told {
                    case .prune(let origin, let link): _ = trees.takePrune(of: origin, on: link)
                    case .graft(let origin, let link): trees.takeGraft(of: origin, on: link)
                    }
                }
                outbox.removeAll()
            }
            if let directive {
                #expect(!outbox.contains(directive), "it waits to be told already")
                outbox.append(directive)
            }
            trees.checkInvariants()
        }
    }

    /// A mesh in which messages are only counted: nodes in a ring with chords, whose lines all take equally long.
    private struct Flood {
        var trees: [Trees]

        /// The nodes at the other ends of a node's links.
        var peers: [[Int]]

        /// Which of an origin's entries a node has.
        var heads: [Int]

        init(nodes: Int, chords: Int, dice: inout SeededDice) {
            peers = (0..<nodes).map { [($0 + 1) % nodes, ($0 + nodes - 1) % nodes] }
            for _ in 0..<chords {
                let (first, second) = (Int(dice.roll(UInt64(nodes))), Int(dice.roll(UInt64(nodes))))
                guard first != second, !peers[first].contains(second) else { continue }
                peers[first].append(second)
                peers[second].append(first)
            }
            heads = Array(repeating: 0, count: nodes)
            trees = peers.map { peers in
                var trees = Trees(limits: GossipLimits())
                trees.add(0)
                for link in peers.indices { trees.add(link: link) }
                return trees
            }
        }

        /// Posts a message at node 0 and has every node pass it on.
        ///
        /// - Returns: How many copies that took.
        mutating func post() -> Int {
            heads[0] += 1
            var copies = 0
            var queue: [(from: Int, to: Int, isEntry: Bool)] = []
            var place = 0
            for peer in peers[0] where !isLazy(0, to: peer) { queue.append((0, peer, true)) }
            while place < queue.count {
                let (from, to, isEntry) = queue[place]
                place += 1
                guard let link = peers[to].firstIndex(of: from) else { continue }
                guard isEntry else {
                    trees[to].handlePrune(of: 0, on: link)
                    continue
                }
                copies += 1
                if heads[to] < heads[0] {
                    heads[to] = heads[0]
                    _ = trees[to].noteDelivery(of: 0, by: link)
                    for peer in peers[to] where peer != from && !isLazy(to, to: peer) { queue.append((to, peer, true)) }
                } else if isPruned(at: to, by: link, crossesOurs: !isLazy(to, to: from)) {
                    _ = trees[to].takePrune(of: 0, on: link)
                    queue.append((to, from, false))
                }
            }
            for tree in trees { tree.checkInvariants() }
            return copies
        }

        private mutating func isPruned(at node: Int, by link: Int, crossesOurs: Bool) -> Bool {
            trees[node].noteDuplicate(of: 0, by: link, isOwn: node == 0, crossesOurs: crossesOurs) != nil
        }

        private func isLazy(_ node: Int, to peer: Int) -> Bool {
            peers[node].firstIndex(of: peer).map { trees[node].isLazy(0, on: $0) } ?? true
        }
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `carry every message after the first to each node once`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        let nodes = 3 + Int(dice.roll(60))
        var flood = Flood(nodes: nodes, chords: nodes, dice: &dice)

        let first = flood.post()
        let (second, third) = (flood.post(), flood.post())

        #expect(first >= nodes - 1)
        #expect(second == nodes - 1)
        #expect(third == nodes - 1)
        #expect(flood.heads.allSatisfy { $0 == 3 })
    }
}
