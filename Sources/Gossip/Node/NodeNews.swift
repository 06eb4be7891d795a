/// What a node has to tell: what happened, in order, and which of the branches that matter it took itself.
struct NodeNews {
    /// What happened since it was last taken.
    private(set) var events: [GossipEvent] = []

    /// The branches, since the node started.
    private(set) var marks = Marks()

    /// Something happened.
    mutating func add(_ event: GossipEvent) { events.append(event) }

    /// A link is closed: what was to be told of it by its number would be taken for news of the next one that has that.
    mutating func forget(link: Int) {
        events.removeAll { $0.link == link }
    }

    /// A branch was taken.
    mutating func mark(_ mark: Mark) { marks.insert(mark) }

    /// Takes out what happened.
    mutating func takeEvents() -> [GossipEvent] {
        guard !events.isEmpty else { return [] }
        var taken: [GossipEvent] = []
        swap(&taken, &events)
        return taken
    }
}
