import Bytes
import Gossip

/// A cursor into a channel's frames, and what was read so far.
struct Reader: Sendable {
    /// Which of the two channels.
    let channel: Int

    /// The next byte to be read.
    var cursor: Int

    /// What it got.
    var got = OnceInOrder()

    /// Starts at a byte of a channel.
    init(channel: Int, cursor: Int) {
        self.channel = channel
        self.cursor = cursor
    }

    /// Reads on.
    ///
    /// - Parameters:
    ///   - frames: The frames of the channel.
    ///   - end: How far.
    ///   - foreign: What to pass over: the frames that a liar made up.
    ///   - ledger: What was posted.
    ///   - messages: Where to append what was read.
    /// - Returns: Whether all of it was posted there.
    mutating func read(
        _ frames: ByteLog,
        upTo end: Int,
        except foreign: [Range<Int>] = [],
        ledger: Ledger,
        into messages: inout [Int]
    ) -> Bool {
        var isGenuine = true
        while cursor < end, isGenuine {
            if let passed = foreign.first(where: { $0.contains(cursor) }) {
                cursor = passed.upperBound
                continue
            }
            let next = min(foreign.first { $0.lowerBound > cursor }?.lowerBound ?? end, end)
            cursor += frames.withBytes(from: cursor, to: next) { bytes in
                var offset = 0
                while offset < bytes.count, isGenuine {
                    guard let (message, size) = FrameText.read(bytes, at: offset),
                        message < ledger.entries.count, ledger.entries[message].channel == channel,
                        ledger.entries[message].size == size
                    else {
                        isGenuine = false
                        break
                    }
                    offset += size
                    messages.append(message)
                }
                return offset
            }
        }
        return isGenuine
    }

    /// Lets the reader get other copies of messages that it has seen.
    mutating func forget(_ messages: [Int]) {
        for message in messages { got.forget(message) }
    }

    /// Checks what was read: each message once, and in order.
    mutating func check(_ messages: [Int], ledger: Ledger, name: @autoclosure () -> String) -> Violation? {
        for message in messages {
            if let violation = got.note(message, in: ledger, reader: name()) { return violation }
        }
        return nil
    }
}
