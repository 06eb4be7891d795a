import Reactor
import WebSocket

/// A connection of a client that sends what it likes.
final class RawConnection {
    /// What its network calls it.
    let token: UInt64

    private let network: SimulatedNetwork
    private let notesEnd: Bool
    private var socket: DoorSocket?
    private var outbox: [UInt8] = []
    private var isConnected = false
    private var reads = true

    /// Everything that has come.
    private(set) var received: [UInt8] = []

    /// Begins to connect.
    ///
    /// - Parameters:
    ///   - address: To whom.
    ///   - network: Where its socket is.
    ///   - token: What its network calls it.
    ///   - seal: What it speaks through, if it does.
    ///   - notesEnd: Whether it notices that the node lets go of it.
    /// - Throws: `SystemError`, if no socket can be had.
    init(
        to address: SocketAddress,
        on network: SimulatedNetwork,
        token: UInt64,
        through seal: ToySeal?,
        notesEnd: Bool
    ) throws(SystemError) {
        socket = try DoorSocket(to: address, on: network, token: token, through: seal)
        self.network = network
        self.notesEnd = notesEnd
        self.token = token
    }

    /// Sends bytes, as soon as there is room.
    func send(_ bytes: [UInt8]) {
        outbox += bytes
        flush()
    }

    /// Reads nothing any more.
    func stopReading() {
        reads = false
        watch()
    }

    /// Lets go.
    func leave(abruptly: Bool) {
        if abruptly { socket?.resetOnClose() } else { socket?.sayGoodbye() }
        socket = nil
    }

    /// Whether it speaks through a seal.
    var isSealed: Bool { socket?.isSealed == true }

    /// Whether the node has let go of it.
    var isCut: Bool {
        guard notesEnd else { return false }
        guard let number = socket?.number else { return true }
        return network.hasPeerEnded(number)
    }

    /// Changes what came, so that somebody objects.
    func distort(for sabotage: WholeScenario.Sabotage) {
        received = sabotage.distort(answers: received)
    }

    /// Goes on after something happened.
    func handleReady(_ event: ReadyEvent) {
        if event.isWritable { isConnected = true }
        flush()
        guard reads, event.isReadable else { return }
        var buffer = [UInt8](repeating: 0, count: 4096)
        do throws(SystemError) {
            while case .bytes(let count)? = try socket?.receive(into: &buffer, limit: .max) {
                received += buffer[..<count]
            }
            if let number = socket?.number, network.hasPeerEnded(number) { network.unwatch(number) }
            // What waited for a handshake waits no more.
            if socket?.isSealed == true { flush() }
        } catch {
            socket = nil
        }
    }

    private func flush() {
        guard isConnected else { return }
        socket?.flush()
        while !outbox.isEmpty, case .sent(let count)? = socket?.offer(outbox.span), count > 0 {
            outbox.removeFirst(count)
        }
        watch()
    }

    private func watch() {
        guard let number = socket?.number, isConnected, !network.hasPeerEnded(number) || reads else { return }
        let isDone = outbox.isEmpty && socket?.isOwing != true
        let interest: Interest = isDone ? (reads ? .read : []) : (reads ? .readWrite : .write)
        do throws(SystemError) { try network.change(number, for: interest, token: token) } catch { socket = nil }
    }

    // MARK: What came

    /// The statuses of all answers.
    var statuses: [Int] {
        let mark = Array("HTTP/1.1 ".utf8)
        var found: [Int] = []
        var index = 0
        while index + mark.count + 3 <= received.count {
            if received[index] == mark[0], received[index..<(index + mark.count)].elementsEqual(mark) {
                let digits = received[(index + mark.count)..<(index + mark.count + 3)]
                found.append(Int(String(decoding: digits, as: UTF8.self)) ?? 0)
            }
            index += 1
        }
        return found
    }

    /// The ID of the last message of a chat, if at least so many have come.
    func lastMessage(ofAtLeast count: Int) -> String? {
        let starts = places(of: #""id":""#)
        guard starts.count >= count, let start = starts.last else { return nil }
        let id = received[(start + 6)...].prefix { $0 != UInt8(ascii: "\"") }
        return start + 6 + id.count < received.count ? String(decoding: id, as: UTF8.self) : nil
    }

    /// Whether each answer that there is no room says when to come again.
    var isToldWhenToReturn: Bool { statuses.count { $0 == 503 } == places(of: "Retry-After: ").count }

    /// Whether a text stands somewhere in what came.
    func contains(_ text: String) -> Bool { !places(of: text).isEmpty }

    /// How many answers are packed, and say so; -1 where some are that do not, or the other way round.
    var packings: Int {
        let packed = places(of: SimulatedWorld.packing).count
        return packed == places(of: "Content-Encoding: gzip\r\n").count ? packed : -1
    }

    /// Where a text begins in what came, each time.
    private func places(of text: String) -> [Int] {
        let mark = Array(text.utf8)
        return received.indices.filter { received[$0] == mark[0] && received[$0...].starts(with: mark) }
    }

    /// The code of the close frame, and how many pongs came before it.
    var closing: (code: UInt16?, pongs: Int) {
        let end = Array("\r\n\r\n".utf8)
        guard received.count >= 4, statuses == [101],
            let start = (0...(received.count - 4)).first(where: { received[$0..<($0 + 4)].elementsEqual(end) })
        else { return (nil, 0) }
        var decoder = MessageDecoder(role: .client, messageLimit: 1 << 24)
        var (bytes, range, pongs) = (received, (start + 4)..<received.count, 0)
        do throws(WebSocketError) {
            while true {
                switch try decoder.next(in: &bytes, range: &range) {
                case .needMore: return (nil, pongs)
                case .message(_, let payload), .ping(let payload): _ = decoder.takeBytes(of: payload, in: bytes)
                case .pong(let payload):
                    _ = decoder.takeBytes(of: payload, in: bytes)
                    pongs += 1
                case .close(let code, _): return (code, pongs)
                }
            }
        } catch {
            return (0, pongs)
        }
    }
}
