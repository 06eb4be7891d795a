import ChannelProtocol
import HTTP
import Reactor
import WebSocket

/// A client on a relay channel: listens, posts, and connects anew when its connection is gone.
struct RelayClient {
    /// Its number among the guests.
    let number: Int

    /// How it listens, and where; and whether it posts JSON.
    let listening: WholeGuest.Listening
    let path: String
    let postsJSON: Bool

    /// Where its sockets are.
    let network: SimulatedNetwork

    /// The connection that it has, or is about to have.
    private(set) var connection: BrowserConnection?

    /// Counts its connections.
    private(set) var serial: UInt64 = 0

    /// What it remembers from one connection to the next, if it speaks the channel protocol.
    private(set) var program: RelayProgram?

    /// What it does under keys of others, if it does.
    private(set) var thief: KeyThief?

    /// Whether it goes on on this connection where it was.
    private(set) var goesOn = false

    private var dice: Dice
    private var postCount = 0

    /// Begins without a connection.
    init(
        _ number: Int,
        _ listening: WholeGuest.Listening,
        of plan: WholeGuest,
        on network: SimulatedNetwork,
        seed: UInt64
    ) {
        self.number = number
        self.listening = listening
        path = plan.path
        // Without the protocol there is text and there are bytes.
        postsJSON = plan.postsJSON && listening.speaksEvents
        self.network = network
        program =
            listening.speaksEvents
            ? RelayProgram(
                isGregarious: !number.isMultiple(of: 2),
                history: listening.history ?? 0,
                session: listening.guardsKeys ? GuestSession(of: number) : nil
            ) : nil
        thief = listening.speaksEvents && listening.steals ? KeyThief() : nil
        dice = Dice(seed: seed, stream: 0xB121)
    }

    /// Connects to a node.
    ///
    /// - Parameters:
    ///   - address: Where the node is.
    ///   - early: How many messages follow the request in one segment.
    /// - Returns: Those messages.
    mutating func open(_ address: SocketAddress, early: Int) -> [RelayMessage] {
        leave()
        serial += 1
        // What nobody has said is held is posted again, before anything new.
        goesOn = program?.knowsPosition ?? false
        program?.beginAnew(repeatsLast: serial.isMultiple(of: 2))
        thief?.beginAnew()
        let unanswered = program?.pending ?? []
        let new = next(early, bytes: 20)
        program?.add(new)
        let messages = unanswered + new
        let key = (0..<16).map { _ in UInt8(dice.below(256)) }
        do {
            let target = try RequestTarget(decoding: path + query)
            let handshake = ClientHandshake(
                target: target,
                host: "\(address)",
                key: key,
                subprotocol: program == nil ? nil : Subprotocol.channel
            )
            connection = try BrowserConnection(
                to: address,
                asking: handshake.request,
                handshake,
                early: frames(messages),
                on: network,
                token: serial
            )
        } catch {
            connection = nil
        }
        return messages
    }

    private var query: String {
        let wish = program?.wish ?? listening.history.map { "\(ClientQuery.history)=\($0)" }
        let wishes = [wish].compactMap(\.self) + (listening.echoes ? [] : ["\(ClientQuery.echo)=\(ClientQuery.no)"])
        return wishes.isEmpty ? "" : "?" + wishes.joined(separator: "&")
    }

    /// Lets go of its connection, if it has one.
    mutating func leave() {
        connection?.leave(abruptly: dice.below(2) == 0)
        connection = nil
    }

    /// Posts so many messages at once, if it can.
    mutating func post(_ count: Int, bytes: Int) -> [RelayMessage] {
        guard let connection, connection.isOpen else { return [] }
        let messages = next(count, bytes: bytes)
        program?.add(messages)
        connection.send(frames(messages))
        return messages
    }

    /// Posts under a key of somebody else, if it is one that does and is connected.
    mutating func steal(_ key: String) {
        guard let connection, connection.isOpen, let payload = thief?.payload(under: key, by: number) else { return }
        connection.send(frames([payload]))
    }

    /// Is told that a key is guarded by another session.
    ///
    /// - Returns: Whether it posted under one.
    mutating func takeRefusal() -> Bool { thief?.takeRefusal() ?? false }

    /// Goes on after something happened on its sockets.
    mutating func takeNews() -> [BrowserConnection.News] {
        let news = network.takeNews(of: connection, readingAtMost: listening.pace ?? .max)
        if news.contains(.lost) { connection = nil }
        return news
    }

    /// Takes in a message of the channel protocol.
    mutating func read(_ type: MessageType, _ bytes: [UInt8]) -> RelayProgram.News {
        program?.read(type, bytes) ?? .message(RelayHearing(type: type, bytes: bytes))
    }

    private mutating func next(_ count: Int, bytes: Int) -> [RelayMessage] {
        (0..<count).map { _ in
            postCount += 1
            return RelayMessage(
                speaker: number,
                number: postCount,
                length: bytes,
                prefersJSON: postsJSON,
                session: program?.session
            )
        }
    }

    private mutating func frames(_ messages: [RelayMessage]) -> [UInt8] {
        frames(program?.payloads(of: messages) ?? messages.map { ($0.type, $0.bytes) })
    }

    private mutating func frames(_ payloads: [(type: MessageType, bytes: [UInt8])]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (type, payload) in payloads {
            let key = UInt32(truncatingIfNeeded: dice.next())
            Frame.encodeClient(type.opcode, payload.span, maskingKey: key, into: &bytes)
        }
        return bytes
    }
}
