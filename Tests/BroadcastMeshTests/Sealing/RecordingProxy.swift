import Reactor

@testable import BroadcastMesh

/// Stands between two nodes and sees every byte; it moves them whenever it is pumped.
final class RecordingProxy {
    /// One connection through it.
    private final class Lane {
        let near: Socket
        let far: Socket

        init(_ near: consuming Socket, _ far: consuming Socket) {
            self.near = near
            self.far = far
        }
    }

    /// What was sent from the dialing side on each connection, in order, and what was answered.
    private(set) var sent: [[UInt8]] = []
    private(set) var answered: [[UInt8]] = []

    /// Changes a piece on its way from the dialing side.
    var change: (inout [UInt8]) -> Void = { _ in }

    private let network: LinuxNetwork
    private let listener: Socket
    private let target: SocketAddress
    private var lanes: [Lane?] = []
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    /// Listens on a port and leads to another.
    init(from port: UInt16, to target: UInt16) throws(SystemError) {
        network = try LinuxNetwork()
        listener = try network.listen(on: .loopback(port: port))
        self.target = .loopback(port: target)
    }

    /// Everything that went by.
    var everything: [UInt8] { Array(sent.joined()) + answered.joined() }

    /// The record with which the dialing side began its first connection.
    var greeting: [UInt8] { Array(sent[0].prefix(5 + Int(sent[0][3]) << 8 + Int(sent[0][4]))) }

    /// Takes in who knocks, and moves what arrived.
    func pump() throws(SystemError) {
        while let accepted = try listener.accept() {
            lanes.append(Lane(accepted.socket, try network.connect(to: target)))
            sent.append([])
            answered.append([])
        }
        for (index, lane) in lanes.enumerated() {
            guard let lane else { continue }
            let goesOn = move(from: lane.near, to: lane.far) { piece in
                change(&piece)
                sent[index] += piece
            }
            let comesBack = move(from: lane.far, to: lane.near) { answered[index] += $0 }
            if !goesOn || !comesBack { lanes[index] = nil }
        }
    }

    /// Moves what is there; `false` when the connection has ended.
    private func move(
        from source: borrowing Socket,
        to sink: borrowing Socket,
        _ see: (inout [UInt8]) -> Void
    ) -> Bool {
        do throws(SystemError) {
            guard case .bytes(let size) = try source.receive(into: &buffer) else {
                return !source.hasPeerEnded
            }
            var piece = Array(buffer[..<size])
            see(&piece)
            let count = piece.isEmpty ? 0 : try sink.send(piece.span)
            return count == piece.count
        } catch {
            return false
        }
    }
}
