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

    /// Reads up to the end of the frames.
    ///
    /// - Parameters:
    ///   - frames: The frames of the channel.
    ///   - ledger: What was posted.
    ///   - name: What people call the reader.
    ///   - messages: Where to append what was read.
    /// - Returns: What is wrong with it.
    mutating func read(
        _ frames: ByteLog,
        ledger: Ledger,
        name: @autoclosure () -> String,
        into messages: inout [Int]
    ) -> Violation? {
        var violation: Violation?
        // Retention may have overtaken the cursor; a real client would be closed.
        cursor = max(cursor, frames.start)
        while cursor < frames.end, violation == nil {
            cursor += frames.withBytes(from: cursor, to: frames.end) { bytes in
                var offset = 0
                while offset < bytes.count {
                    guard let (message, size) = FrameText.read(bytes, at: offset),
                        message < ledger.entries.count, ledger.entries[message].channel == channel,
                        ledger.entries[message].size == size
                    else {
                        violation = .forged(reader: name())
                        return bytes.count
                    }
                    offset += size
                    messages.append(message)
                    violation = violation ?? got.note(message, in: ledger, reader: name())
                }
                return offset
            }
        }
        return violation
    }
}
