import Reactor

/// Clients of a node, in a process of their own: one process may have no more sockets than a node has clients.
enum Crowd {
    /// What the program is called with to be one.
    static let command = "crowd"

    /// How many clients may wait for an answer at a time.
    private static let mostWaiting = 50

    private final class Member {
        let socket: Socket

        init(_ socket: consuming Socket) { self.socket = socket }

        /// Waits for the answer to an upgrade.
        func waitForAnswer(_ buffer: inout [UInt8]) async throws {
            while true {
                switch try socket.receive(into: &buffer) {
                case .bytes: return
                case .wouldBlock: try await Task.sleep(for: .milliseconds(1))
                case .ended: throw BenchmarkError.notSeen("the answer to an upgrade")
                }
            }
        }
    }

    /// Has clients attach to a node, and waits until all are.
    ///
    /// - Parameters:
    ///   - address: The node's, on this machine.
    ///   - place: Where they attach; `%` stands for the number of each.
    ///   - count: How many.
    /// - Returns: The process that they are in; they go on until it ends.
    /// - Throws: ``BenchmarkError/notSeen(_:)`` when the process ends instead, and what the system says.
    static func start(at address: SocketAddress, attachingTo place: String, count: Int) async throws -> ChildProcess {
        let program = CurrentProcess.program ?? CommandLine.arguments[0]
        let arguments = [command, "\(address.port)", place, "\(count)"]
        return try await ChildProcess.start(program, arguments: arguments) { $1 == "ready" }
    }

    /// Is the crowd: with the arguments that ``start(at:attachingTo:count:)`` gives.
    static func run(_ arguments: [String]) async throws {
        guard arguments.count == 3, let port = UInt16(arguments[0]), let count = Int(arguments[2]),
            let address = SocketAddress(numericHost: "127.0.0.1", port: port)
        else { CurrentProcess.exit(2) }
        _ = DescriptorLimit.raise()
        let network = try LinuxNetwork()
        var members: [Member] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        for number in 0..<count {
            let place = arguments[1].replacing("%", with: "\(number)")
            let head = """
                GET \(place) HTTP/1.1\r\nHost: \(address)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
                """
            // To a relay each says something: a masked text frame of one byte (RFC 6455 §5.2).
            let request = Array(head.utf8) + (place.hasPrefix("/channels/") ? [0x81, 0x81, 0, 0, 0, 0, 0x78] : [])
            let member = Member(try network.connect(to: address))
            while try member.socket.send(request.span) == 0 { await Task.yield() }
            members.append(member)
            if number >= mostWaiting { try await members[number - mostWaiting].waitForAnswer(&buffer) }
        }
        for member in members.suffix(mostWaiting) { try await member.waitForAnswer(&buffer) }
        // Not as `print` does it, which keeps what goes into a pipe.
        try StandardStream.output.write(Array("ready\n".utf8).span)
        while true {
            // Who was sent away stays so.
            for member in members { _ = try? member.socket.receive(into: &buffer) }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
