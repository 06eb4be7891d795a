/// Whom to ask for what is missing.
extension GossipNode {
    /// The open link that holds the most of what is missing, of those that were not tried; the quicker of equals.
    mutating func linkToAsk(for origin: Int) -> Int? {
        let head = origins[origin].log.head
        let tried = origins[origin].want?.triedLinks ?? []
        var best: Int?
        for number in links.indices where isCandidate(number, for: origin, above: head) && !tried.contains(number) {
            guard !isInTheMiddle(number, for: origin) else { continue }
            guard let other = best else {
                best = number
                continue
            }
            let (mine, others) = (peerLogs[origin, number], peerLogs[origin, other])
            if mine.floor != others.floor {
                if mine.floor < others.floor { best = number }
            } else if links[number].roundTrip ?? .max < links[other].roundTrip ?? .max {
                best = number
            }
        }
        return best
    }

    /// Whether a link leads to somebody who is known to hold entries above `head`.
    func isCandidate(_ number: Int, for origin: Int, above head: UInt64) -> Bool {
        links[number].phase == .open && peerLogs[origin, number].head > head
    }

    /// How long an answer of a link may be silent, in nanoseconds.
    func answerPatience(of number: Int) -> Int64 {
        max(Self.answerPatience, 4 * (links[number].roundTrip ?? 0))
    }
}
