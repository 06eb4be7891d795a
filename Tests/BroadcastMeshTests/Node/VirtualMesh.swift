import Bytes
import Gossip
import MeshSimulator
import Reactor
import Testing
import WebSocket

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
    var nodes = VirtualNodes()

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
    ///   - files: What is served in the place of the chat page.
    ///   - certificate: Where on the disk the certificate of the first node and its key are, if it has one.
    ///   - run: What the first node records goes there.
    ///   - turn: What a turn of a node may spend, in nanoseconds.
    /// - Throws: When a node does not start.
    init(
        _ names: [String],
        over transport: String = "tcp",
        saying settings: String = "",
        profile: WireProfile = WireProfile(),
        storage: StorageSettings? = nil,
        disk: SimulatedDisk = SimulatedDisk(seed: 1),
        log: @escaping @Sendable ([UInt8]) -> Void = { _ in },
        showing files: PublicFiles? = nil,
        sealedWith certificate: TLSConfiguration? = nil,
        recordedBy run: RecordedRun? = nil,
        spending turn: Int = TurnBudget.turn
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
        var mesh = try MeshConfiguration(parsing: Array(json.utf8))
        mesh.publicFiles = files
        mesh.nodes[0].tls = certificate
        recorder = try run.map { run in
            try Recorder(names[0], of: mesh, storage: storage) { chunk in
                run.append(chunk)
                return nil
            }
        }
        for (index, name) in names.enumerated() {
            let recorder = index == 0 ? recorder : nil
            var settings = try NodeSettings(name, of: mesh, log: Log(node: name, to: log))
            settings.turn = turn
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

    /// Gives the first node a turn that takes as long as its budget says.
    ///
    /// - Returns: How long that was, in nanoseconds.
    @discardableResult
    mutating func step() -> Int {
        networks[0].takeReady(into: &events)
        deadlines[0] = nodes[0].turn(events)
        let spent = nodes[0].turns.budget.whole - nodes[0].turns.budget.left
        // Who has nothing to do is woken sooner or later.
        pause(Int64(max(spent, 100_000)))
        return spent
    }

    /// Gives the first node a turn in which it is told of no socket, as where many others are ready.
    mutating func stepBlindly() { deadlines[0] = nodes[0].turn([]) }

    /// Has the program that embeds a node post, which the node takes in turns to come.
    ///
    /// - Returns: What the post can be withdrawn by.
    @discardableResult
    func post(
        _ bytes: [UInt8],
        on channel: String,
        of index: Int,
        _ reply: @escaping OwnPosts.Reply = { _ in }
    ) -> Int {
        let notes = MessageNotes(isJSON: false, key: nil)
        let post = ChannelPost(channel: Array(channel.utf8), type: .binary, bytes: bytes, notes: notes)
        let posts = nodes[index].turns.posts
        let number = posts.number()
        _ = posts.add(post, number, reply)
        return number
    }

    /// Begins to hear a channel, as the program that embeds a node.
    mutating func listen(to channel: String, of index: Int, after position: Position? = nil) -> Listener {
        nodes[index].listen(to: Array(channel.utf8), after: position)
    }

    /// What comes next for that program.
    mutating func read(_ listener: inout Listener, of index: Int) -> Listener.Step {
        var looks = Looks(atMost: Listener.portionLooks)
        return nodes[index].read(&listener, looks: &looks)
    }

    /// Gives every socket room for so many bytes that were sent and not read.
    func enlargeSockets(to bytes: Int) {
        var profile = WireProfile()
        profile.bufferBytes = bytes
        for sender in 0...nodes.count {
            for receiver in 0...nodes.count where sender != receiver {
                internet.set(profile, from: sender, to: receiver)
            }
        }
    }

    /// The time, in nanoseconds.
    var now: Int64 { world.monotonic() }

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
