import Gossip
import MeshSimulator
import Reactor

@testable import BroadcastMesh

extension JournalPlace {
    /// The directory of a node called alpha on a disk of the simulator, which is waited for before anything is echoed.
    init(on disk: SimulatedDisk, segmentLimit: Int) {
        self.init(
            disk: disk,
            node: "alpha",
            fsync: .always,
            segmentLimit: segmentLimit,
            world: ManualWorld(disk)
        )
    }
}

extension Journal {
    /// Rewrites segments as long as there are some to be rewritten.
    func foldAll(with gossip: GossipNode) throws {
        while let fold = takeFold(with: gossip) {
            let names = fold.names
            finishFold(of: names, .success(try fold.run()))
        }
    }
}
