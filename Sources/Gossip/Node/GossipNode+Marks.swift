extension GossipNode {
    /// Takes notice that a branch was taken.
    mutating func mark(_ mark: Mark) { nodeMarks.insert(mark) }
}
