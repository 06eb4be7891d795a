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
        var torn: [Torn] = []

        /// The numbers of segments that somebody has taken away.
        var missing: [ClosedRange<Int>] = []
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
        var findings = Findings()
        let names: [String]
        do throws(SystemError) { names = try place.disk.names() } catch { throw .system(error) }
        let found = FoundSegments(names)
        var read: [ClosedSegment] = []
        var chain = SegmentChain()
        // Whether what the disk was not waited for comes after something that is torn, or that is not there at all.
        var (isBehindTear, isBehindAbsence) = (false, false)
        var aside: [String] = []
        var superfluous = found.superseded.map(\.text) + names.filter { $0.hasPrefix(SegmentName.unfinished) }
        for name in found.segments {
            let path = place.disk.path(of: name.text)
            let bytes: [UInt8]
            do throws(SystemError) {
                bytes = try place.disk.open(name.text, .read).readAll()
            } catch {
                throw .system(error)
            }
            var extent = JournalExtent()
            var (length, checkpoint, followsHole, isBehindHole) = (0, 0, false, false)
            if name.isSettled { (isBehindTear, isBehindAbsence) = (false, false) }
            let isCutOff = try found.isCutOff(name, bytes.span, of: path, before: read.last)
            // What was promised to nobody ends at the first byte that is missing.
            if !isBehindTear, !isCutOff {
                try checkWhole(read.last, beginning: name, bytes.span, of: path)
                if !SegmentHeader.isTorn(bytes.span) {
                    followsHole = chain.begin(name, try SegmentHeader(decoding: bytes.span, of: path))
                }
                isBehindHole = chain.isBehindHole
                length = try found.readable(name, bytes.span, of: path, by: place.node) { frames throws(JournalError) in
                    if checkpoint == 0 { checkpoint = frames.count }
                    try gossip.restore(frames, noting: &extent, isBehindHole: isBehindHole, at: now)
                    // The files may have twice what is to be kept.
                    gossip.enforceRetentionWhileRestoring(at: now)
                }
            }
            // Whoever has taken a file away may put it back, and then these are of use again.
            if !isBehindTear, isCutOff, read.last?.last != name.number - 1 { isBehindAbsence = true }
            if length < bytes.count {
                isBehindTear = true
                findings.torn.append(
                    Torn(
                        file: path,
                        offset: length,
                        byteCount: bytes.count - length,
                        keptAs: isBehindAbsence ? path + SegmentName.aside : nil
                    )
                )
            }
            if length == 0 {
                if isBehindAbsence { aside.append(name.text) } else { superfluous.append(name.text) }
            } else {
                let header = try SegmentHeader(decoding: bytes.span, of: path)
                let isFolded = header.ownLength > 0
                if isFolded { checkpoint = 0 }
                read.append(
                    ClosedSegment(
                        name: name,
                        last: chain.end(name, header, before: found.number(after: name)),
                        bytes: length,
                        extent: extent,
                        checkpoint: checkpoint,
                        isFolded: isFolded,
                        followsHole: followsHole,
                        isBehindHole: isBehindHole
                    )
                )
            }
        }
        findings.missing = chain.missing
        findings.segments = read.count
        findings.bytes = read.reduce(0) { $0 + $1.bytes }
        repeat { gossip.enforceRetention(at: now) } while gossip.hasRetentionWork
        gossip.finishRestoring()
        do throws(SystemError) {
            for name in aside { try place.disk.rename(name, to: name + SegmentName.aside) }
            try settle(read, from: found.newestSettled, without: superfluous)
        } catch {
            throw .system(error)
        }
        try beginSegment(with: gossip, number: max(found.nextNumber, chain.last + 1), waits: true)
        gossip.startJournal()
        return findings
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
