import Bytes
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A segment", .computing) struct SegmentTests {
    private static let header = SegmentHeader(node: "alpha", salt: 0x0123_4567_89AB_CDEF)
    private static let bodies: [[UInt8]] = [[1, 2, 3], [], [UInt8](repeating: 0xA5, count: 100), [4]]

    /// The file, and where each record begins; the last element is the end.
    ///
    /// When it `isSynced`, the disk was waited for before each record.
    private static func file(
        _ bodies: [[UInt8]] = bodies,
        isSynced: Bool = true
    ) -> (bytes: [UInt8], starts: [Int]) {
        var bytes = header.encoded
        var starts = [bytes.count]
        for body in bodies {
            // Each in a write of its own, as a turn does.
            var output: [UInt8] = []
            SegmentRecord.append(
                to: &output,
                offset: bytes.count,
                salt: header.salt,
                synced: isSynced ? bytes.count : 0
            ) { $0 += body }
            bytes += output
            starts.append(bytes.count)
        }
        return (bytes, starts)
    }

    private func read(_ bytes: [UInt8]) throws -> (bodies: [[UInt8]], end: SegmentReader.End) {
        var reader = try SegmentReader(bytes.span, of: "file")
        var bodies: [[UInt8]] = []
        while let range = reader.next(in: bytes.span) { bodies.append(Array(bytes[range])) }
        return (bodies, reader.end(in: bytes.span))
    }

    @Test func `is read as it was written`() throws {
        let (bytes, _) = Self.file()
        let (bodies, end) = try read(bytes)
        #expect(try SegmentReader(bytes.span, of: "file").header == Self.header)
        #expect(bodies == Self.bodies)
        #expect(end == .whole)
    }

    @Test func `is the same when several records are written at once`() throws {
        var bytes = Self.header.encoded
        for body in Self.bodies {
            SegmentRecord.append(to: &bytes, offset: 0, salt: Self.header.salt, synced: 0) { $0 += body }
        }
        #expect(bytes == Self.file(isSynced: false).bytes)
    }

    @Test func `that ends anywhere is whole or torn at the last record that is whole`() throws {
        let (bytes, starts) = Self.file()
        for count in starts[0]...bytes.count {
            let whole = starts.lastIndex { $0 <= count } ?? 0
            let (bodies, end) = try read(Array(bytes[..<count]))
            #expect(bodies == Array(Self.bodies[..<whole]))
            #expect(end == (starts[whole] == count ? .whole : .torn(at: starts[whole])))
        }
        for count in 0..<starts[0] {
            #expect(throws: StorageError.damaged(file: "file", offset: 0)) { try read(Array(bytes[..<count])) }
        }
    }

    @Test func `with a flipped bit is never read as something else`() throws {
        let (bytes, starts) = Self.file()
        for bit in 0..<(bytes.count * 8) {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << (bit % 8)
            guard bit / 8 >= starts[0] else {
                #expect(throws: StorageError.self) { try read(damaged) }
                continue
            }
            let record = (starts.lastIndex { $0 <= bit / 8 } ?? 0)
            let (bodies, end) = try read(damaged)
            #expect(bodies == Array(Self.bodies[..<record]))
            let isLast = record == Self.bodies.count - 1
            #expect(end == (isLast ? .torn(at: starts[record]) : .damaged(at: starts[record])), "bit \(bit)")
        }
    }

    @Test func `ends at a hole in what the disk was not waited for, whatever is behind it`() throws {
        let (bytes, starts) = Self.file(isSynced: false)
        for record in Self.bodies.indices {
            var holed = bytes
            for offset in starts[record]..<starts[record + 1] { holed[offset] = 0 }
            let (bodies, end) = try read(holed)
            #expect(bodies == Array(Self.bodies[..<record]))
            #expect(end == .torn(at: starts[record]))
        }
    }

    @Test func `is damaged where a later record says that the disk had it`() throws {
        let (first, starts) = Self.file(isSynced: false)
        for synced in starts {
            var bytes = first
            SegmentRecord.append(to: &bytes, offset: 0, salt: Self.header.salt, synced: synced) { $0 += [5] }
            bytes[starts[1]] ^= 1
            #expect(try read(bytes).end == (synced > starts[1] ? .damaged(at: starts[1]) : .torn(at: starts[1])))
        }
    }

    @Test func `ends where zeros begin`() throws {
        let (bytes, starts) = Self.file()
        let (bodies, end) = try read(bytes + [UInt8](repeating: 0, count: 5000))
        #expect(bodies == Self.bodies)
        #expect(end == .torn(at: starts[Self.bodies.count]))
    }

    @Test func `begins its records with what nobody outside knows, and never with zeros`() {
        let markers = (0..<1000).map { SegmentRecord.marker(of: $0 &* 0x9E37_79B9_7F4A_7C15) }
        #expect(Set(markers).count == 1000)
        #expect(!markers.contains { $0 >> 24 == 0 })
        #expect(SegmentRecord.marker(of: 0) != 0)
    }

    @Test(.timeLimit(.minutes(10))) func `is soon read whose messages look like records behind a torn one`() throws {
        var (bytes, starts) = Self.file([[1], [2]], isSynced: false)
        // Each looks like a record that goes on to the end.
        let count = 2_000_000
        var message: [UInt8] = []
        while message.count < count {
            message.append(bigEndian: UInt32(0xA55A_4D52))
            message.append(bigEndian: UInt32(count - message.count - 16))
            message += [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0]
        }
        var output: [UInt8] = []
        SegmentRecord.append(to: &output, offset: bytes.count, salt: Self.header.salt, synced: 0) { $0 += message }
        bytes += output
        bytes[starts[1]] ^= 1

        let begin = Clock.threadProcessor()
        #expect(try read(bytes).end == .torn(at: starts[1]))
        // A look at each byte takes a fraction of a second, and one at the rest behind each of them minutes.
        #expect(Clock.threadProcessor() - begin < 10_000_000_000)
    }

    @Test func `does not take a record of another place or another segment for its own`() throws {
        let (bytes, starts) = Self.file()
        let moved = Array(bytes[..<starts[1]]) + Array(bytes[starts[0]..<starts[1]])
        #expect(try read(moved).bodies == [Self.bodies[0]])

        var foreign = bytes
        SegmentRecord.append(to: &foreign, offset: 0, salt: Self.header.salt + 1, synced: 0) { $0 += [9] }
        #expect(try read(foreign).bodies == Self.bodies)
    }

    @Test(arguments: [SegmentHeader.oldestVersion - 1, SegmentHeader.version + 1])
    func `of another format is refused as such, with a cure`(version: UInt8) {
        var bytes = Self.file().bytes
        bytes[SegmentHeader.magic.count] = version
        let error = #expect(throws: StorageError.self) { try read(bytes) }
        #expect(error == .unknownVersion(file: "file", version))
        #expect(error?.description.hasPrefix("file has format version \(version), ") == true)
        #expect(error?.description.hasSuffix("the node then starts with what its peers hold") == true)
    }

    @Test(arguments: [
        (1, true, "00000001.segment"), (12_345_678, false, "12345678.begun"), (123_456_789, true, "123456789.segment"),
    ])
    func `has a name that tells its place, and whether the disk has it`(number: Int, isSettled: Bool, text: String) {
        let name = SegmentName(number, isSettled: isSettled)
        #expect(name.text == text)
        #expect(SegmentName(text) == name)
        #expect(name.settled.text == "\(text.prefix { $0 != "." }).segment")
    }

    @Test(arguments: [
        "lock", "unfinished", "1.segment", "0000000x.segment", "00000001.segment~", "-0000001.segment", "1.begun",
        "9223372036854775807.segment", "999999999999999999.begun", "000000000000000002.segment",
    ])
    func `is not what is called otherwise`(text: String) {
        #expect(SegmentName(text) == nil)
    }
}
