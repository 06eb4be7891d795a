import Gossip
import HTTP

extension Node {
    /// Breaks or mends something, on a node of a demonstration.
    ///
    /// - Returns: What came of it.
    mutating func demonstrate(_ request: DemonstrationRequest) -> Response {
        switch request {
        case .crash:
            // Carried out behind this turn, in which the answer goes out.
            ask(for: .crash)
            return Response(.accepted, text: "\(settings.node.name) is killed.")
        case .turn(let peer, let state):
            let name = settings.node.name
            guard settings.demonstration != nil, settings.mesh.links(of: name).contains(where: { $0.peer == peer })
            else {
                return Response(.notFound, text: "\(name) has no link to such a node.")
            }
            settings.demonstration?.turn(peer, state)
            settings.log.info("demonstration", ["link": .string(peer), "state": .string(state.rawValue)])
            relink()
            return Response(.ok, text: "The link from \(name) to \(peer) is \(state.rawValue).")
        }
    }

    private mutating func relink() {
        gossip.reconfigure(GossipSettings(settings.linkedMesh, of: settings.node), at: clock.now)
        peers.reconfigure(settings.peers, sealedBy: nil, with: &gossip, at: clock.now.monotonic)
        workForPeers()
    }
}
