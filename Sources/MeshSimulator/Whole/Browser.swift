import HTTP
import Reactor
import WebSocket

/// A person at a browser: takes part in the chat, goes on at another node when its own is gone, comes back after a reload.
///
/// It keeps what the page keeps: its position and its session. What it sends and nobody acknowledged it does not send
/// again, so that every message has one copy.
struct Browser {
    /// Its name in the chat.
    let name: String

    /// Where its sockets are.
    let network: SimulatedNetwork

    /// Its own chance.
    var dice: Dice

    /// The connection that it has, or is about to have.
    private(set) var connection: BrowserConnection?

    /// Counts its connections.
    private(set) var serial: UInt64 = 0

    /// Its position: the last message that it has seen of each origin, in the order in which it met them.
    private(set) var position: [(origin: Substring, id: String)] = []

    /// Whether it has been attached once.
    private(set) var hasBegun = false

    /// How many messages it has sent.
    private(set) var sentCount = 0

    /// Sits down.
    init(_ name: String, on network: SimulatedNetwork, seed: UInt64) {
        self.name = name
        self.network = network
        dice = Dice(seed: seed, stream: 0xB120)
    }

    /// The node that it is on, or goes to.
    private(set) var node = 0

    /// Whether the node has taken it into the chat.
    private(set) var isAttached = false

    /// What was said with a key.
    static func text(ofKey key: String) -> String {
        key.split(separator: "-").joined(separator: " says ")
    }

    /// Opens the chat at a node.
    mutating func open(at node: Int, _ address: SocketAddress) {
        self.node = node
        isAttached = false
        connection?.leave(abruptly: false)
        connection = nil
        serial += 1
        let place = hasBegun ? "after=\(position.map(\.id).joined(separator: ","))" : "history=100"
        let path = "/start_web_socket?username=\(name)&session=session-of-\(name)-0001&\(place)"
        let key = (0..<16).map { _ in UInt8(dice.below(256)) }
        do {
            let target = try RequestTarget(decoding: path)
            let handshake = ClientHandshake(target: target, host: "\(address)", key: key)
            connection = try BrowserConnection(
                to: address,
                asking: handshake.request,
                handshake,
                on: network,
                token: serial
            )
        } catch {
            connection = nil
        }
    }

    /// Leaves the node, if it is on one.
    mutating func leave() {
        connection?.leave(abruptly: dice.below(2) == 0)
        connection = nil
        isAttached = false
    }

    /// Goes on after something happened on its sockets.
    mutating func takeNews() -> [BrowserConnection.News] {
        var events: [ReadyEvent] = []
        network.takeReady(into: &events)
        var news: [BrowserConnection.News] = []
        for event in events where event.token == connection?.token {
            news += connection?.handleReady(event) ?? []
        }
        if news.contains(.lost) {
            connection = nil
            isAttached = false
        }
        return news
    }

    /// Says something, if it is in the chat.
    ///
    /// - Returns: What it said; `nil` when it could not.
    mutating func speak() -> String? {
        guard let connection, connection.isOpen else { return nil }
        sentCount += 1
        let text = "\(name) says \(sentCount)"
        let key = UInt32(truncatingIfNeeded: dice.next())
        connection.send(
            #"{"event":"send-message","message":"\#(text)","key":"\#(name)-\#(sentCount)"}"#,
            maskingKey: key
        )
        return text
    }

    /// Takes notice of its first position.
    mutating func begin(at position: String) {
        hasBegun = true
        isAttached = true
        for id in position.split(separator: ",") { note(String(id)) }
    }

    /// Keeps the ID of a message that it has seen.
    mutating func note(_ id: String) {
        let origin = id[..<(id.lastIndex(of: "/") ?? id.endIndex)]
        if let index = position.firstIndex(where: { $0.origin == origin }) {
            position[index].id = id
        } else {
            position.append((origin, id))
        }
    }
}
