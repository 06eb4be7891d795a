import Gossip
import Reactor

/// What a node needs to speak to its peers.
struct LinkTable {}

extension MeshNode {
    /// Opens the gossip port and starts to dial.
    func openLinks() throws(SystemError) {}

    /// Whether the node has heard from its peers, or waited long enough.
    var isReadyToServe: Bool { true }

    /// Takes in what happened on a socket of the links.
    func handleLinkEvent(_ token: Token, _ event: ReadyEvent) {}

    /// Takes in what the gossip has to say about links and nodes.
    func handleLinkReport(_ event: GossipEvent) {}

    /// Dials who is to be dialed, and lets the gossip do what time asks for.
    func runLinkTimers() {}

    /// Sends every link what it lacks.
    func flushLinks() {}

    /// When the links need a turn at the latest.
    var linkDeadline: Int64? { nil }

    /// Says goodbye to all peers and closes the gossip port.
    func closeLinks() {}
}
