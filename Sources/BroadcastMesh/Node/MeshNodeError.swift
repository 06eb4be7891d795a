public import Reactor

/// Why a node does not start.
public enum MeshNodeError: Error, Equatable, Sendable {
    /// The configuration has no node of this name.
    case unknownNode(String)

    /// The configuration has a key, and this version cannot prove that it holds one.
    case keysUnsupported

    /// The data directory cannot be used.
    case storage(StorageError)

    /// It was started before.
    case alreadyStarted

    /// The system refuses something: an address is in use, there are no descriptors left.
    case system(SystemError)
}

extension MeshNodeError: CustomStringConvertible {
    /// One line.
    public var description: String {
        switch self {
        case .unknownNode(let name): "no node is named \"\(name)\""
        case .keysUnsupported: "a mesh with a key is not supported by this version"
        case .storage(let error): "\(error)"
        case .alreadyStarted: "the node was started before"
        case .system(let error): "\(error)"
        }
    }
}
