package import Gossip
package import Reactor

/// A data directory and what a node does with it, without the node: so that the fuzzer can spoil files in between.
package struct DataDirectory {
    private let journal: Journal

    /// Takes a directory, as a start does.
    ///
    /// - Parameters:
    ///   - disk: Where it is.
    ///   - node: Whose it is.
    ///   - segmentLimit: How long a segment gets, in bytes.
    ///   - world: Whose time and chance it takes.
    /// - Throws: When somebody else has it, or it cannot be written.
    package init(
        on disk: any Storage,
        of node: String,
        segmentLimit: Int,
        in world: any World
    ) throws(StorageError) {
        journal = try Journal(
            JournalPlace(disk: disk, node: node, fsync: .always, segmentLimit: segmentLimit, world: world)
        )
    }

    /// Gives a node back what was written.
    ///
    /// - Returns: How many bytes at the end were of no use, and how many segments somebody took away.
    /// - Throws: Which file cannot be read; nothing is changed then.
    package func restore(
        into gossip: inout GossipNode,
        at now: Moment
    ) throws(StorageError) -> (tornBytes: Int, missingSegments: Int) {
        let findings = try journal.restore(into: &gossip, at: now)
        return (
            findings.torn.reduce(0) { $0 + $1.byteCount }, findings.missing.reduce(0) { $0 + $1.count }
        )
    }

    /// Writes what has come to the node since the last call.
    package func write(from gossip: inout GossipNode, at now: Moment) throws(StorageError) {
        try journal.write(from: &gossip, at: now)
    }

    /// Rewrites neighbouring segments as one, if that is worth it.
    ///
    /// - Returns: Whether some were.
    /// - Throws: Which file cannot be read; the old ones are there then.
    package func fold(with gossip: GossipNode) throws(StorageError) -> Bool {
        guard let fold = journal.takeFold(with: gossip) else { return false }
        let names = fold.names
        let outcome: SegmentFold.Outcome
        do throws(StorageError) { outcome = try fold.run() } catch {
            journal.finishFold(of: names, .failure(error))
            throw error
        }
        journal.finishFold(of: names, .success(outcome))
        return true
    }

    /// A segment as a node writes it, with bodies of records that it may never have written.
    package static func segment(of node: String, salt: UInt64, lengthBefore: Int, bodies: [[UInt8]]) -> [UInt8] {
        var bytes = SegmentHeader(node: node, salt: salt, lengthBefore: lengthBefore).encoded
        for body in bodies {
            SegmentRecord.append(to: &bytes, offset: 0, salt: salt, synced: 0) { $0.append(contentsOf: body) }
        }
        return bytes
    }
}
