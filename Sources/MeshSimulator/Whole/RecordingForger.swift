import Bytes

/// A recording taken apart into its chunks, for somebody to change: it knows how they are sealed, and nothing of what is in
/// them.
struct RecordingForger {
    /// What each chunk says.
    private(set) var chunks: [[UInt8]] = []

    /// Takes a recording apart, up to its last whole chunk.
    init(_ bytes: [UInt8]) {
        var start = 0
        while true {
            let body = start + Self.headLength(chunks.count)
            guard body <= bytes.count else { return }
            let length = Int(bytes.span.bigEndian(at: start, as: UInt32.self))
            guard body + length <= bytes.count else { return }
            chunks.append(Array(bytes[body..<(body + length)]))
            start = body + length
        }
    }

    /// The first chunk says how the others are sealed, and those have a check of that.
    private static func headLength(_ ordinal: Int) -> Int { ordinal == 0 ? 12 : 16 }

    /// Puts them together again, each with a seal that says that it is right.
    static func sealed(_ chunks: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (ordinal, chunk) in chunks.enumerated() {
            var head: [UInt8] = []
            head.append(bigEndian: UInt32(chunk.count))
            head.append(bigEndian: chunk.span.hash(seed: UInt64(ordinal)))
            if headLength(ordinal) > head.count {
                head.append(bigEndian: UInt32(truncatingIfNeeded: head.span.hash(seed: UInt64(ordinal))))
            }
            bytes += head + chunk
        }
        return bytes
    }

    /// The recording with a byte changed, and everything sealed.
    func changed(_ dice: inout Dice) -> [UInt8] {
        var chunks = chunks
        let chunk = 1 + dice.below(chunks.count - 1)
        let place = dice.below(chunks[chunk].count)
        chunks[chunk][place] ^= 1 << UInt8(dice.below(8))
        return Self.sealed(chunks)
    }

    /// The first turns only, which end in the middle, or with their last bytes twice, or with another byte.
    func begun(_ dice: inout Dice) -> [UInt8] {
        var chunks = Array(chunks.prefix(2 + dice.below(min(4, chunks.count - 1))))
        let (last, kind) = (chunks.count - 1, dice.below(4))
        let (place, length) = (dice.below(chunks[last].count), 1 + dice.below(16))
        switch kind {
        case 0: chunks[last] += chunks[last].suffix(length)
        case 1: chunks[last][place] ^= 1 << UInt8(dice.below(8))
        default: chunks[last].removeLast(chunks[last].count - max(1, place))
        }
        return Self.sealed(chunks)
    }

    /// The recording with a byte changed in its last chunk, or in one that has a configuration, and everything sealed.
    func endedOtherwise(_ dice: inout Dice) -> [UInt8] {
        var chunks = chunks
        let mark = Array(#"{"nodes""#.utf8)
        let chunk = chunks.indices.dropFirst().first { chunks[$0].contains(mark) } ?? chunks.count - 1
        let start = chunks[chunk].contains(mark) ? chunks[chunk].firstIndex(of: mark[0]) ?? 0 : 0
        let place = start + dice.below(min(40, chunks[chunk].count - start))
        chunks[chunk][place] ^= 1 << UInt8(dice.below(8))
        return Self.sealed(chunks)
    }

    /// The recording without one of its chunks, and everything sealed.
    func shortened(_ dice: inout Dice) -> [UInt8] {
        var chunks = chunks
        chunks.remove(at: 1 + dice.below(chunks.count - 1))
        return Self.sealed(chunks)
    }

    /// The recording with two of its chunks in each other's place, and everything sealed.
    func turned(_ dice: inout Dice) -> [UInt8] {
        var chunks = chunks
        let first = 1 + dice.below(chunks.count - 2)
        chunks.swapAt(first, first + 1)
        return Self.sealed(chunks)
    }

    /// Recordings that cannot be run, since their first chunk says something else.
    var untitled: [[UInt8]] {
        let title = chunks[0]
        // Behind the mark comes the format, as one byte; the configuration is the first object in it.
        let mesh = title.firstIndex(of: UInt8(ascii: "{")) ?? 0
        let later = Self.titleLength
        return [
            Self.sealed([Array(title.reversed())]),
            Self.sealed([Array(title[..<later]) + [0x7F] + Array(title[(later + 1)...])]),
            Self.sealed([Array(title[...mesh]) + [0] + Array(title[(mesh + 2)...])]),
            Self.sealed([Array(title[..<(later + 3)])]),
        ]
    }

    /// How long the mark is with which a title begins.
    private static let titleLength = 15
}
