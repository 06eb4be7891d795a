import Bytes
import Gossip

/// Questions to the node that a simulation asks for every event.
///
/// They are methods that could change the process, and are not inlined: so the compiler knows that nobody else
/// changes the node meanwhile, and does not copy it to be sure, which would take a third of a simulation's time.
extension Process {
    /// Whether a link has something to send.
    @inline(never)
    mutating func hasOutput(_ link: Int, at now: Moment) -> Bool { node.hasOutput(link, at: now) }

    /// When the node wants to be woken.
    @inline(never)
    mutating func nextDeadline() -> Int64 { node.nextDeadline }

    /// Whether the node knows everything that its peers know.
    @inline(never)
    mutating func isCaughtUp() -> Bool { node.isCaughtUp }

    /// The frames of one of its two channels, if there are any behind `cursor`.
    @inline(never)
    mutating func frames(of channel: Int, behind cursor: Int) -> ByteLog? {
        guard let frames = node.channels.frames(of: channels[channel]), frames.end > cursor else { return nil }
        return frames
    }
}
