/// The identities of sealed paths that have ended, the last so many.
///
/// A greeting is guarded by the mesh's key and says nothing of time, so whoever overhears one can send it for ever. It
/// would get nothing but a handshake that it cannot go on with, and a place that a peer may need meanwhile.
package struct PastPaths {
    /// How many are remembered: some 100 KiB.
    ///
    /// A peer that cannot be reached makes one in a few seconds at most.
    package static let limit = 4096

    private let limit: Int
    private var identities: Set<UInt64> = []

    /// In the order in which they ended, from ``next`` on.
    private var order: [UInt64] = []
    private var next = 0

    /// Starts with none.
    package init(limit: Int = Self.limit) {
        self.limit = limit
    }

    /// Whether a path has ended lately.
    package func contains(_ identity: UInt64) -> Bool { identities.contains(identity) }

    /// Remembers a path, and forgets the oldest for it.
    package mutating func insert(_ identity: UInt64) {
        guard identities.insert(identity).inserted else { return }
        guard order.count == limit else { return order.append(identity) }
        identities.remove(order[next])
        order[next] = identity
        next = (next + 1) % limit
    }
}
