import MeshClient

/// The last so many of some strings, to recognise a repetition.
struct RecentSet {
    /// How many are remembered.
    static let limit = 1000

    private var members: Set<ExactText> = []
    private var order: [ExactText] = []
    private var oldest = 0

    /// Takes in a string; the oldest is forgotten for it.
    ///
    /// - Returns: Whether it is new.
    mutating func insert(_ string: String) -> Bool {
        let string = ExactText(string)
        guard members.insert(string).inserted else { return false }
        if order.count < Self.limit {
            order.append(string)
        } else {
            members.remove(order[oldest])
            order[oldest] = string
            oldest = (oldest + 1) % Self.limit
        }
        return true
    }
}
