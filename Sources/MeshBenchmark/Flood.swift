import Reactor

/// Clients that send the shortest messages there are, as quickly as they are taken, and read what they get.
enum Flood {
    /// One of them.
    private final class Flooder {
        let socket: Socket
        private var sent = 0
        private var isOpen = false

        init(_ socket: consuming Socket) { self.socket = socket }

        /// Sends what is taken of `frames`, over and over, once the handshake was answered.
        func go(_ frames: Span<UInt8>, _ buffer: inout [UInt8]) throws(SystemError) {
            if case .bytes = try socket.receive(into: &buffer) { isOpen = true }
            guard isOpen else { return }
            sent = (sent + (try socket.send(frames.extracting(sent...)))) % frames.count
        }
    }

    /// 4096 masked binary frames of one byte (RFC 6455 §5.2).
    private static let frames = [[UInt8]](repeating: [0x82, 0x81, 0, 0, 0, 0, 0x78], count: 4096).flatMap(\.self)

    /// Attaches clients to one channel of a node, and floods on a thread of its own.
    static func start(of address: SocketAddress, clients: Int, seconds: Int) throws(SystemError) {
        let end = Clock.monotonic() + Int64(seconds) * 1_000_000_000
        try LinuxWorld().perform {
            do throws(SystemError) {
                try run(of: address, clients: clients, until: end)
            } catch {
                print("the flood ended: \(error)")
            }
        }
    }

    private static func run(of address: SocketAddress, clients: Int, until end: Int64) throws(SystemError) {
        let head = """
            GET /channels/flood HTTP/1.1\r\nHost: \(address)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
            Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
            """
        let request = Array(head.utf8)
        let network = try LinuxNetwork()
        var flooders: [Flooder] = []
        for _ in 0..<clients {
            let flooder = Flooder(try network.connect(to: address))
            while try flooder.socket.send(request.span) == 0 {}
            flooders.append(flooder)
        }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while Clock.monotonic() < end {
            for flooder in flooders { try flooder.go(frames.span, &buffer) }
        }
    }
}
