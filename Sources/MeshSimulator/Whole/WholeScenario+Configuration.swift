import BroadcastMesh

extension WholeScenario {
    /// Where nodes serve clients, and hear their peers.
    static let httpPort: UInt16 = 8000
    static let gossipPort: UInt16 = 7000

    /// The mesh, as a file would say it.
    var configuration: MeshConfiguration {
        let entries = (0..<nodes).map { node in
            let peers = links.filter { $0.dialer == node }
                .map { #"{"name":"n\#($0.listener)","transport":"\#($0.isDatagrams ? "udp" : "tcp")"}"# }
            let http = SimulatedInternet.address(of: node, port: Self.httpPort)
            let gossip = SimulatedInternet.address(of: node, port: Self.gossipPort)
            let list = peers.joined(separator: ",")
            return #"{"name":"n\#(node)","http":"\#(http)","gossip":"\#(gossip)","peers":[\#(list)]}"#
        }
        do throws(ConfigurationError) {
            let text = #"{"nodes":[\#(entries.joined(separator: ","))]\#(crowd.members)}"#
            return try MeshConfiguration(parsing: Array(text.utf8))
        } catch {
            preconditionFailure("a scenario makes no mesh: \(error)")
        }
    }

    /// What a slow reader's line carries, in bytes a second.
    static let thinLine = 20_000

    /// What is on the way to one that never reads, at most, in bytes.
    static let deafBuffer = 2000

    /// How long after the last fault everything must be well, in nanoseconds: the five seconds that are promised, what a
    /// client waits before it comes back, what a thin line takes for all that was said, what a path that loses a tenth takes
    /// for megabytes, and two for an answer that is lost again and again.
    var recovery: Int64 {
        var said = 0
        for case .speak(let count) in actions.map(\.deed) { said += count }
        let bytes = slowReaders.isEmpty ? 0 : said * 300
        return (crowd.isNarrow ? 19_000_000_000 : 9_000_000_000) + Int64(bytes) * 1_000_000_000 / Int64(Self.thinLine)
    }

    /// When everything is judged; before that the status is asked for, before that the histories are read, and before
    /// that everybody says the last thing again.
    var end: Int64 { quietAt + recovery }
    var probeAt: Int64 { end - 2_000_000_000 }
    var auditAt: Int64 { end - 3_000_000_000 }
    var remindAt: Int64 { end - 4_000_000_000 }

    /// What clients of the chat may expect.
    var terms: WholeJudge.Terms {
        let isLate = faults.contains { if case .pause = $0.trouble { true } else { false } }
        let patience: Int64 = slowReaders.isEmpty ? (isLate ? 8_000_000_000 : 3_000_000_000) : .max
        return WholeJudge.Terms(losesOld: crowd.losesOld, auditor: browsers, patience: patience)
    }

    /// When nodes wait for their disks: where the power fails, before they promise anything.
    var fsync: FsyncPolicy {
        let failsPower = faults.contains { if case .powerFailure = $0.trouble { true } else { false } }
        return failsPower || seed % 2 == 0 ? .always : .interval
    }
}

extension WholeCrowd {
    /// What a file says of how little nodes keep.
    fileprivate var members: String {
        let members = (retention.map { [#""messages":\#($0)"#] } ?? []) + (isNarrow ? [#""bytes":1048576"#] : [])
        let limits = isNarrow ? #","limits":{"message_bytes":131072}"# : ""
        return members.isEmpty ? "" : #","retention":{\#(members.joined(separator: ","))}\#(limits)"#
    }

    /// Whether messages are let go while the scenario runs.
    var losesOld: Bool { retention != nil || isNarrow }
}
