import ChannelProtocol
import HTTP
import Reactor
import WebSocket

/// A person at a browser: takes part in the chat, goes on at another node when its own is gone, comes back after a reload.
///
/// It keeps what the page keeps: its position, its session, and what it said that nobody has acknowledged.
struct Browser {
    /// Its name in the chat.
    let name: String

    /// What it does otherwise than others.
    let manners: WholeManners

    /// Where its sockets are.
    let network: SimulatedNetwork

    /// Its own chance.
    var dice: Dice

    /// The connection that it has, or is about to have.
    private(set) var connection: BrowserConnection?

    /// Counts its connections, and keeps the one that it left without a word.
    private var visits = BrowserVisits()

    /// Its position: the last message that it has seen of each origin, in the order in which it met them; `nil` before
    /// it was attached.
    private(set) var position: [(origin: Substring, id: String)]?

    /// How many messages it has sent, and those that it may have to send again.
    var sentCount = 0
    var unacknowledged: [Utterance] = []

    /// Where it is, or goes.
    private(set) var place = WholePlace()

    /// Whether the node has taken it into the chat.
    private(set) var isAttached = false

    /// How much it reads of what was said before it came.
    private let history: Int

    /// Sits down.
    init(
        _ name: String,
        _ manners: WholeManners = [],
        history: Int = 100,
        on network: SimulatedNetwork,
        seed: UInt64
    ) {
        self.name = name
        self.manners = manners
        self.history = history
        self.network = network
        dice = Dice(seed: seed, stream: 0xB120)
    }

    /// The node that it is on, or goes to.
    var node: Int { place.node }

    /// Opens the chat at a node.
    ///
    /// - Returns: What it says at once, before anybody has answered.
    mutating func open(at place: WholePlace, _ address: SocketAddress, _ now: Int64) -> [Utterance] {
        leave(now)
        self.place = place
        visits.begin()
        let early = manners.contains(.isHasty) ? earlyWords() : []
        let key = (0..<16).map { _ in UInt8(dice.below(256)) }
        do {
            let target = try RequestTarget(decoding: path)
            let handshake = ClientHandshake(target: target, host: "\(address)", key: key)
            connection = try BrowserConnection(
                to: address,
                asking: handshake.request,
                handshake,
                early: frames(early),
                on: network,
                token: serial
            )
        } catch {
            connection = nil
        }
        return early
    }

    private var path: String {
        let seen = position.map { "\(ClientQuery.after)=\($0.map(\.id).joined(separator: ","))" }
        let place = seen ?? "\(ClientQuery.history)=\(history)"
        let users = manners.contains(.hearsChanges) ? "&\(ClientQuery.users)=\(ClientQuery.changes)" : ""
        let person = "\(ClientQuery.username)=\(name)&\(ClientQuery.session)=session-of-\(name)-0001"
        return "\(ClientPath.chat)?\(person)&\(place)\(users)"
    }

    /// Which of its connections it has, or is about to have.
    var serial: UInt64 { visits.serial }

    /// Whether it has tried no other node since it was last taken in.
    var isFresh: Bool { visits.areFresh }

    /// How long it waits until a node takes it in, in nanoseconds.
    var patience: Int64 { visits.patience(isHurried: manners.contains(.isHurried)) }

    /// Whether it has left another node than the one that it is on, since then.
    func hasBeenElsewhere(since time: Int64) -> Bool { visits.hasLeft(anotherThan: node, since: time) }

    /// Leaves the node, if it is on one.
    mutating func leave(_ now: Int64) {
        if connection != nil { visits.noteDeparture(from: node, at: now) }
        let vanishes = manners.contains(.vanishes) && dice.below(2) == 0 && connection?.isOpen == true
        if vanishes || manners.contains(.givesUp) && connection?.isAsking == true {
            visits.keep(connection)
        } else {
            connection?.leave(abruptly: dice.below(2) == 0)
        }
        connection = nil
        isAttached = false
    }

    /// Goes on after something happened on its sockets.
    mutating func takeNews() -> [BrowserConnection.News] {
        let news = network.takeNews(of: connection)
        if news.contains(.lost) {
            connection = nil
            isAttached = false
        }
        return news
    }

    /// Takes notice of its first position.
    ///
    /// - Returns: What it says again now.
    mutating func begin(at position: String) -> [Utterance] {
        isAttached = true
        visits.handleArrival()
        self.position = self.position ?? []
        for id in position.split(separator: ",") { note(String(id)) }
        guard manners.contains(.resends), !manners.contains(.isHasty) else { return [] }
        connection?.send(frames(unacknowledged))
        return unacknowledged
    }

    /// Goes behind what is lost, up to a position, where it is not further already.
    mutating func pass(_ end: String) {
        for id in end.split(separator: ",") {
            guard let end = OriginPlace(String(id)) else { continue }
            let seen = position?.lazy.compactMap { OriginPlace($0.id) }.first { $0.origin == end.origin }
            if seen.map({ $0.sequence < end.sequence }) ?? true { note(String(id)) }
        }
    }

    /// Keeps the ID of a message that it has seen.
    mutating func note(_ id: String) {
        let origin = id[..<(id.lastIndex(of: "/") ?? id.endIndex)]
        if let index = position?.firstIndex(where: { $0.origin == origin }) {
            position?[index].id = id
        } else {
            position?.append((origin, id))
        }
    }
}
