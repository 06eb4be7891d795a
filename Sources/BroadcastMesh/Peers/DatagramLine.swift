import Gossip
import Reactor

/// A UDP link: its path, and where the other end was last heard.
final class DatagramLine {
    /// Where it is kept.
    let slot: Int

    /// The link that it carries.
    let link: Int

    /// Which of the dials it belongs to; `nil` when the peer dialed.
    let dial: Int?

    /// Packs frames into datagrams, and sends again what was lost.
    var path: DatagramPath

    /// Where the other end hears.
    var peer: PeerAddress<SocketAddress>

    /// Whether it is to be closed: what still comes for it is passed over.
    var isEnding = false

    /// How often it is sent something.
    var pace = Pace()

    /// Where its datagrams go.
    var address: SocketAddress { peer.proven }

    init(_ path: DatagramPath, slot: Int, link: Int, dial: Int?, address: SocketAddress) {
        self.path = path
        self.slot = slot
        self.link = link
        self.dial = dial
        peer = PeerAddress(address)
    }
}
