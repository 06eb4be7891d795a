/// The keys of the messages that were heard last, for copies from both sides of a partition.
struct HeardKeys {
    /// How many are remembered.
    static let limit = 8192

    private var keys: Set<ExactText> = []
    private var order: ArraySlice<ExactText> = []

    /// Notes a key.
    ///
    /// - Returns: Whether it is new.
    mutating func insert(_ key: String) -> Bool {
        let key = ExactText(key)
        guard keys.insert(key).inserted else { return false }
        order.append(key)
        if order.count > Self.limit, let oldest = order.popFirst() { keys.remove(oldest) }
        return true
    }
}
