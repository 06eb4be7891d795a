/// A user of a room, and where that user is.
public struct RoomUser: Equatable, Sendable {
    /// The name, as the one who holds it spells it.
    public let name: String

    /// The name of the node.
    public let node: String

    /// A user at a node.
    public init(name: String, node: String) {
        self.name = name
        self.node = node
    }

    /// Whether the name comes first, by Unicode scalars: the order of UTF-8 bytes is the order of scalars.
    public func isBefore(_ other: RoomUser) -> Bool {
        name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
}
