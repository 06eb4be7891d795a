import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

/// A client that says exactly which bytes are sent, and keeps what comes.
final class VirtualClient {
    private let socket: Socket
    private var bytes: [UInt8] = []

    /// Begins to connect to a node.
    init(to index: Int, of mesh: VirtualMesh) throws {
        socket = try mesh.clients.connect(to: VirtualMesh.address(of: index))
    }

    /// Offers a text.
    ///
    /// - Returns: Whether all of it was taken.
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return socket.offer(bytes.span) == .sent(bytes.count)
    }

    /// Offers bytes.
    ///
    /// - Returns: Whether all of them were taken.
    func send(_ bytes: [UInt8]) -> Bool { socket.offer(bytes.span) == .sent(bytes.count) }

    /// Says that it sends nothing more; it may still read.
    func endSending() { socket.endSending() }

    /// Sends as much as its socket takes, and keeps the rest.
    func send(someOf bytes: inout ArraySlice<UInt8>) {
        if case .sent(let count) = socket.offer(Array(bytes).span) { bytes.removeFirst(count) }
    }

    /// Everything that has come, as text.
    var received: String {
        get throws {
            try read()
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Everything that has come since it was asked last, as text.
    func takeAll() throws -> String {
        defer { bytes = [] }
        return try received
    }

    /// Reads everything that has come, and keeps nothing of it.
    func forgetAll() throws {
        try read()
        bytes = []
    }

    /// Reads some of what has come.
    ///
    /// - Parameter limit: How many bytes at most.
    /// - Returns: How many have come by now.
    /// - Throws: When the connection was cut.
    @discardableResult
    func read(_ limit: Int = .max) throws -> Int {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var left = limit
        while left > 0, case .bytes(let count) = try socket.receive(into: &buffer, limit: left) {
            bytes += buffer[..<count]
            left -= count
        }
        return bytes.count
    }

    /// What makes a WebSocket of the connection, on a channel.
    static func upgrade(_ channel: String) -> String { upgrade(at: "/channels/\(channel)") }

    /// A text message, whose mask changes nothing.
    static func frame(_ text: String) -> [UInt8] {
        let count = text.utf8.count
        precondition(count < 126, "its length has a byte")
        return [0x81, 0x80 | UInt8(count), 0, 0, 0, 0] + Array(text.utf8)
    }

    /// A text message of up to 64 KiB, whose mask changes nothing.
    static func longFrame(_ text: String) -> [UInt8] {
        let count = text.utf8.count
        precondition((126..<65536).contains(count), "its length has two bytes")
        return [0x81, 0xFE, UInt8(count >> 8), UInt8(count & 0xFF), 0, 0, 0, 0] + Array(text.utf8)
    }

    /// What makes a WebSocket of the connection, at a path.
    static func upgrade(at path: String, speaking subprotocol: String? = nil) -> String {
        """
        GET \(path) HTTP/1.1\r
        Host: mesh\r\(subprotocol.map { "\nSec-WebSocket-Protocol: \($0)\r" } ?? "")
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r

        """
    }

    /// What posts a message on a channel.
    static func post(_ text: String, on channel: String) -> String {
        """
        POST /channels/\(channel) HTTP/1.1\r
        Host: mesh\r
        Content-Type: application/x-test\r
        Content-Length: \(text.utf8.count)\r
        \r
        \(text)
        """
    }
}

extension VirtualMesh {
    /// Somebody who asks for something, and has got an answer.
    ///
    /// - Parameters:
    ///   - index: Whom.
    ///   - request: What the client sends, once it is connected.
    ///   - words: What the answer has that is waited for; its head, unless more is said.
    /// - Returns: The client.
    /// - Throws: When it cannot connect, or is cut off.
    mutating func client(
        of index: Int = 0,
        asking request: String,
        until words: String = "\r\n\r\n"
    ) throws -> VirtualClient {
        let client = try VirtualClient(to: index, of: self)
        var isAsked = false
        let isThere = try run { _ in
            if !isAsked { isAsked = client.send(request) }
            return try client.received.contains(words)
        }
        let received = try client.received
        #expect(isThere, "\(received)")
        return client
    }
}
