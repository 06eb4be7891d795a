extension GossipNode {
    /// What retention charges for all that is held, in bytes: where it falls, the journal has something that is of no use.
    public var heldBytes: Int { channels.chargedBytes }

    /// How many messages of a stretch are still held.
    public func heldMessages(in extent: JournalExtent) -> Int {
        // The order does not matter to a sum.
        extent.ranges.reduce(0) { $0 + origins[$1.key].log.heldPostCount(in: $1.value) }
    }

    /// Prepares to rewrite a stretch of the journal; what is to become of it is found out while it is rewritten.
    public func fold(_ extent: JournalExtent) -> JournalFold {
        var fold = JournalFold()
        for (origin, range) in extent.ranges.sorted(by: { $0.key < $1.key })
        where origins[origin].number != nil {
            var name: [UInt8] = []
            appendOrigin(origin, to: &name)
            let rest = LogStretch(of: origins[origin].log, in: range)
            fold.parts.append(JournalFold.Part(origin: name, first: range.lowerBound, rest: rest))
        }
        return fold
    }
}
