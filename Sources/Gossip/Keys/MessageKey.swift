/// What a client gave a message to recognise a repetition by: equal for the same author and the same key.
///
/// Canonically equivalent names are one author, as they are one user; keys are told apart by their bytes.
///
/// 128 bits of the two, hashed. No secret of the mesh is in it: a message with a key is known on every node, also while
/// some of them prove another key of the mesh than others, and who reads the hash reads the message.
public struct MessageKey: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    /// Makes the key of one author's message.
    ///
    /// - Parameters:
    ///   - key: What the author calls it.
    ///   - author: Who.
    public init(_ key: String, by author: String) {
        self.init(MeshSalt.ofAll.hash(.messageKey, author.canonicalForm, key))
    }

    /// The keys that the same message may have on nodes of an earlier version, which mix the mesh's salt in, or one of those
    /// before it; see ``MeshSalt/earlier``.
    ///
    /// One more is that of the author's name as it is written, where that is another form: a node of another version may
    /// have given it.
    public static func earlier(_ key: String, by author: String, salt: MeshSalt) -> [MessageKey] {
        let form = author.canonicalForm
        var earlier = salt.earlierHashes(.messageKey, form, key).map { MessageKey($0) }
        if salt != .ofAll { earlier.insert(MessageKey(salt.hash(.messageKey, form, key)), at: 0) }
        guard !form.utf8.elementsEqual(author.utf8) else { return earlier }
        return earlier + [MessageKey(salt.hash(.messageKey, author, key))]
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
