import Bytes
import Gossip

/// The segments that a start finds, and what their names say about them.
struct FoundSegments {
    /// The segments, oldest first, one of each number.
    private(set) var segments: [SegmentName] = []

    /// What is left of segments that were written anew under their settled names.
    private(set) var superseded: [SegmentName] = []

    /// The number of the newest one that was waited for; 0 when there is none.
    ///
    /// All before it that were waited for are on the disk, whole.
    var newestSettled: Int { segments.last(where: \.isSettled)?.number ?? 0 }

    /// A number that none of the files has, and none of those that are gone had, but what a start that failed began.
    private(set) var nextNumber = 1

    /// The number of the segment that comes behind one; `nil` for the newest.
    func number(after name: SegmentName) -> Int? { segments.first { $0.number > name.number }?.number }

    /// Sorts out the names in a directory.
    init(_ names: [String]) {
        let found = names.compactMap { SegmentName($0) }
        let settled = Set(found.filter(\.isSettled).map(\.number))
        superseded = found.filter { !$0.isSettled && settled.contains($0.number) }
        segments = found.filter { $0.isSettled || !settled.contains($0.number) }.sorted { $0.number < $1.number }
        // What was set aside may be given its name back.
        let aside = names.filter { $0.hasSuffix(SegmentName.aside) }
            .compactMap { SegmentName(String($0.dropLast(SegmentName.aside.count)))?.number }
        nextNumber = max(segments.last?.number ?? 0, aside.max() ?? 0) + 1
    }

    /// Whether a segment that was not waited for may be there although the end of the one before is not.
    ///
    /// - Parameters:
    ///   - name: One of ``segments``.
    ///   - bytes: The file.
    ///   - path: Where it is.
    ///   - before: The segment before that was read, and how much of it is sound, in bytes.
    /// - Returns: Whether it is of no use, for something before it is missing.
    /// - Throws: ``StorageError`` when it was written by another version.
    func isCutOff(
        _ name: SegmentName,
        _ bytes: Span<UInt8>,
        of path: String,
        before: ClosedSegment?
    ) throws(StorageError) -> Bool {
        guard !name.isSettled, !SegmentHeader.isTorn(bytes) else { return false }
        let header = try SegmentHeader(decoding: bytes, of: path)
        guard header.lengthBefore > 0 else { return false }
        guard let before, before.last == name.number - 1 else { return true }
        // One that was rewritten was on the disk before, and is shorter.
        return !before.isFolded && before.bytes < header.lengthBefore
    }

    /// Reads a segment as far as it is sound.
    ///
    /// - Parameters:
    ///   - name: One of ``segments``.
    ///   - bytes: The file.
    ///   - path: Where it is.
    ///   - node: Whose it must be.
    ///   - take: Takes each body.
    /// - Returns: How much of the file is sound, in bytes; 0 when there is nothing in it.
    /// - Throws: ``StorageError`` when something is unsound that the disk had: no crash leaves that.
    func readable(
        _ name: SegmentName,
        _ bytes: Span<UInt8>,
        of path: String,
        by node: String,
        take: (Span<UInt8>) throws(JournalError) -> Void
    ) throws(StorageError) -> Int {
        // A file of a later version is not taken for a torn one.
        if !name.isSettled, SegmentHeader.isTorn(bytes) { return 0 }
        var reader = try SegmentReader(bytes, of: path)
        guard reader.header.node == node else { throw .otherNode(file: path, name: reader.header.node) }
        let first = reader.offset
        var start = reader.offset
        while let body = reader.next(in: bytes) {
            do throws(JournalError) { try reader.header.read(bytes.extracting(body), take: take) } catch {
                throw .damaged(file: path, offset: start)
            }
            start = reader.offset
        }
        // It was written in one piece before it got its name.
        if start < reader.header.ownLength, bytes.count < reader.header.ownLength {
            throw .damaged(file: path, offset: start)
        }
        switch reader.end(in: bytes) {
        case .whole where start > first || name.isSettled && name.number < newestSettled: return start
        case .whole, .torn: break
        case .damaged(let offset): throw .damaged(file: path, offset: offset)
        }
        // One that was not waited for may end anywhere, also where somebody has put it back in front of newer ones.
        guard name.isSettled else { return start > first ? start : 0 }
        // The newest one may end anywhere behind its first record; the others were complete when it was begun.
        guard name.number == newestSettled, start > first else { throw .damaged(file: path, offset: start) }
        return start
    }
}
