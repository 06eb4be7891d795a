import Gossip

/// Why a ``BroadcastChannel`` is not had, does not take a post, or misses messages.
public enum ChannelError: Error, Equatable, Sendable {
    /// A channel's name has 256 bytes at most.
    case nameTooLong

    /// A key has 1 to 128 bytes, and does not name the session of a client: only that can use it.
    case malformedKey

    /// A post has so many bytes, and ``ClientLimits/messageBytes`` are fewer.
    case tooLarge(byteCount: Int)

    /// So many messages were missed that are held no more, at most; the next ones come after this.
    case overtaken(lost: Int)

    /// The node is recorded, and no recording has words for what its own program says.
    case recorded

    /// The node stops, or has stopped.
    case stopped

    /// The node cannot write its data; it stops.
    case storage(StorageError)
}

extension ChannelError: CustomStringConvertible {
    /// One line for a person.
    public var description: String {
        switch self {
        case .nameTooLong: "a channel's name has \(ChannelKind.nameLimit) bytes at most"
        case .malformedKey: "a key has 1 to 128 bytes, and is none that a client guards by its session"
        case .tooLarge(let byteCount): "a post of \(byteCount) bytes is larger than the node takes"
        case .overtaken(let lost): "\(lost) messages were missed that are held no more"
        case .recorded: "a node that is recorded has no channels for its own program"
        case .stopped: "the node has stopped"
        case .storage(let error): "\(error)"
        }
    }
}
