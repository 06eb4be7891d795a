extension GossipNode {
    /// Takes notice of a sign of life on a link whose datagrams complete no frame: a long message is on its way.
    ///
    /// - Parameters:
    ///   - number: The link.
    ///   - unfinished: The frames of which pieces have come; see ``DatagramPath/unfinished``.
    ///   - now: The time.
    public mutating func hear(_ number: Int, unfinished: Range<UInt64>, at now: Moment) {
        guard links[number].phase == .open else { return }
        links[number].heardAt = now.monotonic
        links[number].unfinished = unfinished
    }

    /// Whether what is missing of an origin may be in the frames that a link is in the middle of.
    ///
    /// A short message overtakes the long one before it. To ask for that would bring it twice, over a line that is slow
    /// as it is. What was begun when the question came up is waited for, and a few frames that were about to be.
    mutating func isInTheMiddle(_ number: Int, for origin: Int) -> Bool {
        guard !links[number].unfinished.isEmpty, var want = origins[origin].want else { return false }
        let serial = links[number].serial
        if let awaited = want.awaited.first(where: { $0.link == serial }) {
            return links[number].unfinished.lowerBound < awaited.end
        }
        let end = links[number].unfinished.upperBound + AwaitedFrames.spare
        want.awaited.append(AwaitedFrames(link: serial, end: end))
        origins[origin].want = want
        return true
    }
}
