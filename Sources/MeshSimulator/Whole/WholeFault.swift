/// Something that goes wrong for a while in a mesh of whole nodes.
public struct WholeFault: Sendable, Equatable {
    /// What goes wrong.
    public enum Trouble: Sendable, Equatable {
        /// These nodes and the others do not hear each other.
        case split([Int])

        /// These nodes do not hear the others.
        case deafness([Int])

        /// A node is killed, and starts again.
        case kill(Int)

        /// A node's machine loses its power, and starts again.
        case powerFailure(Int)

        /// A node gets no turn.
        case pause(Int)
    }

    /// What goes wrong.
    public var trouble: Trouble

    /// When that begins, in nanoseconds.
    public var start: Int64

    /// When it ends.
    public var end: Int64

    /// Lets something go wrong for a while.
    public init(_ trouble: Trouble, start: Int64, end: Int64) {
        self.trouble = trouble
        self.start = start
        self.end = end
    }
}
