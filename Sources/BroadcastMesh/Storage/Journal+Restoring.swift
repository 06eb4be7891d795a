import Bytes
import Gossip
import Reactor

extension Journal {
    /// What a start found.
    struct Findings {
        /// How many segments there were, and how many bytes they have.
        var segments = 0
        var bytes = 0

        /// What was cut off, because the last run ended before it was on the disk.
        var torn: Torn?
    }

    /// The end of the newest segment, when it cannot be read.
    struct Torn {
        var file: String

        /// Where it begins, and how long it is, in bytes.
        var offset: Int
        var byteCount: Int
    }

    /// Gives a node back what an earlier run wrote, and begins a new segment.
    ///
    /// - Parameters:
    ///   - gossip: A node that knows nothing yet.
    ///   - now: The time.
    /// - Returns: What was found.
    /// - Throws: ``StorageError`` when something cannot be read, or is not what was written. Nothing is changed then.
    func restore(into gossip: inout GossipNode, at now: Moment) throws(StorageError) -> Findings {
        var findings = Findings()
        let names: [String]
        do throws(SystemError) { names = try directory.names() } catch { throw .system(error) }
        let numbers = names.compactMap(SegmentName.number).sorted()
        for number in numbers {
            let path = directory.path(of: SegmentName.name(of: number))
            let bytes: [UInt8]
            do throws(SystemError) { bytes = try File(path, .read).readAll() } catch { throw .system(error) }
            var extent = JournalExtent()
            var length = bytes.count
            // The disk may have a name before it has any of what the name stands for, when it is never waited for.
            if number == numbers.last, fsync == .none, bytes.allSatisfy({ $0 == 0 }) {
                findings.torn = Torn(file: path, offset: 0, byteCount: bytes.count)
                break
            }
            if case .torn(let offset) = try restore(bytes.span, of: path, into: &gossip, noting: &extent, at: now) {
                // The others were complete when the next one was begun.
                guard number == numbers.last else { throw .damaged(file: path, offset: offset) }
                findings.torn = Torn(file: path, offset: offset, byteCount: bytes.count - offset)
                length = offset
            }
            findings.segments += 1
            findings.bytes += length
            closed.append(ClosedSegment(number: number, bytes: length, extent: extent))
        }
        gossip.finishRestoring()
        do throws(SystemError) {
            for name in names where name.hasPrefix(SegmentName.unfinished) { try directory.remove(name) }
            if let torn = findings.torn, let last = numbers.last {
                if torn.offset == 0 {
                    try directory.remove(SegmentName.name(of: last))
                } else {
                    try File(torn.file, .append).truncate(to: torn.offset)
                }
            }
        } catch {
            throw .system(error)
        }
        try beginSegment(with: gossip)
        gossip.startJournal()
        return findings
    }

    private func restore(
        _ bytes: Span<UInt8>,
        of path: String,
        into gossip: inout GossipNode,
        noting extent: inout JournalExtent,
        at now: Moment
    ) throws(StorageError) -> SegmentReader.End {
        var reader = try SegmentReader(bytes, of: path)
        guard reader.header.node == node else { throw .otherNode(file: path, name: reader.header.node) }
        var start = reader.offset
        while let body = reader.next(in: bytes) {
            do throws(JournalError) {
                try gossip.restore(bytes.extracting(body), noting: &extent, at: now)
            } catch {
                throw .damaged(file: path, offset: start)
            }
            // The files may have twice what is to be kept.
            gossip.enforceRetention(at: now)
            start = reader.offset
        }
        let end = reader.end(in: bytes)
        if case .damaged(let offset) = end { throw .damaged(file: path, offset: offset) }
        return end
    }
}
