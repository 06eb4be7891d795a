/// What clients must be able to take of a node, whatever its `mesh.json` says.
package enum NodeFrame {
    /// The largest frame, in bytes: the largest message that there may be, 16 MiB, each byte written as an escape, and what
    /// belongs to it.
    package static let limit = (16 << 20) * 6 + 4096
}
