/// What the table says of the runs that messages are of.
extension OriginTable {
    /// The number of the run that a message is of.
    func number(of id: MessageID) -> Int? { number(of: id.node.utf8Span.span, epoch: id.epoch) }

    /// Whether a message can no longer come: its run is closed, and was known as far as that or is over for ever.
    ///
    /// A run that was closed by those who heard of its beginning only goes on for who has the rest.
    func isOver(_ id: MessageID) -> Bool {
        guard let member = member(named: id.node) else { return false }
        let closed = self[member: member].closed
        return id.epoch <= closed.watermark || closed.run(id.epoch).map { id.sequence <= $0.head } ?? false
    }
}
