/// The names with which users of other nodes came since the claims of those here were compared with theirs, each once.
///
/// One frame may bring thousands who have one name, and each would be compared with all who hold it. No more come together
/// than one input brings.
struct NewNames {
    /// A name in a channel; canonically equivalent ones are one.
    struct Name: Hashable {
        let channel: ChannelKey
        let name: String
    }

    /// They, in the order in which they came.
    private var order: [Name] = []

    /// The same, to find one.
    private var names: Set<Name> = []

    /// Adds one.
    mutating func add(_ name: String, in channel: ChannelKey) {
        let name = Name(channel: channel, name: name)
        if names.insert(name).inserted { order.append(name) }
    }

    /// Takes all of them out.
    mutating func takeAll() -> [Name] {
        guard !order.isEmpty else { return [] }
        defer { (order, names) = ([], []) }
        return order
    }
}
