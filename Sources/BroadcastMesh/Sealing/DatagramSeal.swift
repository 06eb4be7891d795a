import SystemTLS

/// How the paths of datagrams of a node with a key are sealed.
struct DatagramSeal {
    /// How handshakes with peers are begun that were dialed.
    let dialing: any PeerContext

    /// How handshakes with peers are begun that knock.
    let accepting: any PeerContext

    /// What turns away who does not have the key.
    let pathGuard: PathGuard

    /// The names of the keys that this node takes, the one that it proves first; no secrets.
    let keyNames: [String]

    /// The name of the key that this node proves.
    var keyName: String { keyNames[0] }
}
