@testable import Gossip
@testable import MeshSimulator

extension Ledger {
    /// Writes down a message by what its ID says, for tests that have no mesh.
    mutating func record(
        name: String,
        epoch: UInt64,
        sequence: UInt64,
        letter: Int? = nil,
        size: Int = 0,
        time: Int64,
        process: Int
    ) {
        let stamp = Stamp(id: MessageID(node: name, epoch: epoch, sequence: sequence), time: time, rank: time)
        _ = post(stamp, channel: 0, size: size, letter: letter, at: time, by: process)
    }
}
