import Bytes

/// Gaps that neighbours said they have in place of what is missing here, above the first of it.
///
/// Where messages of a busy channel and of many quiet ones take turns, a log has a gap behind each message. What one neighbour
/// lacks another may hold, so each is asked for each gap. What they say of the next gaps meanwhile is kept: else each would
/// be asked once more when what is below has come, and for one gap after the other.
struct GapClaims {
    /// What one neighbour said.
    private struct Claims {
        /// The gaps by the number of the run, in their order, with something between each two.
        var gaps: [Int: [ClosedRange<UInt64>]] = [:]

        /// How many there are.
        var count = 0
    }

    /// How many gaps of one neighbour are kept; what it says beyond that is asked for gap by gap.
    ///
    /// In one run each takes 16 bytes, alone in its run an array of its own.
    static let limit = 1 << 14

    /// By the number of the link.
    private var claims: [Int: Claims] = [:]

    /// A neighbour says that it has a gap.
    ///
    /// One that does not lie behind those that it has told of before is not kept.
    mutating func insert(_ gap: ClosedRange<UInt64>, of run: Int, by link: Int) {
        let last = claims[link]?.gaps[run]?.last
        if let last, last.upperBound + 1 == gap.lowerBound {
            let joined = last.lowerBound...gap.upperBound
            claims[link]?.gaps[run]?.removeLast()
            claims[link]?.gaps[run]?.append(joined)
        } else if last.map({ $0.upperBound < gap.lowerBound }) ?? true, claims[link]?.count ?? 0 < Self.limit {
            claims[link, default: Claims()].gaps[run, default: []].append(gap)
            claims[link]?.count += 1
        }
    }

    /// Whether a neighbour said that all of this is in a gap.
    func contain(_ entries: ClosedRange<UInt64>, of run: Int, by link: Int) -> Bool {
        guard let gaps = claims[link]?.gaps[run] else { return false }
        let place = gaps.indices.partition { gaps[$0].upperBound < entries.lowerBound }
        return place < gaps.count && gaps[place].lowerBound <= entries.lowerBound
            && entries.upperBound <= gaps[place].upperBound
    }

    /// Forgets what neighbours said of a run: nothing is missing of it.
    mutating func close(_ run: Int) {
        for link in claims.keys {
            guard let gone = claims[link]?.gaps.removeValue(forKey: run) else { continue }
            claims[link]?.count -= gone.count
        }
    }

    /// Forgets what a neighbour said whose link is closed.
    mutating func forget(link: Int) { claims[link] = nil }

    /// Checks what must hold after every event.
    func checkInvariants() {
        for claims in claims.values {
            let count = claims.gaps.values.reduce(0) { $0 + $1.count }
            precondition(claims.count == count, "it is not known how much is claimed")
            precondition(claims.count <= Self.limit, "more gaps are claimed than may be")
            for gaps in claims.gaps.values {
                let isInOrder = zip(gaps, gaps.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound }
                precondition(isInOrder, "gaps are claimed out of order, or twice")
            }
        }
    }
}
