extension GossipNode {
    /// A link has answered as much as it does at a time.
    mutating func endAnswer(of origin: Int, on number: Int, at now: Moment) {
        guard let want = origins[origin].want, want.askedLink == number else { return }
        // Who answers with nothing, while nothing waits that came out of order, has nothing.
        if origins[origin].log.head < want.askedFrom, origins[origin].early.last == nil {
            noteTried(number, for: origin)
        }
        origins[origin].want?.askedLink = nil
        origins[origin].want?.deadline = now.monotonic
        origins[origin].want?.isOverdue = false
    }

    /// A link did not bring what is missing.
    mutating func noteTried(_ number: Int, for origin: Int) {
        guard origins[origin].want?.triedLinks.contains(number) == false else { return }
        origins[origin].want?.triedLinks.append(number)
    }
}
