import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh
@testable import SystemTLS

/// A client of a sealed node in virtual time, that says exactly when it reads and when it says goodbye.
final class SealedClient {
    private let socket: Socket
    private let session: TLSSession
    private var outgoing: [UInt8] = []

    /// What came, opened.
    private(set) var received: [UInt8] = []

    /// Whether the node has said goodbye behind it.
    private(set) var isOver = false

    /// Begins to connect to the first node.
    init(of mesh: VirtualMesh, trusting authority: String) throws {
        socket = try mesh.clients.connect(to: VirtualMesh.address(of: 0))
        session = try TLSSession(.visiting(trusting: authority, using: OpenSSL.load()), to: "localhost")
    }

    /// Whether the handshake is over.
    var isOpen: Bool { session.state == .open }

    /// Says something with what is sent next.
    func say(_ text: String) { say(Array(text.utf8)) }

    /// Says bytes with what is sent next.
    func say(_ bytes: [UInt8]) { session.send(bytes.span) }

    /// Says goodbye behind what it said, and goes on listening (RFC 8446 §6.1).
    func sayGoodbye() {
        session.close()
        session.state = .open
    }

    /// Ends its side of the connection as well.
    func endSending() { socket.endSending() }

    /// Sends what it has said, and takes what has come.
    func exchange() throws {
        session.takeOutgoing(into: &outgoing)
        if !outgoing.isEmpty, case .sent(let count) = socket.offer(outgoing.span) { outgoing.removeFirst(count) }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while case .bytes(let count) = try socket.receive(into: &buffer) {
            session.receive(buffer.span.extracting(0..<count), into: &received)
        }
        isOver = session.state != .open && session.state != .handshaking
    }

    /// Takes out the whole frames that have come, as the first byte and how long the payload is.
    func takeFrames() -> [Frame] {
        var frames: [Frame] = []
        while received.count >= 2 {
            let isLong = received[1] == 126
            guard !isLong || received.count >= 4 else { break }
            let length = isLong ? Int(received[2]) << 8 | Int(received[3]) : Int(received[1])
            let end = (isLong ? 4 : 2) + length
            guard received.count >= end else { break }
            frames.append(Frame(first: received[0], length: length))
            received.removeFirst(end)
        }
        return frames
    }

    /// Forgets what came.
    func clear() { received = [] }

    /// A frame of a server.
    struct Frame: Equatable {
        var first: UInt8
        var length: Int
    }
}

extension VirtualMesh {
    /// A node alone that has a certificate, and serves.
    static func sealed(_ folder: CertificateFolder, showing files: PublicFiles? = nil) throws -> VirtualMesh {
        let disk = SimulatedDisk(seed: 1)
        for name in ["own.pem", "own.key"] {
            let bytes = try LinuxWorld().contents(of: "\(folder.path)/\(name)", limit: 1 << 20) ?? []
            try disk.open(name, .replace).write(bytes.span)
        }
        let certificate = TLSConfiguration(certificate: "own.pem", key: "own.key")
        var mesh = try VirtualMesh(["alpha"], disk: disk, showing: files, sealedWith: certificate)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        return mesh
    }

    /// A client of the first node whose handshake is over.
    mutating func sealedClient(_ folder: CertificateFolder) throws -> SealedClient {
        let client = try SealedClient(of: self, trusting: folder.authority)
        let isOpen = try run { _ in
            try client.exchange()
            return client.isOpen
        }
        #expect(isOpen)
        _ = run(for: 1) { _ in false }
        return client
    }
}
