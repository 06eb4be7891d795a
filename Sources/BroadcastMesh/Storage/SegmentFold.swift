import Bytes
import Gossip
import Reactor

/// Rewrites neighbouring segments as one, on a thread of its own.
///
/// Segments that are complete do not change, so the node goes on meanwhile. The new file takes the place of the first
/// old one; only then the others go. Should the process end in between, they are read again and bring nothing new.
struct SegmentFold: Sendable {
    /// What came of it.
    struct Outcome: Sendable {
        /// How long the new file is, in bytes.
        var bytes: Int

        /// How many messages are in it.
        var messages: Int
    }

    let directory: Directory
    let node: String

    /// The segments, oldest first.
    let numbers: [Int]

    /// What is to be kept of them.
    var content: JournalFold

    /// Whether the disk is waited for.
    let syncs: Bool

    /// Does the work.
    ///
    /// - Returns: What came of it.
    /// - Throws: ``StorageError``; the old files are still there then.
    consuming func run() throws(StorageError) -> Outcome {
        for number in numbers { try take(number) }
        let header = SegmentHeader(node: node, salt: RandomBytes.word())
        var bytes = header.encoded
        for frame in content.finish() {
            SegmentRecord.append(to: &bytes, offset: 0, salt: header.salt, synced: 0) { $0.append(contentsOf: frame) }
        }
        do throws(SystemError) {
            let name = SegmentName.unfinished + ".fold"
            let file = try File(directory.path(of: name), .replace)
            try file.write(bytes.span)
            if syncs { try file.sync() }
            try directory.rename(name, to: SegmentName.name(of: numbers[0]))
            if syncs { try directory.sync() }
            for number in numbers.dropFirst() { try directory.remove(SegmentName.name(of: number)) }
        } catch {
            throw .system(error)
        }
        return Outcome(bytes: bytes.count, messages: content.messageCount)
    }

    private mutating func take(_ number: Int) throws(StorageError) {
        let path = directory.path(of: SegmentName.name(of: number))
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try File(path, .read).readAll() } catch { throw .system(error) }
        var reader = try SegmentReader(bytes.span, of: path)
        while let body = reader.next(in: bytes.span) {
            do throws(JournalError) {
                try content.take(bytes.span.extracting(body))
            } catch {
                throw .damaged(file: path, offset: reader.offset)
            }
        }
        guard reader.end(in: bytes.span) == .whole else { throw .damaged(file: path, offset: reader.offset) }
    }
}
