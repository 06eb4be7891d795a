import Bytes
import Gossip

extension Simulation {
    /// What a host does to what its node says, if it is one that ever lies.
    func hostility(of host: Int) -> Hostility? { scenario.hosts[host].hostility }

    /// What leaves a host when its node says something.
    mutating func spoken(_ frames: [UInt8], by process: Int, isStream: Bool) -> [UInt8] {
        guard villains.areThere, let hostility = hostility(of: processes[process].host),
            hostility.isActive(at: now - Self.beginning)
        else { return frames }
        var voice = villains.voices.removeValue(forKey: process) ?? voice(of: hostility, at: processes[process].host)
        let spoiled = voice.spoil(frames, perMillion: hostility.spoiledPerMillion, isStream: isStream)
        villains.voices[process] = voice
        return spoiled
    }

    private func voice(of hostility: Hostility, at host: Int) -> HostileVoice {
        let runs = machines.compactMap(\.process).map { (processes[$0].node.name, processes[$0].node.epoch) }
        return HostileVoice(
            hostility,
            of: host,
            in: scenario,
            runs: runs,
            wall: Self.wallAtZero + now / 1000 + machines[host].wallOffset
        )
    }

    /// Whether nothing is demanded of a process in the end.
    func isHostileForEver(_ process: Int) -> Bool { hostility(of: processes[process].host)?.isForEver == true }

    /// Whether a name is one of nodes that are looked at in the end.
    func isJudged(_ name: String) -> Bool {
        scenario.hosts.indices.contains {
            scenario.hosts[$0].name == name && hostility(of: $0)?.isForEver != true
                && !scenario.hosts[$0].isMiser
        }
    }

    /// Whether a node may see others than there are, since somebody lies and what it believes of these may be made up.
    ///
    /// What it believes of one that lies for ever hides none of the others, which are linked without that one; nor does what it
    /// believes of a node that there is not.
    func isMisled(by names: [String]) -> Bool {
        villains.areThere
            && scenario.hosts.contains { names.contains($0.name) && $0.hostility?.isForEver != true }
    }

    /// Whether a process keeps fewer messages than others.
    func keepsFew(_ process: Int) -> Bool { scenario.hosts[processes[process].host].isMiser }

    /// Whether a node hears words of somebody who lies.
    func hasHostileNeighbour(_ process: Int) -> Bool {
        let host = processes[process].host
        return villains.areThere
            && scenario.edges.contains { edge in
                (edge.dialer == host && hostility(of: edge.listener) != nil)
                    || (edge.listener == host && hostility(of: edge.dialer) != nil)
            }
    }

    /// The parts of a channel's log with messages of runs that nobody ever posted in: a liar made them up.
    func foreignRanges(in range: Range<Int>, of channel: Int, at process: Int) -> [Range<Int>] {
        guard villains.areThere else { return [] }
        let number = processes[process].channels[channel]
        return processes[process].node.messagePlaces(in: range, of: number)
            .filter { !findings.ledger.hasRun($0.id.node, $0.id.epoch) }.map(\.range)
    }

    /// How many messages of honest runs a node holds of a channel, and a hash of them.
    func honestHoldings(of channel: Int, at process: Int, by numbers: [MessageID: Int]) -> (count: Int, hash: UInt64) {
        let number = processes[process].channels[channel]
        guard let frames = processes[process].node.channels.frames(of: number) else { return (0, 0) }
        var originals: Set<Int> = []
        var hash: UInt64 = 0
        for place in processes[process].node.messagePlaces(in: frames.start..<frames.end, of: number) {
            guard let message = numbers[place.id] else { continue }
            originals.insert(findings.ledger.entries[message].original)
            hash &+= place.hash
        }
        return (originals.count, hash)
    }

    /// A link between two hosts that never lie ended: what a third says must not do that.
    mutating func checkBreak(of end: LinkEnd, because reason: LinkError) {
        let edge = scenario.edges[wiring.connections[end.connection].wire]
        guard reason.isGarbage, hostility(of: edge.dialer) == nil, hostility(of: edge.listener) == nil else { return }
        let (first, second) = (scenario.hosts[edge.dialer].name, scenario.hosts[edge.listener].name)
        report(.linkBroken(first: first, second: second, reason: reason.description))
    }
}
