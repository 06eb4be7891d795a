package import Gossip

/// Which release the program of a node is of, before it is replaced by this one.
public struct WholeRelease: Sendable, Equatable {
    /// Whose words it uses with its peers.
    package var dialect = Dialect.current

    /// In which format it has written its journal, wherever that has nothing that there was not then.
    public var format = EarlierSegments.current

    /// Whether it tells its peers what should be the same on every node.
    var tellsAgreement: Bool { dialect != .earlier }

    /// Begins with this release.
    public init() {}
}

/// What nodes of other releases speak and write.
extension WholeMesh {
    /// The release of a node's program when it starts next; that of a recording is this one.
    private func release(of host: Int) -> WholeRelease {
        guard recordings == nil, scenario.recording == nil else { return WholeRelease() }
        let isReplaced = hosts[host].isRevised || scenario.terrain.replacesPrograms && hosts[host].runs > 0
        return isReplaced ? WholeRelease() : scenario.terrain.release(host)
    }

    /// Takes a program for the next run of a node, which finds on its disk what the one before wrote.
    ///
    /// - Returns: Whose words it uses.
    mutating func takeProgram(of host: Int) -> Dialect {
        writeEarlier(host, hosts[host].program.release.format)
        let release = release(of: host)
        hosts[host].program.release = release
        return scenario.sabotage == .speakForeign && host == 1 ? .foreign : release.dialect
    }

    /// Has a disk hold what a node wrote as an earlier release would have written it.
    private func writeEarlier(_ host: Int, _ format: UInt8) {
        let format = scenario.sabotage == .writeUnread && host == 1 && hosts[host].runs > 0 ? 3 : format
        guard format < EarlierSegments.current, !hosts[host].disease.isFragile, !hosts[host].disease.isDamaged else {
            return
        }
        hosts[host].disk.rewrite { EarlierSegments(format).written($0) }
    }
}
