import Bytes
import Gossip

/// The messages of a channel in another form than they were posted: a log of frames, made while somebody reads it.
///
/// Each message is encoded once for all live clients, and for who is behind as long as it is kept. What was
/// kept no longer is encoded again. It begins with its first reader and ends with the last, and nothing else knows of it:
/// places of its readers are offsets in the channel's log, like those of all others.
///
///     channel's log  ├── m1 ──┼─ m2 ─┼── m3 ──┼─ m4 ─┤
///     kept here               ├──── m2 ────┼──── m3 ────┼──── m4 ────┤
struct Rendition {
    /// How much is given at a time, in bytes, unless the first frame alone is longer.
    static let passageBytes = 64 << 10

    /// How much of a channel's log who reads history or what it missed is given at a time, in bytes: of short messages
    /// the events are thirty times as long.
    static let replayBytes = 4 << 10

    /// How much is kept at most, in bytes, however few renditions there are.
    static let mostKeptBytes = 1 << 20

    /// What is remembered of a frame, in bytes.
    private static let frameCost = MemoryLayout<Frame>.stride

    /// A frame that is kept.
    private struct Frame {
        /// Where its message is in the channel's log.
        var range: Range<Int>

        /// Where it is here.
        var place: Range<Int>
    }

    private var log = ByteLog()

    /// The frames that are kept, in the order of the channel's log; those below ``first`` are not any more.
    private var frames: [Frame] = []
    private var first = 0

    /// What is kept, in bytes.
    private(set) var keptBytes = 0

    /// What encodes them.
    private(set) var event = MessageEvent()

    /// Frames that were asked for.
    struct Made {
        var passage: Passage

        /// How many of them were encoded for that.
        var encodedCount = 0

        /// How many bytes of messages were looked at for that whether they are JSON.
        var checkedBytes = 0
    }

    /// Frames that show messages.
    ///
    /// - Parameters:
    ///   - range: Where the messages are in the channel's log: a message begins there, and one ends there.
    ///   - isWhole: Whether all of them are asked for; else so many as are given at a time.
    ///   - channel: The channel.
    ///   - keptLimit: How much may be kept, in bytes.
    ///   - gossip: Has the messages.
    /// - Returns: The frames, and what they cost; `nil` when the first message is not held any more.
    mutating func passage(
        _ range: Range<Int>,
        isWhole: Bool,
        of channel: Int,
        keeping keptLimit: Int,
        with gossip: borrowing GossipNode
    ) -> Made? {
        if let passage = keptPassage(range, isWhole: isWhole) { return Made(passage: passage) }
        let checkedBefore = event.checkedBytes
        guard let source = gossip.channels.frames(of: channel) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(range.count * 4, Self.passageBytes))
        var made: [Frame] = []
        var number = gossip.messageNumber(at: range.lowerBound, of: channel)
        var offset = range.lowerBound
        while offset < range.upperBound, isWhole || bytes.count < Self.passageBytes {
            guard let message = gossip.message(number, of: channel), message.range.lowerBound == offset,
                source.holds(offset)
            else { break }
            let start = bytes.count
            source.withBytes(from: offset, to: message.range.upperBound) { event.append(message, $0, to: &bytes) }
            made.append(Frame(range: message.range, place: start..<bytes.count))
            offset = message.range.upperBound
            number += 1
        }
        guard !made.isEmpty, !isWhole || offset == range.upperBound else { return nil }
        let (slice, place) = keep(bytes, made, upTo: keptLimit)
        return Made(
            passage: Passage(showing: range.lowerBound..<offset, as: slice, count: made.count, keptAt: place),
            encodedCount: made.count,
            checkedBytes: event.checkedBytes - checkedBefore
        )
    }

    /// Frames that are kept, in one chunk.
    private func keptPassage(_ range: Range<Int>, isWhole: Bool) -> Passage? {
        let start = index(at: range.lowerBound)
        guard start < frames.count, frames[start].range.lowerBound == range.lowerBound else { return nil }
        let chunkEnd = log.chunkEnd(after: frames[start].place.lowerBound)
        let limit = isWhole ? chunkEnd : min(chunkEnd, frames[start].place.lowerBound + Self.passageBytes)
        var end = start + 1
        while end < frames.count, frames[end].range.lowerBound == frames[end - 1].range.upperBound,
            frames[end].range.upperBound <= range.upperBound, frames[end].place.upperBound <= limit
        { end += 1 }
        let shown = range.lowerBound..<frames[end - 1].range.upperBound
        guard !isWhole || shown == range else { return nil }
        let place = frames[start].place.lowerBound..<frames[end - 1].place.upperBound
        return Passage(showing: shown, as: log.slice(place), count: end - start, keptAt: place.lowerBound)
    }

    /// The index of the first kept frame at or after an offset of the channel's log.
    private func index(at offset: Int) -> Int {
        (first..<frames.count).partition { frames[$0].range.lowerBound < offset }
    }

    /// Whether what is at an offset of its log is there still.
    func holds(_ offset: Int) -> Bool { log.holds(offset) }

    /// Keeps frames that follow what is kept, and lets go of the oldest; others are given only.
    ///
    /// - Returns: The frames, and where they are in the log, if they are kept.
    private mutating func keep(_ bytes: [UInt8], _ made: [Frame], upTo limit: Int) -> (LogSlice, place: Int?) {
        guard let start = made.first?.range.lowerBound, start >= frames.last?.range.upperBound ?? 0 else {
            var log = ByteLog()
            log.append(bytes.span)
            return (log.slice(0..<log.end), nil)
        }
        let base = log.append(bytes.span)
        for frame in made {
            let place = (base + frame.place.lowerBound)..<(base + frame.place.upperBound)
            frames.append(Frame(range: frame.range, place: place))
        }
        keptBytes += bytes.count + made.count * Self.frameCost
        let slice = log.slice(base..<log.end)
        while keptBytes > limit, first < frames.count {
            let place = frames[first].place
            log.letGo(place.count, at: place.lowerBound)
            keptBytes -= place.count + Self.frameCost
            first += 1
        }
        if first * 2 > frames.count {
            frames.removeFirst(first)
            first = 0
        }
        return (slice, log.holds(base) ? base : nil)
    }
}
