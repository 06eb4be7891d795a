import Bytes

/// What marks a message of a load: who sent it, as which one, and when.
///
///     ~ aaaaaaaa aaaaaaaa aaaaaaaaaaaaaaaa      33 bytes, without the blanks
///       sender   sequence time
///
/// Each letter from `a` to `p` stands for four bits, the highest first: no server that passes text on escapes them.
struct Stamp: Equatable {
    /// How long it is, in bytes.
    static let length = 33

    /// What it begins with; the name of no node has it.
    static let mark = UInt8(ascii: "~")

    /// How far from the beginning of a message it is looked for, in bytes: a chat has a few words before the text.
    static let reach = 320

    /// The number of the sender, from 0.
    var sender: UInt32

    /// The number of the message among those of its sender, from 0.
    var sequence: UInt32

    /// When it was sent, by the monotonic clock in nanoseconds.
    var time: UInt64

    /// Marks a message.
    init(sender: UInt32, sequence: UInt32, time: UInt64) {
        self.sender = sender
        self.sequence = sequence
        self.time = time
    }

    /// Reads the mark of a message; `nil` when it has none.
    ///
    /// - Parameters:
    ///   - bytes: Where the message is.
    ///   - message: Its bytes.
    @inline(__always)
    init?(in bytes: Span<UInt8>, _ message: Range<Int>) {
        var start = message.lowerBound
        let last = min(message.upperBound - Self.length, start + Self.reach)
        while start <= last, bytes[start] != Self.mark { start += 1 }
        guard start <= last else { return nil }
        sender = Self.number(bytes, at: start + 1)
        sequence = Self.number(bytes, at: start + 9)
        time = UInt64(Self.number(bytes, at: start + 17)) << 32 | UInt64(Self.number(bytes, at: start + 25))
    }

    /// Writes the mark over what is there.
    func write(into bytes: inout [UInt8], at start: Int) {
        bytes[start] = Self.mark
        let words = [sender, sequence, UInt32(truncatingIfNeeded: time >> 32), UInt32(truncatingIfNeeded: time)]
        for (index, word) in words.enumerated() {
            for letter in 0..<8 {
                let bits = UInt8(truncatingIfNeeded: word >> UInt32(28 - 4 * letter)) & 15
                bytes[start + 1 + 8 * index + letter] = UInt8(ascii: "a") + bits
            }
        }
    }

    /// Eight letters at once: neighbours are moved together until eight fours are one number.
    @inline(__always)
    private static func number(_ bytes: Span<UInt8>, at offset: Int) -> UInt32 {
        var bits = bytes.bigEndian(at: offset, as: UInt64.self) &- 0x6161_6161_6161_6161
        bits = (bits | bits >> 4) & 0x00FF_00FF_00FF_00FF
        bits = (bits | bits >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: bits | bits >> 16)
    }
}
