import Bytes

/// The segments of a journal as earlier releases wrote them, made of those of this one.
///
/// It knows the formats for itself: what reads them in a node is to be tried, not believed.
///
///     8   a header says up to which segment a rewritten one has the contents
///     7   … nothing of that; each segment's records begin with bytes of its own
///     6   … all with the same
///     5   items of entries have no length, the frames of posts have
///     4   … and a header says nothing of the segment's own length
struct EarlierSegments {
    /// The format that nodes write.
    static let current: UInt8 = 8

    /// The first bytes of a segment, and of a record up to format 6.
    static let magic = Array("MESHDATA".utf8)
    private static let oneMarker: UInt32 = 0xA55A_4D52

    /// What a record has before its body, in bytes.
    private static let recordHead = 20

    /// Which one is written.
    private let format: UInt8

    /// Writes a format.
    init(_ format: UInt8) {
        self.format = format
    }

    /// A segment that was rewritten, and where in it what stood at an offset before stands now.
    private struct Rewritten {
        var bytes: [UInt8]
        var places: [(before: Int, now: Int)]

        /// Where something stands that stood behind a whole record, or behind the last one before it.
        func place(_ offset: Int) -> Int { places.last { $0.before <= offset }?.now ?? 0 }
    }

    /// Writes all segments of a directory anew.
    ///
    /// - Parameter files: Their names, in order, with what they have.
    /// - Returns: Those that are other now; none where they have what the format cannot say.
    func written(_ files: [(name: String, bytes: [UInt8])]) -> [(name: String, bytes: [UInt8])] {
        let segments = files.filter { $0.name.hasSuffix(".segment") || $0.name.hasSuffix(".begun") }
        var written: [(name: String, bytes: [UInt8])] = []
        var before: Rewritten?
        for (name, bytes) in segments {
            guard bytes.starts(with: Self.magic), bytes.count > Self.magic.count else { return [] }
            guard bytes[Self.magic.count] == Self.current else {
                before = Rewritten(bytes: bytes, places: [(0, 0), (bytes.count, bytes.count)])
                continue
            }
            do throws(TruncatedInput) {
                let segment = try rewritten(bytes.span, behind: before)
                written.append((name, segment.bytes))
                before = segment
            } catch {
                return format < 6 ? EarlierSegments(6).written(files) : []
            }
        }
        return written
    }

    private func rewritten(_ bytes: Span<UInt8>, behind before: Rewritten?) throws(TruncatedInput) -> Rewritten {
        var cursor = ByteCursor(at: Self.magic.count + 1)
        let name = try cursor.counted(limit: 64, in: bytes)
        let salt = try cursor.integer(UInt64.self, in: bytes)
        let lengthBefore = Int(clamping: try cursor.integer(UInt64.self, in: bytes))
        let ownLength = Int(clamping: try cursor.integer(UInt64.self, in: bytes))
        // Which is the last segment whose contents it has.
        _ = try cursor.integer(UInt64.self, in: bytes)
        _ = try cursor.integer(UInt64.self, in: bytes)
        let body = try records(of: bytes, from: cursor.offset, salt: salt, at: length(ofName: name.count))
        var output = Self.magic + [format, UInt8(name.count)]
        for index in name { output.append(bytes[index]) }
        output.append(bigEndian: salt)
        output.append(bigEndian: UInt64(lengthBefore == 0 ? 0 : before?.place(lengthBefore) ?? lengthBefore))
        if format > 4 { output.append(bigEndian: UInt64(ownLength == 0 ? 0 : body.place(ownLength))) }
        output.append(bigEndian: output.span.hash(seed: 0))
        return Rewritten(bytes: output + body.bytes, places: body.places)
    }

    /// How long a header is, in bytes.
    private func length(ofName count: Int) -> Int { Self.magic.count + 2 + count + (format > 4 ? 32 : 24) }

    private func records(
        of bytes: Span<UInt8>,
        from start: Int,
        salt: UInt64,
        at place: Int
    ) throws(TruncatedInput) -> Rewritten {
        var output = Rewritten(bytes: [], places: [(0, 0), (start, place)])
        var offset = start
        while bytes.count - offset >= Self.recordHead {
            let length = Int(bytes.bigEndian(at: offset + 4, as: UInt32.self))
            let synced = bytes.bigEndian(at: offset + 8, as: UInt32.self)
            let body = (offset + Self.recordHead)..<(offset + Self.recordHead + length)
            guard body.upperBound <= bytes.count else { break }
            let hash = Self.checksum(bytes.extracting(body), synced, at: offset, salt)
            guard hash == bytes.bigEndian(at: offset + 12, as: UInt64.self) else { break }
            let content = format < 6 ? try EarlierEntries.written(bytes.extracting(body)) : bytes.extracting(body).array
            let now = UInt32(clamping: output.place(Int(synced)))
            let head = place + output.bytes.count
            output.bytes.append(bigEndian: format < 7 ? Self.oneMarker : Self.marker(of: salt))
            output.bytes.append(bigEndian: UInt32(content.count))
            output.bytes.append(bigEndian: now)
            output.bytes.append(bigEndian: Self.checksum(content.span, now, at: head, salt))
            output.bytes += content
            offset = body.upperBound
            output.places.append((offset, place + output.bytes.count))
        }
        // What was torn stays so.
        output.bytes += bytes.extracting(offset...).array
        return output
    }

    private static func marker(of salt: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (salt &* 0x9E37_79B9_7F4A_7C15) >> 32) | 1 << 31
    }

    private static func checksum(_ body: Span<UInt8>, _ synced: UInt32, at offset: Int, _ salt: UInt64) -> UInt64 {
        body.hash(seed: salt &+ (UInt64(synced) << 32) &+ UInt64(offset))
    }
}

extension Span<UInt8> {
    /// All of it.
    var array: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(self)
        return bytes
    }
}
