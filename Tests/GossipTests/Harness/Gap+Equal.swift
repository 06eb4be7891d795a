@testable import Gossip

extension Gap: Equatable {
    /// What was counted with it is a matter of the node that took it.
    static func == (one: Gap, other: Gap) -> Bool {
        one.lower == other.lower && one.upper == other.upper && one.counts == other.counts
            && one.leastMessages == other.leastMessages
    }
}
