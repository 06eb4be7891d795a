import BroadcastMesh

extension WholeScenario {
    /// Where nodes serve clients, and hear their peers.
    static let httpPort: UInt16 = 8000
    static let gossipPort: UInt16 = 7000

    /// The mesh, as its file says it: the first one, or the one that comes later.
    func configuration(isRevised: Bool) -> MeshConfiguration {
        let file = Array(text(isRevised: isRevised).utf8)
        do throws(ConfigurationError) {
            return try MeshConfiguration(contentsOf: WholeFiles.mesh, on: WholeFiles.disk(with: file))
        } catch {
            preconditionFailure("a scenario makes no mesh: \(error)")
        }
    }

    /// The text of the file.
    private func text(isRevised: Bool) -> String {
        let links = links(isRevised: isRevised)
        let isNamed = terrain[isRevised ? .laterNamedHosts : .namedHosts]
        let entries = (0..<nodes).filter { isMember($0, isRevised: isRevised) }.map { node in
            let isNamedByBoth = terrain[.mutualLinks]
            let peers = links.filter { $0.dialer == node || isNamedByBoth && $0.listener == node }.map { link in
                let peer = link.dialer == node ? link.listener : link.dialer
                return #"{"name":"n\#(peer)","transport":"\#(link.isDatagrams ? "udp" : "tcp")"}"#
            }
            let (http, gossip) = (Self.httpPort, Self.gossipPort)
            let addresses = [http, gossip].map { port in
                isNamed ? "\(NameServer.name(of: node)):\(port)" : "\(SimulatedInternet.address(of: node, port: port))"
            }
            // One is behind a name that has others.
            let origin = node == 0 ? "http://localhost" : "\(isRevised ? "https" : "http")://n\(node).example:80"
            let url = servesMore ? #","url":"\#(origin)\#(Self.basePath)""# : ""
            let seal = hasSealedDoors ? Self.doorSeal : ""
            let list = peers.joined(separator: ",")
            let own = #""http":"\#(addresses[0])","gossip":"\#(addresses[1])"\#(url)\#(seal)"#
            return #"{"name":"n\#(node)",\#(own),"peers":[\#(list)]}"#
        }
        let all = (entries + falseEntry(isRevised: isRevised)).joined(separator: ",")
        return #"{"nodes":[\#(all)]\#(members(isRevised: isRevised))}"#
    }

    /// Below which path browsers find a node whose file says more than it must.
    static let basePath = "/mesh"

