import Bytes

/// Rewrites a stretch of the journal without what is no longer held.
///
/// A value that knows which messages to keep and what stands in the place of the others, so that the reading and
/// writing can be done away from the node. What state entries said that are not held any more is left out: the stretch
/// that follows begins with a checkpoint, which has what they add up to.
public struct JournalFold: Sendable {
    /// The part of one origin.
    struct Part: Sendable {
        var origin: [UInt8]
        var first: UInt64

        /// What is to be written behind ``body``.
        var rest: LogStretch
        var body: [UInt8] = []
    }

    var parts: [Part] = []

    /// How many messages were kept.
    public private(set) var messageCount = 0

    /// Takes what is to be kept of the next frames of the stretch.
    ///
    /// - Parameter frames: Whole frames, as they were written.
    /// - Throws: ``JournalError`` when these are not such frames.
    public mutating func take(_ frames: Span<UInt8>) throws(JournalError) {
        do throws(TruncatedInput) {
            var offset = 0
            while let range = try Framing.entries(in: frames, at: &offset) {
                try takeEntries(frames.extracting(range))
            }
        } catch {
            throw JournalError()
        }
    }

    /// The stretch as it is to be written, in frames.
    public mutating func finish() -> [[UInt8]] {
        parts.indices.map { index in
            takeItems(of: index, before: .max)
            var frame: [UInt8] = []
            Framing.append(.entries, to: &frame) { body in
                body.append(contentsOf: parts[index].origin)
                body.append(0)
                body.append(varint: parts[index].first)
                body.append(contentsOf: parts[index].body)
            }
            parts[index].body = []
            return frame
        }
    }

    private mutating func takeEntries(_ body: Span<UInt8>) throws(TruncatedInput) {
        var cursor = ByteCursor()
        _ = try cursor.runName(in: body)
        let origin = body.extracting(0..<cursor.offset)
        guard let index = parts.firstIndex(where: { $0.origin.isEqual(to: origin) }) else { return }
        _ = try cursor.byte(in: body)
        var sequence = try cursor.nextSequence(in: body)
        while cursor.offset < body.count {
            let start = cursor.offset
            switch try EntryItem(decoding: body, at: &cursor, frameLimit: .max) {
            case .snapshot, .closedRuns, .logHash, .countedLosses, .floor, .note: break
            case .gap(let gap): sequence += gap.length
            case .state, .unknown: sequence += 1
            case .post:
                take(body.extracting(start..<cursor.offset), sequence, into: index)
                sequence += 1
            }
        }
    }

    private mutating func take(_ post: Span<UInt8>, _ sequence: UInt64, into index: Int) {
        takeItems(of: index, before: sequence)
        guard case .posts(let range) = parts[index].rest.piece, range.lowerBound <= sequence else { return }
        if range.lowerBound < sequence { parts[index].body.append(Gap(lower: range.lowerBound, upper: sequence - 1)) }
        parts[index].body.append(post)
        messageCount += 1
        parts[index].rest.goOn(behind: sequence)
    }

    /// Writes what stands in front of a message.
    private mutating func takeItems(of index: Int, before sequence: UInt64) {
        while let piece = parts[index].rest.piece {
            switch piece {
            case .state(let bytes):
                parts[index].body.append(contentsOf: bytes)
            case .gap(let gap):
                parts[index].body.appendCountedLosses(of: gap)
                parts[index].body.append(gap)
            case .posts(let range):
                guard range.upperBound < sequence else { return }
                // Entries are numbered by where they stand, so something must stand there.
                parts[index].body.append(Gap(lower: range.lowerBound, upper: range.upperBound))
            }
            parts[index].rest.goOn()
        }
    }
}
