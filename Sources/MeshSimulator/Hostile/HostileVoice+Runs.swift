import Gossip

extension HostileVoice {
    /// How far in the future the runs begin that it makes up under the names of others, in milliseconds: beyond all
    /// that a simulation lives through.
    private static let farOff: UInt64 = 1_000_000

    /// Makes a voice.
    ///
    /// - Parameters:
    ///   - hostility: How it lies.
    ///   - host: Whose it is.
    ///   - scenario: The mesh.
    ///   - runs: The runs of all nodes, by name and epoch.
    ///   - wall: What time it is, in microseconds since 1970.
    init(
        _ hostility: Hostility,
        of host: Int,
        in scenario: Scenario,
        runs: [(name: String, epoch: UInt64)],
        wall: Int64
    ) {
        let name = scenario.hosts[host].name
        var own = runs.filter { $0.name == name }.map { GossipGrammar.Run(name: $0.name, epoch: $0.epoch) }
        let epoch = own.first?.epoch ?? 1
        own += [
            .init(name: "zulu", epoch: epoch), .init(name: "zulu", epoch: epoch + 1),
            .init(name: name, epoch: epoch - 5),
            .init(name: "a-name-that-is-longer-than-sixteen-bytes", epoch: 1),
        ]
        let others = runs.filter { $0.name != name }
        if hostility.forgesRuns {
            for other in others.prefix(4) {
                own.append(.init(name: other.name, epoch: other.epoch + Self.farOff))
                own.append(.init(name: other.name, epoch: other.epoch - Self.farOff))
            }
        }
        let old = hostility.forgesRuns ? Self.oldRuns(of: others.first, in: scenario) : []
        self.init(
            seed: scenario.seed,
            stream: 510 + 10 * UInt64(host),
            own: own,
            old: old,
            others: others.map { .init(name: $0.name, epoch: $0.epoch) },
            wall: UInt64(wall)
        )
    }

    /// More old runs of a node than there is room for, where there is little.
    private static func oldRuns(
        of other: (name: String, epoch: UInt64)?,
        in scenario: Scenario
    ) -> [GossipGrammar.Run] {
        let limit = scenario.settings.limits.nodeRuns
        guard let other, limit < GossipLimits().nodeRuns else { return [] }
        return (1...UInt64(limit)).map { .init(name: other.name, epoch: other.epoch - farOff - $0) }
    }
}
