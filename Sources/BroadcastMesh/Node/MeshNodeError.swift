public import Reactor

/// Why a node does not start.
public enum MeshNodeError: Error, Equatable, Sendable {
    /// The configuration has no node of this name.
    case unknownNode(String)

    /// The configuration has a key, and this machine lacks what seals: in one line, what.
    case sealing(String)

    /// The node was to be recorded, and its mesh has a key, or it shows a certificate: what is sealed is chance, and no
    /// chance of OpenSSL's is recorded.
    case sealed

    /// The node was to be recorded, and serves files of its own, which no recording has.
    case servesFiles

    /// Its certificate cannot be shown: in one line, why, and what to do.
    case certificate(String)

    /// The data directory cannot be used.
    case storage(StorageError)

    /// It was started before.
    case alreadyStarted

    /// It is one of a demonstration, and the mesh would leave this machine.
    case demonstration(ConfigurationError)

    /// It runs where others than this machine reach it, and was to go on without a key.
    case unguarded(ConfigurationError)

    /// The system refuses something: an address is in use, there are no descriptors left.
    case system(SystemError)
}

extension MeshNodeError: CustomStringConvertible {
    /// One line.
    public var description: String {
        switch self {
        case .unknownNode(let name): "no node is named \"\(name)\""
        case .sealing(let reason), .certificate(let reason): reason
        case .sealed: "a node that seals what it says, with a key or a certificate, cannot be recorded"
        case .servesFiles: "a node that serves a folder of files (\"public\") cannot be recorded"
        case .storage(let error): "\(error)"
        case .alreadyStarted: "the node was started before"
        case .demonstration(let error), .unguarded(let error): "\(error)"
        case .system(let error) where error.isAddressInUse:
            "\(error); the node may run already: ss -ltnp tells who listens there"
        case .system(let error): "\(error)"
        }
    }
}
