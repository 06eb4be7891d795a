import Bytes
import Gossip
import Reactor

extension Journal {
    /// What a start found.
    struct Findings {
        /// How many segments there were, and how many bytes they have.
        var segments: Int
        var bytes: Int

        /// What was cut off, because the last run ended before it was on the disk.
        var torn: [Torn]

        /// The numbers of segments that somebody has taken away.
        var missing: [ClosedRange<Int>]
    }

    /// The end of a segment, or all of it, that cannot be read, or comes after something that cannot.
    struct Torn {
        var file: String

        /// Where it begins, and how long it is, in bytes.
        var offset: Int
        var byteCount: Int

        /// What it is called now, if it was not removed: what comes before it is not there at all.
        var keptAs: String?
    }

    /// Gives a node back what an earlier run wrote, and begins a new segment.
    ///
    /// What the disk was not waited for ends at the first byte that is not sound, and nothing of it behind that is taken:
    /// it was promised to nobody. What is taken is written anew and waited for, whatever the policy, before anything says
    /// that it is there: neither the last run's writing nor a wait of this run for it can be trusted, for a wait that
    /// failed is told once only.
    ///
    /// What the disk was waited for is taken wherever that ends: it was begun without what has been put back in front of
    /// it since, or says itself that this is not as long as it was.
    ///
    /// - Parameters:
    ///   - gossip: A node that knows nothing yet.
    ///   - now: The time.
    /// - Returns: What was found.
    /// - Throws: ``StorageError`` when something cannot be read, or is not what was written. Nothing is changed then.
    func restore(into gossip: inout GossipNode, at now: Moment) throws(StorageError) -> Findings {
        let names: [String]
        do throws(SystemError) { names = try place.disk.names() } catch { throw .system(error) }
        let found = FoundSegments(names)
        var start = Restoration()
        for name in found.segments { try restore(name, of: found, into: &gossip, &start, at: now) }
        repeat { gossip.enforceRetention(at: now) } while gossip.hasRetentionWork
        gossip.finishRestoring(at: now)
        let unfinished = names.filter { $0.hasPrefix(SegmentName.unfinished) }
        do throws(SystemError) {
            for name in start.aside { try place.disk.rename(name, to: name + SegmentName.aside) }
            try settle(
                start.read,
                from: found.newestSettled,
                without: found.superseded.map(\.text) + unfinished + start.superfluous
            )
        } catch {
            throw .system(error)
        }
        try beginSegment(with: gossip, number: max(found.nextNumber, start.chain.last + 1), waits: true)
        gossip.startJournal()
        return Findings(
            segments: start.read.count,
            bytes: start.read.reduce(0) { $0 + $1.bytes },
            torn: start.torn,
            missing: start.chain.missing
        )
    }

    /// Gives a node back what one segment has, if that is to be taken.
    private func restore(
        _ name: SegmentName,
        of found: FoundSegments,
        into gossip: inout GossipNode,
        _ start: inout Restoration,
        at now: Moment
    ) throws(StorageError) {
        let path = place.disk.path(of: name.text)
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try place.disk.open(name.text, .read).readAll()
        } catch {
            throw .system(error)
        }
        let isCutOff = try found.isCutOff(name, bytes.span, of: path, before: start.read.last)
        guard start.begin(name, isCutOff: isCutOff) else {
            return start.note(nil, of: name, at: path, byteCount: bytes.count)
        }
        try checkWhole(start.read.last, beginning: name, bytes.span, of: path)
        let segment = try restore(name, bytes.span, at: path, of: found, into: &gossip, &start.chain, at: now)
        start.note(segment, of: name, at: path, byteCount: bytes.count)
    }

    /// Gives a node back what one segment has, as far as that is sound.
    ///
    /// - Returns: The segment; `nil` when there is nothing in it.
    private func restore(
        _ name: SegmentName,
        _ bytes: Span<UInt8>,
        at path: String,
        of found: FoundSegments,
        into gossip: inout GossipNode,
        _ chain: inout SegmentChain,
        at now: Moment
    ) throws(StorageError) -> ClosedSegment? {
        var (extent, checkpoint, followsHole) = (JournalExtent(), 0, false)
        if !SegmentHeader.isTorn(bytes) {
            followsHole = chain.begin(name, try SegmentHeader(decoding: bytes, of: path))
        }
        let isBehindHole = chain.isBehindHole
        let length = try found.readable(name, bytes, of: path, by: place.node) { frames throws(JournalError) in
            if checkpoint == 0 { checkpoint = frames.count }
            try gossip.restore(frames, noting: &extent, isBehindHole: isBehindHole, at: now)
            // The files may have twice what is to be kept.
            gossip.enforceRetentionWhileRestoring(at: now)
        }
        guard length > 0 else { return nil }
        let header = try SegmentHeader(decoding: bytes, of: path)
        let isFolded = header.ownLength > 0
        return ClosedSegment(
            name: name,
            last: chain.end(name, header, before: found.number(after: name)),
            bytes: length,
            extent: extent,
            checkpoint: isFolded ? 0 : checkpoint,
            isFolded: isFolded,
            followsHole: followsHole,
            isBehindHole: isBehindHole
        )
    }

    /// Checks that a segment is as long as the one that was begun behind it says.
    ///
    /// - Throws: ``StorageError`` when it is shorter though the disk had it: no crash leaves that.
    private func checkWhole(
        _ before: ClosedSegment?,
        beginning name: SegmentName,
        _ bytes: Span<UInt8>,
        of path: String
    ) throws(StorageError) {
        // One that was rewritten says itself how long it is; in version 4 nothing tells which these are.
        guard let before, !before.isFolded, name.isSettled, before.name.number == name.number - 1 else { return }
        let header = try SegmentHeader(decoding: bytes, of: path)
        guard header.knowsFolded, before.bytes < header.lengthBefore else { return }
        throw .damaged(file: place.disk.path(of: before.name.text), offset: before.bytes)
    }

    /// Makes sure that the disk has what was read, and nothing else.
    private func settle(
        _ segments: [ClosedSegment],
        from newestSettled: Int,
        without superfluous: [String]
    ) throws(SystemError) {
        for name in superfluous { try place.disk.remove(name) }
        try place.disk.sync()
        for var segment in segments {
            // One that was not waited for may have been put back behind newer ones.
            if segment.name.number >= newestSettled || !segment.name.isSettled { try writeAnew(&segment) }
            archive.append(segment)
        }
    }

    private func writeAnew(_ segment: inout ClosedSegment) throws(SystemError) {
        let bytes = try place.disk.open(segment.name.text, .read).readAll()
        let file = try place.disk.open(SegmentName.unfinished, .replace)
        try file.write(bytes.span.extracting(0..<segment.bytes))
        try file.sync()
        try place.disk.rename(SegmentName.unfinished, to: segment.name.settled.text)
        // Before the next one says that this one is there.
        try place.disk.sync()
        if !segment.name.isSettled { try place.disk.remove(segment.name.text) }
        segment.name = segment.name.settled
    }
}
