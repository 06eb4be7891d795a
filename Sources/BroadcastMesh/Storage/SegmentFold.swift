import Bytes
import Gossip
import Reactor

/// Rewrites neighbouring segments as one, on a thread of its own.
///
/// Segments that are complete do not change, so the node goes on meanwhile. The new file takes the place of the first
/// old one; only when it is on the disk, whatever the policy, the others go. Should the process end in between, they
/// are read again and bring nothing new.
struct SegmentFold: Sendable {
    /// What came of it.
    struct Outcome: Sendable {
        /// How long the new file is, in bytes.
        var bytes: Int

        /// How many messages are in it.
        var messages: Int
    }

    let place: JournalPlace

    /// What keeps others off the directory meanwhile, even if the node that began this has stopped.
    let lock: any StorageFile

    /// The segments, oldest first; the disk has them, and what follows them.
    var names: [SegmentName]

    /// The numbers of those of which nothing is to be kept: nothing is read of them but the front of the first.
    let unread: Set<Int>

    /// The number of the last segment whose contents they have.
    let last: Int

    /// Whether what is missing before them is not missed any more.
    let endsHole: Bool

    /// What is to be kept of them.
    var content: JournalFold

    /// Does the work.
    ///
    /// - Returns: What came of it.
    /// - Throws: ``StorageError``; the old files are still there then, but where one of them could not be removed: what it
    ///   had, and those before it that are gone, the new one has.
    consuming func run() throws(StorageError) -> Outcome {
        let first = try read(names[0])
        let before = try SegmentHeader(decoding: first.span, of: place.disk.path(of: names[0].text)).lengthBefore
        for name in names where !unread.contains(name.number) { try take(name) }
        var header = SegmentHeader(node: place.node, salt: place.world.word(), lengthBefore: endsHole ? 0 : before)
        var bytes = header.encoded
        let frames = content.finish()
        // A segment has at least one record, so that it can be told from one that lost them.
        for frame in frames.isEmpty ? [[]] : frames {
            SegmentRecord.append(to: &bytes, offset: 0, salt: header.salt, synced: 0) { $0.append(contentsOf: frame) }
        }
        header.ownLength = bytes.count
        header.lastNumber = last
        bytes.replaceSubrange(0..<header.length, with: header.encoded)
        let unfinished = SegmentName.unfinished + ".fold"
        do throws(SystemError) {
            let file = try place.disk.open(unfinished, .replace)
            try file.write(bytes.span)
            try file.sync()
            try place.disk.rename(unfinished, to: names[0].text)
            try place.disk.sync()
        } catch {
            // On a full disk the node itself may need the room before the next try.
            try? place.disk.remove(unfinished)
            // Also where the disk was waited for: the new file is of no use, and the old ones are what they were.
            throw .system(SystemError(call: "rewrite", subject: error.subject, code: error.code))
        }
        do throws(SystemError) {
            for name in names.dropFirst() { try remove(name) }
        } catch {
            throw .system(error)
        }
        return Outcome(bytes: bytes.count, messages: content.messageCount)
    }

    /// Removes a file, unless somebody else did.
    private func remove(_ name: SegmentName) throws(SystemError) {
        do throws(SystemError) {
            try place.disk.remove(name.text)
        } catch {
            guard error.isMissingFile else { throw error }
        }
    }

    private func read(_ name: SegmentName) throws(StorageError) -> [UInt8] {
        do throws(SystemError) { return try place.disk.open(name.text, .read).readAll() } catch { throw .system(error) }
    }

    private mutating func take(_ name: SegmentName) throws(StorageError) {
        let path = place.disk.path(of: name.text)
        let bytes = try read(name)
        var reader = try SegmentReader(bytes.span, of: path)
        while let body = reader.next(in: bytes.span) {
            do throws(JournalError) {
                try reader.header.read(bytes.span.extracting(body)) { frames throws(JournalError) in
                    try content.take(frames)
                }
            } catch {
                throw .damaged(file: path, offset: reader.offset)
            }
        }
        guard reader.end(in: bytes.span) == .whole else { throw .damaged(file: path, offset: reader.offset) }
    }
}
