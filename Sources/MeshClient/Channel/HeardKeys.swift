/// The keys of the messages that were heard last, for copies from both sides of a partition.
struct HeardKeys {
    /// How many are remembered.
    static let limit = 8192

    /// How far apart two copies of one post may be.
    ///
    /// Who posts it again at another node, which has not heard of the first, does so within the hour. A node takes a key
    /// anew as soon as it holds no message with it, so what comes later is another message.
    static let copyTime: Duration = .seconds(3600)

    private var messages: [ExactText: (id: String, time: Duration)] = [:]
    private var order: ArraySlice<ExactText> = []

    /// Notes the key of a message.
    ///
    /// - Parameters:
    ///   - key: By what it is known again.
    ///   - id: Its ID. A run takes a key again only as that of another message.
    ///   - time: When it was posted, since 1970.
    /// - Returns: Whether it is none that was heard already under another ID.
    mutating func insert(_ key: String, of id: String, at time: Duration) -> Bool {
        let key = ExactText(key)
        guard let first = messages.updateValue((id, time), forKey: key) else {
            order.append(key)
            if order.count > Self.limit, let oldest = order.popFirst() { messages[oldest] = nil }
            return true
        }
        let distance = time < first.time ? first.time - time : time - first.time
        let isOfOtherRun = !Self.run(of: id).elementsEqual(Self.run(of: first.id))
        guard id == first.id || isOfOtherRun && distance <= Self.copyTime else { return true }
        messages[key] = first
        return false
    }

    private static func run(of id: String) -> Substring.UTF8View { id.utf8.prefix { $0 != UInt8(ascii: "/") } }
}
