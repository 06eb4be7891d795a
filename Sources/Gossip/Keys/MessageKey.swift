/// What a client gave a message to recognise a repetition by: equal for the same author and the same key.
///
/// 128 bits of the two, hashed; see ``MeshSalt``.
public struct MessageKey: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    /// Makes the key of one author's message.
    ///
    /// - Parameters:
    ///   - key: What the author calls it.
    ///   - author: Who.
    ///   - salt: The mesh's.
    public init(_ key: String, by author: String, salt: MeshSalt) {
        self.init(salt.hash(.messageKey, author, key))
    }

    /// The keys that the same message may have had before the salt was what it is; see ``MeshSalt/earlier``.
    public static func earlier(_ key: String, by author: String, salt: MeshSalt) -> [MessageKey] {
        salt.earlierHashes(.messageKey, author, key).map { MessageKey($0) }
    }

    private init(_ hash: UInt128) {
        high = UInt64(truncatingIfNeeded: hash >> 64)
        low = UInt64(truncatingIfNeeded: hash)
    }

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// An entry by the numbers that its origin and it have here.
struct EntryPlace: Hashable, Sendable {
    var origin: Int
    var sequence: UInt64
}

/// What became of a message that a client may have sent before.
public enum PostResult: Equatable, Sendable {
    /// It is new, and this is its stamp.
    case posted(Stamp)

    /// It was posted before; this is the copy that stands.
    case repeated(Stamp)

    /// The message that is held.
    public var stamp: Stamp {
        switch self {
        case .posted(let stamp), .repeated(let stamp): stamp
        }
    }
}
