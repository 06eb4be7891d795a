/// Which release's words a node uses with its peers: those of this code, unless a simulator says otherwise.
///
/// Nodes of a mesh are replaced one after the other, so for a while an older release speaks with a newer one.
package enum Dialect: String, CaseIterable, Sendable {
    /// A release before: it neither tells nor takes what should be the same on every node, and knows no hashes of logs.
    case earlier

    /// This one.
    case current

    /// A release to come: it speaks a version more, its greeting has a field and a capability more, it puts notes behind
    /// entries, and its log has entries that nobody else knows.
    case later

    /// A release that speaks no version of this one's.
    case foreign

    /// The versions of the protocol that it speaks, where this code speaks these.
    func versions(_ own: ClosedRange<UInt8>) -> ClosedRange<UInt8> {
        switch self {
        case .earlier, .current: own
        case .later: own.lowerBound...(own.upperBound + 1)
        case .foreign: (own.upperBound + 1)...(own.upperBound + 2)
        }
    }

    /// Whether it looks at the hashes of logs that peers send.
    var knowsHashes: Bool {
        self != .earlier
    }
}
