import MeshSimulator
import Reactor

/// A server and a client on two hosts, and the connection between them.
struct TwoHosts: ~Copyable {
    static let address = SimulatedInternet.address(of: 0, port: 80)

    let internet: SimulatedInternet
    let server: SimulatedNetwork
    let client: SimulatedNetwork
    let listener: Socket

    /// Starts both; the server listens.
    init(_ profile: WireProfile = WireProfile(), seed: UInt64 = 1) throws {
        internet = SimulatedInternet(hosts: 2, profile: profile, seed: seed)
        server = internet.startProcess(on: 0)
        client = internet.startProcess(on: 1)
        listener = try server.listen(on: Self.address)
    }

    /// Lets everything happen that is on its way.
    func settle() {
        while let time = internet.nextTime { internet.run(until: time) }
    }

    /// Lets everything happen that happens within a while.
    func pass(_ nanoseconds: Int64) {
        internet.run(until: internet.now + nanoseconds)
    }

    /// Connects the two.
    func connect() throws -> Pair {
        let dialer = try client.connect(to: Self.address)
        settle()
        guard let accepted = try listener.accept() else { throw SystemError(call: "accept", code: 11) }
        return Pair(client: dialer, server: accepted.socket)
    }
}

/// Two ends of a connection.
struct Pair: ~Copyable {
    let client: Socket
    let server: Socket

    init(client: consuming Socket, server: consuming Socket) {
        self.client = client
        self.server = server
    }
}

extension SimulatedNetwork {
    /// What is ready now.
    func ready() -> [ReadyEvent] {
        var events: [ReadyEvent] = []
        takeReady(into: &events)
        return events
    }
}

/// Everything that has arrived.
func receiveAll(from socket: borrowing Socket, limit: Int = 1000) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: limit)
    while case .bytes(let count) = try socket.receive(into: &buffer) { bytes += buffer[..<count] }
    return bytes
}
