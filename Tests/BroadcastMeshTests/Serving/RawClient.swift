import Reactor
import WebSocket

@testable import BroadcastMesh
@testable import MeshClient

/// A connection on which a test says exactly which bytes are sent, and when it reads.
actor RawClient: ClientStreamOwner {
    private let loop: ClientLoop
    private var token: UInt64 = 0
    private var stream: ClientStream?
    private var received: [UInt8] = []
    private var takenCount = 0
    private var hasEnded = false
    private var waiting: CheckedContinuation<Void, Never>?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    /// Connects.
    init(to address: SocketAddress) async throws {
        loop = try ClientLoop.shared()
        try open(address)
    }

    private func open(_ address: SocketAddress) throws {
        token = loop.assumeIsolated { $0.add(self) }
        stream = try ClientStream(to: [address], on: loop, token: token)
    }

    /// Sends bytes.
    func send(_ bytes: [UInt8]) throws {
        try stream?.send(bytes)
    }

    /// Sends text as it is.
    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    /// Stops reading, or goes on.
    func setReading(_ isReading: Bool) throws {
        try stream?.setReading(isReading)
    }

    /// Closes the connection.
    func close() {
        stream = nil
    }

    /// Takes the next bytes, once there are so many; fewer when the connection ends before.
    func take(_ count: Int) async -> [UInt8] {
        while received.count - takenCount < count, !hasEnded { await wait() }
        let taken = Array(received[takenCount...].prefix(count))
        takenCount += taken.count
        // Moved to the front now and then only: a test may have megabytes here.
        if takenCount * 2 > received.count {
            received.removeFirst(takenCount)
            takenCount = 0
        }
        return taken
    }

    /// Takes everything up to the end of a head, that included.
    func takeHead() async -> String {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8), case let byte = await take(1), !byte.isEmpty {
            head += byte
        }
        return String(decoding: head, as: UTF8.self)
    }

    /// Takes everything that comes before the end of the connection.
    func takeRest() async -> [UInt8] {
        while !hasEnded { await wait() }
        return await take(received.count - takenCount)
    }

    /// Takes the next frame of a server, and answers the pings before it as every client does: on a busy machine a test
    /// may take long enough to be sent one.
    func takeFrame() async throws -> (opcode: Opcode, payload: [UInt8]) {
        while true {
            let frame = try await takeAnyFrame()
            guard frame.opcode == .ping else { return frame }
            try sendFrame(.pong, frame.payload)
        }
    }

    /// Takes the next frame of a server, whatever it is.
    func takeAnyFrame() async throws -> (opcode: Opcode, payload: [UInt8]) {
        var bytes = await take(2)
        if bytes.count == 2, bytes[1] == 126 { bytes += await take(2) }
        if bytes.count == 2, bytes[1] == 127 { bytes += await take(8) }
        guard let header = try FrameHeader(decoding: bytes.span, as: .client) else { throw Ended() }
        return (header.opcode, await take(header.payloadLength))
    }

    /// The connection ended where a frame was expected.
    struct Ended: Error {}

    private func wait() async {
        await withCheckedContinuation { waiting = $0 }
    }

    func handleReady(_ event: ReadyEvent, using buffer: inout [UInt8]) {
        do {
            _ = try stream?.handleReady(event)
            guard event.isReadable, let result = try stream?.receive(into: &buffer) else { return }
            switch result {
            case .bytes(let count): received += buffer[..<count]
            case .wouldBlock: return
            case .ended: end()
            }
        } catch {
            end()
        }
        waiting.take()?.resume()
    }

    private func end() {
        hasEnded = true
        stream = nil
    }

    func handleDeadline(at now: Int64) {}
}

extension RawClient {
    /// Connects and opens a WebSocket.
    static func webSocket(to address: SocketAddress, _ target: String) async throws -> RawClient {
        let client = try await RawClient(to: address)
        try await client.send(Self.upgrade(target))
        let head = await client.takeHead()
        guard head.hasPrefix("HTTP/1.1 101 ") else { throw Ended() }
        return client
    }

    /// A request for a WebSocket, with the key of RFC 6455 §1.3.
    static func upgrade(_ target: String, fields: String = "") -> String {
        "GET \(target) HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\(fields)"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    }

    /// Sends a frame as a client does.
    func sendFrame(_ opcode: Opcode, _ payload: [UInt8]) throws {
        try send(Self.frame(opcode, payload))
    }

    /// A frame as a client sends it.
    static func frame(_ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = []
        Frame.encodeClient(opcode, payload.span, maskingKey: 0x1234_5678, into: &bytes)
        if !isFinal { bytes[0] &= 0x7F }
        return bytes
    }
}
