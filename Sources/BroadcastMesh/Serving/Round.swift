import Bytes
import Gossip

/// One thing that all live clients of a channel are given, as many of them in a turn as its budget allows.
struct Round {
    /// What is given.
    let matter: Matter

    /// What those were sent who have not got it yet.
    let before: Audience.Standing

    /// How many messages the channel had been given when the round began.
    let messageCount: Int

    /// How many members have not got it yet: those with the lowest indices.
    var unserved: Int

    /// What is given.
    enum Matter {
        /// Frames of the channel.
        case frames(Frames)

        /// Who is there, in the form that each asked for.
        case users

        /// Nothing: these stay where they stood, and go on by themselves, since what comes there is for them alone.
        case aside(Leavers)
    }

    /// Who of the live clients goes on by itself.
    enum Leavers {
        /// Those that want to hear of losses, and so meet them in their place.
        case hearers

        /// All, since what they are due is no longer held: so they are told.
        case everybody
    }

    /// Whole frames that follow each other in a channel's log, in two chunks of it at the most.
    ///
    /// Their bytes stay, whatever the log lets go meanwhile.
    struct Frames {
        /// Where they are in the log.
        let range: Range<Int>

        /// Their bytes, and those of the second chunk.
        private let first: LogSlice
        private let second: LogSlice?

        /// How many they are.
        let count: Int

        /// Takes as many frames as lie in two chunks.
        ///
        /// - Parameters:
        ///   - range: Where they are, and at least the first of them is held.
        ///   - log: The channel's frames.
        init(_ range: Range<Int>, of log: ByteLog) {
            let middle = min(log.chunkEnd(after: range.lowerBound), range.upperBound)
            let goesOn = middle < range.upperBound && log.holds(middle)
            let end = goesOn ? min(log.chunkEnd(after: middle), range.upperBound) : middle
            self.range = range.lowerBound..<end
            first = log.slice(range.lowerBound..<middle)
            second = goesOn ? log.slice(middle..<end) : nil
            count =
                first.withBytes { ServerFrames.count(in: $0) }
                + (second?.withBytes { ServerFrames.count(in: $0) } ?? 0)
        }

        /// Lends the bytes: all, or those of the first chunk and those of the second.
        func withBytes<Result>(_ body: (Span<UInt8>, Span<UInt8>) -> Result) -> Result {
            first.withBytes { first in
                guard let second else { return body(first, Span()) }
                return second.withBytes { body(first, $0) }
            }
        }
    }
}
