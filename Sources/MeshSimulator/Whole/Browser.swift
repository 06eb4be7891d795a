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

    /// Counts its connections.
    private(set) var serial: UInt64 = 0

    /// Its position: the last message that it has seen of each origin, in the order in which it met them; `nil` before
    /// it was attached.
    private(set) var position: [(origin: Substring, id: String)]?

    /// How many messages it has sent, and those that it may have to send again.
    private(set) var sentCount = 0
    private(set) var unacknowledged: [Utterance] = []

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
    mutating func open(at place: WholePlace, _ address: SocketAddress) -> [Utterance] {
        self.place = place
        leave()
        serial += 1
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
        let place = position.map { "after=\($0.map(\.id).joined(separator: ","))" } ?? "history=\(history)"
        let users = manners.contains(.hearsChanges) ? "&users=changes" : ""
        return "/start_web_socket?username=\(name)&session=session-of-\(name)-0001&\(place)\(users)"
    }

    /// Leaves the node, if it is on one.
    mutating func leave() {
        connection?.leave(abruptly: dice.below(2) == 0)
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
        self.position = self.position ?? []
        for id in position.split(separator: ",") { note(String(id)) }
        guard manners.contains(.resends), !manners.contains(.isHasty) else { return [] }
        connection?.send(frames(unacknowledged))
        return unacknowledged
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

    // MARK: Speaking

    /// Says so many things in one breath, if it is in the chat.
    ///
    /// - Returns: What it said.
    mutating func speak(_ count: Int) -> [Utterance] {
        guard let connection, connection.isOpen else { return [] }
        let words = (0..<count).map { _ in nextWords() }
        // Those that arrive together may be read together, and those that do not, not.
        if dice.below(2) == 0 {
            connection.send(frames(words))
        } else {
            for word in words { connection.send(frames([word])) }
        }
        return words
    }

    /// Says the last thing that has a key once more.
    mutating func repeatLast() -> [Utterance] {
        let numbers = (0..<sentCount).reversed()
        guard let connection, connection.isOpen, let number = numbers.first(where: { isKeyed($0 + 1) }) else {
            return []
        }
        let words = [Utterance(number + 1, by: name, keyed: true)]
        connection.send(frames(words))
        return words
    }

    /// Takes notice that a message is held.
    mutating func handleAcknowledged(_ key: String) { unacknowledged.removeAll { $0.key == key } }

    private mutating func earlyWords() -> [Utterance] {
        // Before it was attached once, nobody has told it where it stands.
        let fresh = position == nil ? 0 : dice.below(3)
        let again = manners.contains(.resends) ? unacknowledged : []
        return again + (0..<fresh).map { _ in nextWords() }
    }

    private mutating func nextWords() -> Utterance {
        sentCount += 1
        let words = Utterance(sentCount, by: name, keyed: isKeyed(sentCount))
        if manners.contains(.resends), words.key != nil { unacknowledged.append(words) }
        return words
    }

    private func isKeyed(_ number: Int) -> Bool { !manners.contains(.isCareless) || !number.isMultiple(of: 3) }

    private mutating func frames(_ words: [Utterance]) -> [UInt8] {
        var bytes: [UInt8] = []
        for word in words {
            let key = UInt32(truncatingIfNeeded: dice.next())
            Frame.encodeClient(.text, Array(word.json.utf8).span, maskingKey: key, into: &bytes)
        }
        return bytes
    }
}
