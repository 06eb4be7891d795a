import Gossip
import Reactor

/// What people are told of peers: what lasts or is new, and not what comes again and again.
struct PeerLog {
    private let log: Log

    /// How often each peer came and went lately.
    private var news = LinkNews()

    /// Which addresses sent garbage lately.
    private var complaints = OncePerMinute<String>()

    /// Tells it to a log.
    init(_ log: Log) {
        self.log = log
    }

    /// Tells that the node listens on fewer addresses than a host has.
    func tellUnopened(_ failure: ListenerGroup.Failure) {
        log.tellUnopened(failure)
    }

    /// Tells which of several addresses UDP links use.
    func tellOnly(_ address: SocketAddress) {
        log.info("UDP links use one address of the host", ["address": .string("\(address)")])
    }

    /// Tells that peers cannot be taken in.
    mutating func tellRefused(_ error: SystemError, at now: Int64) {
        guard complaints.admit("accept", at: now) != nil else { return }
        log.warning("cannot accept peers", ["reason": .string("\(error)")])
    }

    /// Tells that more connections wait for their greeting than may.
    mutating func tellCrowd(of count: Int, at now: Int64) {
        guard complaints.admit("crowd", at: now) != nil else { return }
        log.warning(
            "many connections on the gossip port do not greet; the oldest give way",
            ["waiting": .integer(count)]
        )
    }

    /// Tells that a peer is tried elsewhere.
    mutating func tellNext(_ address: SocketAddress, of peer: String, after reason: String, at now: Int64) {
        guard complaints.admit("next address of \(peer)", at: now) != nil else { return }
        log.info(
            "tries the next address of a peer",
            ["peer": .string(peer), "address": .string("\(address)"), "reason": .string(reason)]
        )
    }

    /// Tells that a peer cannot be reached.
    func tellUnreached(_ peer: String, because reason: String) {
        log.warning("cannot reach peer", ["peer": .string(peer), "reason": .string(reason)])
    }

    /// Tells why a connection ended that never came to be a link; an open link's end is told by the gossip.
    mutating func tellEnd(of address: SocketAddress, because reason: LinkError, at now: Int64) {
        guard reason.isGarbage || reason.isRefusal else { return }
        guard let suppressed = complaints.admit(Self.subject(address, reason), at: now) else { return }
        log.warning(
            "closed a connection on the gossip port",
            [
                "address": .string("\(address)"), "reason": .string("\(reason)"),
                "more_in_the_last_minute": .integer(suppressed),
            ]
        )
    }

    /// What counts as the same complaint: several peers of a host may hold wrong keys, each its own.
    ///
    /// What a stranger calls itself or its key stands behind a colon, and makes no complaint a new one.
    private static func subject(_ address: SocketAddress, _ reason: LinkError) -> String {
        guard case .sealing(let words) = reason else { return address.hostDescription }
        let end = words.utf8.firstIndex(of: UInt8(ascii: ":")) ?? words.endIndex
        return "\(address.hostDescription) \(words[..<end])"
    }

    /// Tells that a link is up, and by which key it is sealed, if it is.
    mutating func tellUp(
        _ peer: String,
        over transport: LinkTransport,
        to address: SocketAddress,
        sealedBy key: String?,
        at now: Int64
    ) {
        tellNews(of: peer, at: now) { log in
            log.info(
                "link up",
                [
                    "peer": .string(peer), "transport": .string(transport.rawValue), "address": .string("\(address)"),
                    "key": .string(key ?? "none"),
                ]
            )
        }
    }

    /// Tells that a link is down.
    mutating func tellDown(_ peer: String, because reason: LinkError, at now: Int64) {
        tellNews(of: peer, at: now) { log in
            log.warning("link down", ["peer": .string(peer), "reason": .string("\(reason)")])
        }
    }

    /// Tells that the clock of a peer shows another time, so many microseconds ahead.
    mutating func tellClocksApart(_ peer: String, by microseconds: Int64, at now: Int64) {
        tellNews(of: peer, at: now) { log in
            log.warning(
                "clocks are over 60 s apart: messages sort wrongly until the wrong one is set (NTP does)",
                ["peer": .string(peer), "peer_ahead_seconds": .integer(Int(microseconds / 1_000_000))]
            )
        }
    }

    /// Tells that the clock of a peer shows the same time again.
    mutating func tellClocksTogether(_ peer: String, at now: Int64) {
        tellNews(of: peer, at: now) { $0.info("clocks are together again", ["peer": .string(peer)]) }
    }

    /// Tells what the file of a peer says differently though all should say the same; nothing: they do again.
    mutating func tellSettings(of peer: String, differingIn matters: [String], at now: Int64) {
        tellNews(of: peer, at: now) { log in
            guard !matters.isEmpty else {
                log.info("mesh.json says the same as the peer's again", ["peer": .string(peer)])
                return
            }
            log.warning(
                "mesh.json says something else than the peer's: give all nodes the same file, and a SIGHUP",
                ["peer": .string(peer), "differs": .string(matters.joined(separator: " "))]
            )
        }
    }

    /// Tells which nodes can be reached.
    func tellReachable(_ names: [String]) {
        log.info(
            "nodes in reach",
            ["count": .integer(names.count), "names": .string(names.joined(separator: " "))]
        )
    }

    /// Tells that the run goes on as a later one.
    func tellRenewed(_ epoch: UInt64) {
        log.warning(
            "took a higher epoch: the mesh knew a run of this name that is not older",
            ["epoch": .string("\(epoch)")]
        )
    }

    /// Tells that two processes have one name.
    func tellAnotherProcess(named name: String) {
        log.error("another process runs under this node's name; stop one of the two", ["name": .string(name)])
    }

    /// Tells that two messages, or changes of a node's state, are under one number.
    func tellForked(_ id: MessageID, at node: String, and peer: String) {
        let cure =
            id.node == node
            ? "this node goes on as a new run"
            : "restart \(id.node), unless it went on as a new run by itself"
        log.error(
            "one number stands for two entries: a process went on from an image of itself (a snapshot of its machine) "
                + "and gave numbers again; \(cure)",
            ["id": .string("\(id)"), "node": .string(node), "peer": .string(peer)]
        )
    }

    private mutating func tellNews(of peer: String, at now: Int64, _ tell: (Log) -> Void) {
        switch news.judge(peer, at: now) {
        case .tell:
            tell(log)
        case .tellLast:
            tell(log)
            log.warning("link comes and goes; more of it is told in a minute", ["peer": .string(peer)])
        case .suppress:
            break
        }
    }
}

extension Log {
    /// Tells that the node listens on fewer addresses than a host has.
    func tellUnopened(_ failure: ListenerGroup.Failure) {
        warning(
            "does not listen on one address of a host",
            ["address": .string("\(failure.address)"), "reason": .string("\(failure.error)")]
        )
    }
}
