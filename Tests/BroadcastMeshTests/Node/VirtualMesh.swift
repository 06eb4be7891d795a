import Bytes
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

/// Nodes on hosts of a simulated network: no thread, no socket of the kernel, no clock but the test's.
struct VirtualMesh {
    private let internet: SimulatedInternet
    private let world: ManualWorld
    private var networks: [SimulatedNetwork] = []
    private var deadlines: [Int64?] = []
    private var recorder: Recorder?

    /// What is ready when nothing is, used again.
    private var events: [ReadyEvent] = []

    /// The nodes, by their number.
    private(set) var nodes: [Node] = []

    /// A process that is no node, for clients.
    let clients: SimulatedNetwork

    /// Starts nodes in a full mesh.
    ///
    /// - Parameters:
    ///   - names: What they are called.
    ///   - transport: What carries their links.
    ///   - settings: What the configuration says beside its nodes: `"limits": {…}, `.
    ///   - profile: What the ways between all hosts are like.
    ///   - storage: Where they keep what they must not forget.
    ///   - disk: Every directory.
    ///   - log: Gets each line that they tell.
    ///   - run: What the first node records goes there.
    /// - Throws: When a node does not start.
    init(
        _ names: [String],
        over transport: String = "tcp",
        saying settings: String = "",
        profile: WireProfile = WireProfile(),
        storage: StorageSettings? = nil,
        disk: SimulatedDisk = SimulatedDisk(seed: 1),
        log: @escaping @Sendable ([UInt8]) -> Void = { _ in },
        recordedBy run: RecordedRun? = nil
    ) throws {
        internet = SimulatedInternet(hosts: names.count + 1, profile: profile, seed: 1)
        world = ManualWorld(disk)
        clients = internet.startProcess(on: names.count)
        internet.run(until: world.monotonic())
        let entries = names.indices.map { index in
            let peers = names.indices.filter { $0 > index }.map { peer in
                #"{ "name": "\#(names[peer])", "transport": "\#(transport)" }"#
            }.joined(separator: ", ")
            return """
                { "name": "\(names[index])", "http": "\(Self.address(of: index, 80))",
                  "gossip": "\(Self.address(of: index, 7000))", "peers": [\(peers)] }
                """
        }
        let json = "{ \(settings) \"nodes\": [\(entries.joined(separator: ", "))] }"
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        recorder = try run.map { run in
            try Recorder(names[0], of: mesh, storage: storage) { chunk in
                run.append(chunk)
                return nil
            }
        }
        for (index, name) in names.enumerated() {
            let recorder = index == 0 ? recorder : nil
            let settings = try NodeSettings(name, of: mesh, log: Log(node: name, to: log))
            let network = internet.startProcess(on: index)
            let asked = (recorder?.world(world) ?? world, recorder?.network(network) ?? network)
            var node = recorder.record(.made) { Node(settings, storage: storage, in: asked.0, on: asked.1) }
            _ = try recorder.record(.started) { try node.start() }
            nodes.append(node)
            networks.append(network)
            deadlines.append(nil)
        }
    }

    /// One number for everything that happened on the network.
    var hash: UInt64 { internet.hash }

    /// Has a node go on with another configuration.
    ///
    /// - Parameters:
    ///   - index: Which node.
    ///   - change: What becomes of the configuration that it has.
    /// - Returns: What it takes over.
    /// - Throws: When it cannot.
    @discardableResult
    mutating func reconfigure(_ index: Int, _ change: (inout MeshConfiguration) -> Void) throws -> ConfigurationChange {
        var mesh = nodes[index].settings.mesh
        change(&mesh)
        return try (index == 0 ? recorder : nil).record(mesh) { () throws(MeshNodeError) in
            try nodes[index].reconfigure(mesh)
        }
    }

    /// Lets time pass, in nanoseconds, in which no node has a turn: what was sent arrives, and waits.
    mutating func pause(_ nanoseconds: Int64) {
        world.pass(nanoseconds)
        internet.run(until: world.monotonic())
    }

    /// Tells a node something.
    mutating func tell(_ fact: NodeFact, to index: Int) { nodes[index].handle(fact) }

    /// Where clients reach a node.
    static func address(of index: Int, _ port: UInt16 = 80) -> SocketAddress {
        SimulatedInternet.address(of: index, port: port)
    }

    /// Gives the nodes turns until something holds, and lets time pass meanwhile.
    ///
    /// - Parameters:
    ///   - seconds: How long to go on at most, in virtual time.
    ///   - condition: What must hold.
    /// - Returns: Whether it holds.
    mutating func run(for seconds: Int64 = 20, until condition: (VirtualMesh) throws -> Bool) rethrows -> Bool {
        let end = world.monotonic() + seconds * 1_000_000_000
        while world.monotonic() < end {
            for index in nodes.indices {
                networks[index].takeReady(into: &events)
                let recorder = index == 0 ? recorder : nil
                deadlines[index] = recorder.record(.turn(events)) { nodes[index].turn(events) }
            }
            if try condition(self) { return true }
            guard !networks.contains(where: \.hasReady) else { continue }
            let next = min(deadlines.compactMap(\.self).min() ?? end, internet.nextTime ?? end, end)
            world.pass(max(0, next - world.monotonic()))
            internet.run(until: world.monotonic())
        }
        return false
    }
}

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

    /// Sends as much as its socket takes, and keeps the rest.
    func send(someOf bytes: inout ArraySlice<UInt8>) {
        if case .sent(let count) = socket.offer(Array(bytes).span) { bytes.removeFirst(count) }
    }

    /// Everything that has come, as text.
    var received: String {
        get throws {
            var buffer = [UInt8](repeating: 0, count: 4096)
            while case .bytes(let count) = try socket.receive(into: &buffer) { bytes += buffer[..<count] }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// What makes a WebSocket of the connection, on a channel.
    static func upgrade(_ channel: String) -> String { upgrade(at: "/channels/\(channel)") }

    /// A text message, whose mask changes nothing.
    static func frame(_ text: String) -> [UInt8] {
        let count = text.utf8.count
        precondition(count < 126, "its length has a byte")
        return [0x81, 0x80 | UInt8(count), 0, 0, 0, 0] + Array(text.utf8)
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
