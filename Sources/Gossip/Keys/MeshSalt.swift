import Bytes

/// What a mesh mixes into the hashes of its clients' secrets, so that those of a mesh with another secret say nothing here.
///
/// Such a hash is gossiped, and written: whoever reads it must not learn a session, and whoever makes up keys must not
/// find two that meet. So it is SHA-256. It is cut to 128 bits, which is as good here: to find a secret takes 2¹²⁷ tries,
/// and who finds two of his own that meet, with 2⁶⁴, has deceived himself.
public struct MeshSalt: Equatable, Sendable {
    /// What is hashed: the same text in two places is two hashes.
    public enum Purpose: UInt8, Sendable {
        /// The session of a person in a chat.
        case session = 1

        /// The key of a message.
        case messageKey = 2
    }

    /// The salt of meshes without a secret, and of what is no secret in the others.
    public static let ofAll = MeshSalt(secret: nil)

    private let bytes: [UInt8]

    /// By what hashes may have been made that are still held: other keys of the mesh, and what it was before a change.
    ///
    /// The newest come first.
    public private(set) var earlier: [MeshSalt] = []

    /// How many of these there may be.
    public static let earlierLimit = 8

    /// Makes the salt of a mesh, the same on every node.
    ///
    /// Nothing else of its file may be in it: while nodes are renewed one by one, some have the old file and some the new
    /// one, and what somebody sends again must be known to all of them.
    ///
    /// - Parameter secret: What its nodes share; meshes without a secret all have one salt.
    public init(secret: [UInt8]?) {
        var text = Array("mesh salt 1".utf8)
        text.append(secret == nil ? 0 : 1)
        if let secret { text.append(counted: secret) }
        bytes = SHA256.hash(text.span)
    }

    /// The same salt, which knows others as well.
    public func following(_ others: [MeshSalt]) -> MeshSalt {
        var salt = self
        salt.earlier = []
        for other in (earlier + others).flatMap({ [$0] + $0.earlier }) where other.bytes != bytes {
            var other = other
            other.earlier = []
            if salt.earlier.count < Self.earlierLimit, !salt.earlier.contains(other) { salt.earlier.append(other) }
        }
        return salt
    }

    /// What texts may have been hashed to before; mostly there is nothing.
    public func earlierHashes(_ purpose: Purpose, _ texts: String...) -> [UInt128] {
        earlier.map { $0.hash(purpose, texts) }
    }

    /// Hashes texts.
    ///
    /// - Parameters:
    ///   - purpose: What they are.
    ///   - texts: The texts; where one ends counts.
    /// - Returns: 128 bits.
    public func hash(_ purpose: Purpose, _ texts: String...) -> UInt128 { hash(purpose, texts) }

    private func hash(_ purpose: Purpose, _ texts: [String]) -> UInt128 {
        var message = bytes
        message.append(purpose.rawValue)
        for text in texts { message.append(counted: text.utf8) }
        return SHA256.hash(message.span).span.bigEndian(at: 0, as: UInt128.self)
    }
}

extension MeshSalt: CustomReflectable {
    /// Shows nothing: it may come of a secret.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
