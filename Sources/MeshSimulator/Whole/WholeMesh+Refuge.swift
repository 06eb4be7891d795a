/// What happens to a part of the mesh that is healed first.
enum WholeRefugeMoment: Sendable {
    /// It is healed, and cut off from all others.
    case begin

    /// Somebody asks its nodes for their status.
    case probe

    /// It is judged.
    case judge

    /// Everything is healed: it is a part like others.
    case end
}

extension WholeMesh {
    /// Plans what happens to those that are healed first, if there are any.
    mutating func scheduleRefuge() {
        guard let refuge = scenario.terrain.refuge, let judgedAt = scenario.refugeJudgedAt else { return }
        queue.schedule(.refuge(.begin), at: refuge.start)
        queue.schedule(.refuge(.probe), at: judgedAt - 1_000_000_000)
        queue.schedule(.refuge(.judge), at: judgedAt)
        queue.schedule(.refuge(.end), at: max(judgedAt, scenario.quietAt))
    }

    /// Something happens to those that are healed first.
    mutating func handle(_ moment: WholeRefugeMoment) {
        guard let nodes = scenario.terrain.refuge?.nodes else { return }
        let others = hosts.indices.filter { !nodes.contains($0) }
        switch moment {
        case .begin:
            internet.spare(nodes)
            internet.cut(from: nodes, to: others)
            internet.cut(from: others, to: nodes)
        case .probe: probe(nodes)
        case .judge: judgeRefuge(nodes)
        case .end:
            internet.heal(from: nodes, to: others)
            internet.heal(from: others, to: nodes)
        }
    }

    /// Those that were healed agree, whatever becomes of the others.
    private mutating func judgeRefuge(_ nodes: [Int]) {
        for probe in guests.probes {
            if let status = probe.status {
                judgeSight(status, of: probe.host, among: nodes, isFinal: false)
            } else {
                judge.object(.noStatus(node: "n\(probe.host)"))
            }
        }
        for browser in browsers where nodes.contains(browser.node) && !browser.isAttached && browser.serial > 0 {
            judge.object(.notAttached(reader: browser.name))
        }
        let there = attachments
        judge.judgeLists(
            on: browsers.indices.map { nodes.contains(browsers[$0].node) ? there[$0] : nil },
            // Whoever went without a word may be at a node that is cut off, and nobody here has heard of that.
            besides: Set(browsers.filter { $0.manners.contains(.vanishes) }.map(\.name))
        )
        judgeAllTranscripts(isFinal: false)
    }

    /// The node that a client goes to: on its side of the mesh, and in the file.
    ///
    /// - Parameters:
    ///   - node: Where it wants to go; wherever there is a node, if that is negative.
    ///   - last: Where it was.
    /// - Returns: A node.
    mutating func chooseNode(_ node: Int, insteadOf last: Int) -> Int {
        let terrain = scenario.terrain
        guard terrain.refuge != nil || terrain.revision != nil else { return node < 0 ? dice.below(hosts.count) : node }
        let open = hosts.indices.filter { isOpen($0, from: last) }
        if node >= 0, open.contains(node) { return node }
        return open.isEmpty ? last : open[dice.below(open.count)]
    }

    private func isOpen(_ host: Int, from last: Int) -> Bool {
        guard let refuge = scenario.terrain.refuge else {
            // Who has read that a node comes, or leaves, does not matter: it is there or not.
            return hosts[host].process != nil || scenario.isMember(host, isRevised: hosts[host].isRevised)
        }
        guard refuge.start <= internet.now, internet.now < scenario.quietAt else { return true }
        return refuge.nodes.contains(host) == refuge.nodes.contains(last)
    }

    /// Whether nobody leaves a node any more: what is told of who comes takes its time, and what the hasty say then.
    func isSoonJudged(_ node: Int) -> Bool {
        guard let judgedAt = scenario.refugeJudgedAt else { return false }
        return isInQuietRefuge(node) && judgedAt - internet.now < Self.lastCalm
    }

    private static let lastCalm: Int64 = 3_000_000_000

    /// Whether nobody says anything on a node: it is about to be judged what all have.
    func isInQuietRefuge(_ node: Int) -> Bool {
        guard let refuge = scenario.terrain.refuge, let judgedAt = scenario.refugeJudgedAt else { return false }
        return refuge.start <= internet.now && internet.now <= judgedAt && refuge.nodes.contains(node)
    }
}
