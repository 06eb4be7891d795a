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

    /// When the node wants to be woken: at once where a turn had no room to let go of all that is too much, as in the shell.
    @inline(never)
    mutating func nextDeadline() -> Int64 { node.hasRetentionWork ? .min : node.nextDeadline }

    /// Whether the node knows everything that its peers know.
    @inline(never)
    mutating func isCaughtUp() -> Bool { node.isCaughtUp }

    /// Whether a message came since this was asked last.
    @inline(never)
    mutating func hasNews() -> Bool {
        let count = node.counters.posted + node.counters.received
        defer { witnessed.messageCount = count }
        return count != witnessed.messageCount
    }

    /// The next frames for the live clients of the chat, if there are any.
    @inline(never)
    mutating func nextFrames() -> Range<Int>? { node.nextFrames(of: channels[0], for: &place) }

    /// Whether the live clients of the chat are to be told of losses.
    @inline(never)
    mutating func hasUntoldLosses() -> Bool { node.hasUntoldLosses(in: channels[0], for: place) }

    /// Moves the live clients of the chat past its losses.
    @inline(never)
    mutating func passLosses() {
        node.passLosses(of: channels[0], for: &place)
    }

    /// The next frames of one of its two channels, if there are any behind `cursor`.
    @inline(never)
    mutating func stretch(of channel: Int, behind cursor: Int) -> Stretch? {
        guard let frames = node.channels.frames(of: channels[channel]), frames.end > cursor else { return nil }
        // Retention may have overtaken the cursor; a real client would be closed.
        let start = frames.firstHeld(from: cursor)
        guard start < frames.end else { return nil }
        let end = frames.chunkEnd(after: start)
        guard let silent = node.channels.silentRange(of: channels[channel], from: start) else {
            return Stretch(frames: frames, range: start..<end, isSilent: false)
        }
        guard silent.contains(start) else {
            return Stretch(frames: frames, range: start..<min(end, silent.lowerBound), isSilent: false)
        }
        return Stretch(frames: frames, range: start..<min(end, silent.upperBound), isSilent: true)
    }
}

/// Frames in a row that clients are to get, or that they are not.
struct Stretch {
    var frames: ByteLog
    var range: Range<Int>

    /// Whether they are second copies, which live clients pass over.
    var isSilent: Bool
}
