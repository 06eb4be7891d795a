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
        var gaps: [Int: OrderedPages<ClosedRange<UInt64>>] = [:]

        /// How many there are.
        var count = 0

        /// Adds a gap, and joins it with those that it touches.
        mutating func insert(_ gap: ClosedRange<UInt64>, of run: Int) {
            var joined = gap
            while let other = gaps[run]?.first(notBelow: { $0.upperBound + 1 < joined.lowerBound }),
                other.lowerBound <= joined.upperBound + 1
            {
                guard joined.lowerBound < other.lowerBound || other.upperBound < joined.upperBound else { return }
                joined = min(joined.lowerBound, other.lowerBound)...max(joined.upperBound, other.upperBound)
                _ = gaps[run]?.remove(isBelow: { $0.upperBound < other.upperBound }, where: { $0 == other })
                count -= 1
            }
            guard count < GapClaims.limit else { return }
            gaps[run, default: OrderedPages()].insert(joined) { $0.upperBound < joined.lowerBound }
            count += 1
        }
    }

    /// How many gaps of one neighbour are kept; what it says beyond that is asked for gap by gap.
    ///
    /// In one run each takes 16 bytes, alone in its run a page of its own.
    static let limit = 1 << 14

    /// By the number of the link.
    private var claims: [Int: Claims] = [:]

    /// A neighbour says that it has a gap.
    ///
    /// Answers in datagrams overtake each other: it may lie before, between or across those that it has told of before.
    mutating func insert(_ gap: ClosedRange<UInt64>, of run: Int, by link: Int) {
        claims[link, default: Claims()].insert(gap, of: run)
    }

    /// Whether a neighbour said that all of this is in a gap.
    func contain(_ entries: ClosedRange<UInt64>, of run: Int, by link: Int) -> Bool {
        guard let gap = claims[link]?.gaps[run]?.first(notBelow: { $0.upperBound < entries.lowerBound }) else {
            return false
        }
        return gap.lowerBound <= entries.lowerBound && entries.upperBound <= gap.upperBound
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
                let isInOrder = zip(gaps.all, gaps.all.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound }
                precondition(isInOrder, "gaps are claimed out of order, or twice")
            }
        }
    }
}