    /// Whoever says to be a node must stand in the file, as one that dials all others.
    private func falseEntry(isRevised: Bool) -> [String] {
        guard hasFalsePeer else { return [] }
        let (http, gossip) = (Self.httpPort + 1, Self.gossipPort + 1)
        let addresses = [http, gossip].map { "\(SimulatedInternet.address(of: 0, port: $0))" }
        let peers = (0..<nodes).filter { isMember($0, isRevised: isRevised) }.map { #""n\#($0)""# }
        let (name, list) = (FalsePeer.name, peers.joined(separator: ","))
        return [#"{"name":"\#(name)","http":"\#(addresses[0])","gossip":"\#(addresses[1])","peers":[\#(list)]}"#]
    }

    /// Whether somebody says to be a node.
    var hasFalsePeer: Bool {
        crowd.guests.contains { if case .stranger(let mischief) = $0.kind { mischief.isPeer } else { false } }
    }

    /// Whether a node stands in the first file, or in the one that comes later.
    func isMember(_ node: Int, isRevised: Bool) -> Bool {
        guard node == nodes - 1, let lastNode = terrain.revision?.lastNode else { return true }
        return lastNode != (isRevised ? .leaves : .comes)
    }

    /// The links of the first file, or of the one that comes later.
    func links(isRevised: Bool) -> [Link] {
        guard let revision = terrain.revision else { return links }
        let kept = links.indices.filter { !isRevised || !revision.removed.contains($0) }.map { number in
            var link = links[number]
            if isRevised, revision.turned.contains(number) { link.isDatagrams.toggle() }
            return link
        }
        let added = revision.added.filter { link in
            isRevised && !kept.contains { Set([$0.dialer, $0.listener]) == Set([link.dialer, link.listener]) }
        }
        return (kept + added).filter {
            isMember($0.dialer, isRevised: isRevised) && isMember($0.listener, isRevised: isRevised)
        }
    }

    /// How many messages of a channel nodes keep in the end; `nil` for more than are posted.
    var finalRetention: Int? { terrain.revision?.retention ?? crowd.retention }

    /// What a slow reader's line carries, in bytes a second.
    static let thinLine = 20_000

    /// What is on the way to one that never reads, at most, in bytes.
    static let deafBuffer = 2000

    /// How long after the last fault everything must be well, in nanoseconds: the five seconds that are promised, what a
    /// client waits before it comes back, what a thin line takes for all that was said, what paths that lose a tenth take for
    /// that and for megabytes, the time that a message has to go around where it is too long for some, and two for an answer
    /// that is lost again and again.
    var recovery: Int64 {
        let bytes = crowd.slowReaders.isEmpty ? 0 : saidBytes
        return (crowd.isNarrow ? 16_000_000_000 : 6_000_000_000) + auditTime + timeOverDistance + timeAround
            + timeUnderLoss + Int64(bytes) * 1_000_000_000 / Int64(Self.thinLine)
    }

    /// About how many bytes all that people say has, as it is read.
    private var saidBytes: Int {
        var said = 0
        for case .speak(let count) in actions.map(\.deed) { said += count }
        return said * 300
    }

    /// How long it takes to read the whole history, in nanoseconds: a small buffer goes there and back for each of its fillings.
    private var auditTime: Int64 {
        max(3_000_000_000, Int64(saidBytes / profile.bufferBytes) * 2 * profile.delay.longest)
    }

    /// When everything is judged; before that the status is asked for, before that the histories are read, and before
    /// that everybody says the last thing again.
    var end: Int64 { quietAt + recovery }
    var probeAt: Int64 { end - 2_000_000_000 }
    var auditAt: Int64 { end - auditTime }
    var remindAt: Int64 { auditAt - 1_000_000_000 }

    /// When those that were healed first are judged.
    var refugeJudgedAt: Int64? { terrain.refuge.map { $0.start + recovery } }
}

extension WholeScenario {
    /// What a file says of how little nodes keep, and how large a message may be.
    private func members(isRevised: Bool) -> String {
        let revision = isRevised ? terrain.revision : nil
        let messages = (revision?.retention ?? crowd.retention).map { #""messages":\#($0)"# }
        let seconds = crowd.seconds.map { #""seconds":\#($0)"# }
        let members = [messages, seconds, crowd.isNarrow ? #""bytes":1048576"# : nil].compactMap(\.self)
        let messageBytes = crowd.isNarrow ? 131_072 : revision?.messageBytes ?? crowd.messageBytes
        let proxies = (nodes..<(nodes + browsers + 2 + crowd.guests.count)).map { host in
            let address = "\(SimulatedInternet.address(of: host))"
            return #""\#(address.prefix { $0 != ":" })""#
        }
        let trusted = servesMore ? #""trusted_proxies":[\#(proxies.joined(separator: ","))]"# : nil
        let rate = (crowd.rate ?? (servesMore ? 100_000 : nil)).map { #""messages_per_second":\#($0)"# }
        let limits = [messageBytes.map { #""message_bytes":\#($0)"# }, rate, trusted].compactMap(\.self)
        let origins =
            (servesMore ? [#""https://chat.example""#] : [])
            + (0..<(isRevised && terrain[.manyOrigins] ? Self.manyOrigins : 0)).map { #""https://chat\#($0).example""# }
        return (members.isEmpty ? "" : #","retention":{\#(members.joined(separator: ","))}"#)
            + (limits.isEmpty ? "" : #","limits":{\#(limits.joined(separator: ","))}"#)
            + (terrain.seal != nil && sabotage != .openDoor ? #","key":\#(keys(isRevised: isRevised))"# : "")
            + (servesMore ? #","public":"pages""# : "")
            + (origins.isEmpty ? "" : #","origins":[\#(origins.joined(separator: ","))]"#)
    }

    /// How many origins are more than a line of a log has room for.
    private static let manyOrigins = 200

    /// The files with the keys of the mesh, the one first that is proven.
    private func keys(isRevised: Bool) -> String {
        guard terrain.revision?.turnsKeys == true else { return #""key""# }
        return isRevised ? #"["other.key","key"]"# : #"["key","other.key"]"#
    }

    /// Whether the file says more than it must; what a node serves besides stands in no recording.
    var servesMore: Bool { terrain[.wideFile] && !terrain.isRecorded && recording == nil }

    /// Whether the file says that nodes keep less than they usually do.
    var keepsLess: Bool { finalRetention != nil || crowd.isNarrow || crowd.seconds != nil }

    /// Whether messages are let go while the scenario runs; not known before all of it is drawn.
    var losesOld: Bool { finalRetention != nil || crowd.isNarrow || letsGoByAge }

    /// Whether messages are let go for their age.
    ///
    /// Some of the seconds that are drawn are fewer than those for which it is quiet in the end, so that everything is too old
    /// then; the others are more than a scenario takes.
    var letsGoByAge: Bool { crowd.seconds.map { Int64($0) * 1_000_000_000 < end } ?? false }
}
