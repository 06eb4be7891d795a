extension GossipNode {
    /// Takes notice that a branch was taken.
    mutating func mark(_ mark: Mark) { news.mark(mark) }
}
