import HTTP
import Reactor
import WebSocket

/// Somebody who posts on a relay channel over HTTP, one request after the other.
///
///     posts ──▶ asked ──202──▶ the next one
///                 ├──another answer─────────────────▶ again, elsewhere
///                 └──no answer──with a key──────────▶ again, elsewhere: it is delivered once
///                                └──without────────▶ the next one: nobody knows
struct RelayPoster {
    /// Its number among the guests.
    let number: Int

    /// Whether its posts have keys, whether they are JSON, and where they go.
    let isKeyed: Bool
    let postsJSON: Bool
    let path: String

    /// Where its sockets are.
    let network: SimulatedNetwork

    /// What it has still to post, the one first that it is just posting.
    private(set) var pending: [RelayMessage] = []

    /// The request that it waits for.
    private(set) var connection: BrowserConnection?

    /// Counts its requests.
    private(set) var serial: UInt64 = 0

    private var postCount = 0

    /// Begins without anything to post.
    init(_ number: Int, keyed: Bool, of plan: WholeGuest, on network: SimulatedNetwork) {
        self.number = number
        isKeyed = keyed
        postsJSON = plan.postsJSON
        path = plan.path
        self.network = network
    }

    /// Has something more to post.
    mutating func add(_ count: Int, bytes: Int) {
        for _ in 0..<count {
            postCount += 1
            let message = RelayMessage(speaker: number, number: postCount, length: bytes, prefersJSON: postsJSON)
            pending.append(message)
        }
    }

    /// Posts what is next, at a node.
    ///
    /// - Returns: What that is.
    mutating func open(_ address: SocketAddress) -> [RelayMessage] {
        guard let message = pending.first else { return [] }
        connection?.leave(abruptly: true)
        serial += 1
        var fields: Fields = ["Host": "\(address)"]
        let text = message.isJSON ? "application/json" : "text/plain; charset=utf-8"
        fields.append("Content-Type", message.type == .text ? text : "application/octet-stream")
        if isKeyed { fields.append("Idempotency-Key", "\"\(message.key)\"") }
        do {
            let target = try RequestTarget(decoding: path, method: .post)
            let request = Request(method: .post, target: target, fields: fields, body: message.bytes)
            connection = try BrowserConnection(to: address, asking: request, nil, on: network, token: serial)
        } catch {
            connection = nil
        }
        return [message]
    }

    /// Goes on after something happened on its sockets.
    func takeNews() -> [BrowserConnection.News] { network.takeNews(of: connection) }

    /// Ends the request.
    ///
    /// - Parameters:
    ///   - isKnown: Whether its outcome is known, and is that it was posted.
    ///   - refused: Whether it is known that it was not.
    /// - Returns: What was posted.
    mutating func finish(posted isKnown: Bool, refused: Bool = false) -> RelayMessage? {
        connection?.leave(abruptly: !isKnown)
        connection = nil
        serial += 1
        guard isKnown || !(isKeyed || refused), !pending.isEmpty else { return nil }
        let message = pending.removeFirst()
        return isKnown ? message : nil
    }
}
