import Gossip
import SystemTLS

/// What people are told of seals that do not come about: what is wrong, and what to do.
enum SealAdvice {
    /// This node has no key, and the peer has.
    static let unkeyed = """
        the peer seals its links and this node has no key: give every node the "key" of the mesh
        """

    /// This node has a key, and the peer has none.
    static let unsealedPeer = "\(TLSFailure.notSealed): give every node the \"key\" of the mesh"

    /// A peer holds another key than the one of this name.
    static func otherKey(than own: String) -> String {
        "the peer holds another key; this node proves \(own): give every node the same \"key\""
    }

    /// Nobody answers to the key of this name.
    static func noAnswer(to own: String) -> String {
        """
        nobody answers: the peer is not there, or it does not hold this node's key, \(own): give every node the same \
        "key"
        """
    }

    /// Why a handshake failed, for a node with the key of this name.
    static func words(for failure: TLSFailure, ownKey: String) -> String {
        switch failure {
        case .notSealed: unsealedPeer
        case .unknownKey, .keyRefused: "\(failure); this node proves \(ownKey): give every node the same \"key\""
        case .unprovenKey: "\(failure): it only knows its name"
        case .keyNotProven, .alert, .untrusted, .idleChatter, .longHandshake, .truncated, .violation: "\(failure)"
        }
    }

    /// Why a path of datagrams ended, for a node with the key of this name.
    static func reason(for failure: PathFailure, ownKey: String) -> LinkError {
        switch failure {
        case .handshake(let failure): .sealing(words(for: failure, ownKey: ownKey))
        case .silent: .sealing(noAnswer(to: ownKey))
        case .unknownThere: .disconnected("the peer does not know this link any more")
        case .longFlight: .sealing("\(failure)")
        }
    }
}
