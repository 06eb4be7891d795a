import Bytes
import Gossip

/// The front of a segment file: what it is, whose, and what its checksums begin with.
///
///      0        8         9       10      n + 10     n + 18     n + 26     n + 34     n + 42     n + 50
///     ├────────┼─────────┼───────┼────────┼──────────┼──────────┼──────────┼──────────┼───────────┤
///     │ magic  │ version │ n     │ name   │ salt     │ before   │ length   │ last     │ checksum  │ records …
///
/// `before` says how long the segment before was when this one was begun: a disk that lost the end of that one, at a
/// record's end, would otherwise look as if nothing was missing. A segment that was rewritten is another than that; it is
/// written in one piece, and says in `length` how long it is itself, and in `last` the number of the last segment whose
/// contents it has: so a file that somebody took out of the middle is missed. Version 4 has no `length`, up to version 5
/// items of entries have none, and messages no notes, see ``read(_:take:)``, up to version 6 the records of all segments
/// begin with the same bytes, and up to version 7 there is no `last`.
struct SegmentHeader: Equatable {
    /// The first bytes of every segment.
    static let magic: [UInt8] = Array("MESHDATA".utf8)

    /// The format that this code writes: of the header, the records and the entries in them.
    static let version: UInt8 = 8

    /// The oldest format that it reads.
    static let oldestVersion: UInt8 = 4

    /// The longest name of a node, in bytes.
    static let nameLimit = 64

    /// The name of the node that wrote the segment.
    var node: String

    /// A number that nobody outside knows: so no client can post bytes that look like a record.
    var salt: UInt64

    /// How long the segment before was when this one was begun, in bytes; 0 when nobody needs to know.
    var lengthBefore = 0

    /// How long the segment is, in bytes; 0 for one that was written bit by bit.
    var ownLength = 0

    /// The number of the last segment whose contents one that was rewritten has; 0 for one that was written bit by bit.
    var lastNumber = 0

    /// The format that it is written in.
    private(set) var version = Self.version

    /// Whether segments that were rewritten since it was begun say so.
    var knowsFolded: Bool { version > Self.oldestVersion }

    /// Whether it says what it has the contents of, if it was rewritten.
    var knowsLast: Bool { version > Self.lastWithoutLast }

    /// What its records begin with.
    var marker: UInt32 { version <= Self.lastWithOneMarker ? Self.oneMarker : SegmentRecord.marker(of: salt) }

    /// The newest format in which the records of all segments begin with the same bytes, and these.
    private static let lastWithOneMarker: UInt8 = 6
    private static let oneMarker: UInt32 = 0xA55A_4D52

    /// The newest format in which a segment that was rewritten does not say of which ones.
    private static let lastWithoutLast: UInt8 = 7

    /// The newest format in which items of entries have no length.
    private static let lastWithoutLengths: UInt8 = 5

    /// Hands on what a record of the segment has, as this version writes it.
    func read(_ body: Span<UInt8>, take: (Span<UInt8>) throws(JournalError) -> Void) throws(JournalError) {
        guard version <= Self.lastWithoutLengths else { return try take(body) }
        let frames = try EarlierJournal.translated(body)
        try take(frames.span)
    }

    /// Starts a segment.
    init(node: String, salt: UInt64, lengthBefore: Int = 0) {
        self.node = node
        self.salt = salt
        self.lengthBefore = lengthBefore
    }

    /// The header as it stands in the file.
    var encoded: [UInt8] {
        var bytes = Self.magic
        bytes.append(version)
        bytes.append(UInt8(node.utf8.count))
        bytes.append(contentsOf: node.utf8)
        bytes.append(bigEndian: salt)
        bytes.append(bigEndian: UInt64(lengthBefore))
        if version > Self.oldestVersion { bytes.append(bigEndian: UInt64(ownLength)) }
        if knowsLast { bytes.append(bigEndian: UInt64(lastNumber)) }
        bytes.append(bigEndian: bytes.span.hash(seed: 0))
        return bytes
    }

    /// How long the header is in the file, in bytes.
    var length: Int {
        Self.magic.count + 2 + node.utf8.count + 24 + (version > Self.oldestVersion ? 8 : 0) + (knowsLast ? 8 : 0)
    }
}

extension SegmentHeader {
    /// Whether the front of a file is nothing that a node wrote: the disk never had it whole.
    static func isTorn(_ bytes: Span<UInt8>) -> Bool {
        do throws(StorageError) {
            _ = try SegmentHeader(decoding: bytes, of: "")
            return false
        } catch .unknownVersion(_, let version) {
            // A page that the disk never had is zeros; every other version is one that somebody wrote.
            return version == 0
        } catch {
            return true
        }
    }

    /// Reads the front of a file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - file: Its path, for the error.
    /// - Throws: ``StorageError`` when it is no segment, or one of another version.
    init(decoding bytes: Span<UInt8>, of file: String) throws(StorageError) {
        let versionOffset = Self.magic.count
        guard bytes.count > versionOffset, Self.magic.indices.allSatisfy({ bytes[$0] == Self.magic[$0] }) else {
            throw .damaged(file: file, offset: 0)
        }
        version = bytes[versionOffset]
        guard (Self.oldestVersion...Self.version).contains(version) else {
            throw .unknownVersion(file: file, version)
        }
        do throws(TruncatedInput) {
            var cursor = ByteCursor(at: versionOffset + 1)
            let name = try cursor.counted(limit: Self.nameLimit, in: bytes)
            salt = try cursor.integer(UInt64.self, in: bytes)
            lengthBefore = Int(clamping: try cursor.integer(UInt64.self, in: bytes))
            if version > Self.oldestVersion { ownLength = Int(clamping: try cursor.integer(UInt64.self, in: bytes)) }
            if version > Self.lastWithoutLast { lastNumber = Int(clamping: try cursor.integer(UInt64.self, in: bytes)) }
            let hash = bytes.extracting(0..<cursor.offset).hash(seed: 0)
            guard try cursor.integer(UInt64.self, in: bytes) == hash else { throw TruncatedInput() }
            guard lastNumber <= SegmentName.numberLimit else { throw TruncatedInput() }
            guard let text = try? UTF8Span(validating: bytes.extracting(name)) else { throw TruncatedInput() }
            node = String(copying: text)
        } catch {
            throw .damaged(file: file, offset: 0)
        }
    }
}
