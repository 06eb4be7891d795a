public import Reactor

/// Why a ``BroadcastChannel`` cannot be made, does not take a post, or misses messages.
public enum ChannelError: Error, Equatable, Sendable {
    /// A channel's name has 256 bytes at most.
    case nameTooLong

    /// No URL of a node: `http://127.0.0.1:8081`, `https://example.org/chat`.
    case malformedURL(String)

    /// Not one node is named.
    case noNodes

    /// A key has 1 to 128 bytes, and is none that a program guards by its session.
    case malformedKey

    /// A post has so many bytes, as it is sent, and the node takes no message that large.
    case tooLarge(byteCount: Int)

    /// The node does not take a post, and says why: one that nests too deep, say.
    case refused(reason: String)

    /// At most so many messages were missed that no node in reach holds any more; the next ones come after this.
    case overtaken(lost: Int)

    /// No thread can be started.
    case system(SystemError)
}

extension ChannelError: CustomStringConvertible {
    /// One line for a person.
    public var description: String {
        switch self {
        case .nameTooLong: "a channel's name has 256 bytes at most"
        case .malformedURL(let text): "\"\(text)\" is no URL of a node, such as http://127.0.0.1:8081"
        case .noNodes: "a channel needs the URL of a node"
        case .malformedKey: "a key has 1 to 128 bytes, and is none that a program guards by its session"
        case .tooLarge(let byteCount): "a post of \(byteCount) bytes is larger than the node takes"
        case .refused(let reason): "the node refused the post: \(reason)"
        case .overtaken(let lost): "\(lost) messages were missed that are held no more"
        case .system(let error): error.description
        }
    }
}
