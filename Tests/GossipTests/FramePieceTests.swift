import Bytes
import Testing

@testable import Gossip

@Suite("Pieces of a frame", .computing) struct FramePieceTests {
    /// How many bytes of a frame one piece carries.
    static let size = 1109

    static let now = Moment(monotonic: 0, wall: 0)

    /// A path that was greeted, and takes frames of 16 MiB and a little.
    static func greeted() throws -> DatagramPath {
        var path = DatagramPath(accepting: 9, proof: 5, frameLimit: 1000)
        var frames: [UInt8] = []
        let hello = PathPair.opening(identity: 9, proof: 5, DatagramPathTests.frame(1, Array("MESH".utf8)))
        #expect(try path.receive(hello.span, into: &frames, at: now))
        return path
    }

    /// A packet of the path with frames.
    static func packet(_ number: UInt64, _ frames: [UInt8], seenEnd: UInt64 = 0) -> [UInt8] {
        PathPair.packet(identity: 9, proof: 5, number, frames, seenEnd: seenEnd)
    }

    /// A piece with so many bytes.
    static func piece(of frame: UInt64 = 0, at offset: UInt64, total: UInt64, count: Int, filled byte: UInt8 = 7)
        -> [UInt8]
    {
        var body: [UInt8] = []
        body.append(varint: frame)
        body.append(varint: offset)
        body.append(varint: total)
        return DatagramPathTests.frame(12, body + [UInt8](repeating: byte, count: count))
    }

    @Test(
        arguments: [
            // The last piece is longer than what is left.
            (0, 1, 1109), (1109, 1200, 92), (0, 1000, 1001), (1109, 1118, 1109),
            // Or shorter, or none.
            (0, 1000, 999), (0, 2000, 1108), (0, 1000, 0), (0, 0, 0),
            // It begins where none does, or behind the end.
            (1, 2000, 1109), (1108, 2000, 892), (2218, 2000, 1), (1109, 1109, 0),
            // The frame is longer than any.
            (0, 1 << 25, 1109), (0, 1 << 53 - 1, 1109), (1 << 53 - 1, 1 << 53 - 1, 0),
        ] as [(UInt64, UInt64, Int)]
    )
    func `has its place in it, or ends the path`(offset: UInt64, total: UInt64, count: Int) throws {
        var path = try Self.greeted()
        var frames: [UInt8] = []
        let bytes = Self.packet(1, Self.piece(at: offset, total: total, count: count))
        #expect(throws: LinkError.malformedFrame(.piece)) { try path.receive(bytes.span, into: &frames, at: Self.now) }
        #expect(frames.isEmpty)
    }

    @Test func `from a stranger is not even looked at`() throws {
        var path = DatagramPath(accepting: 9, proof: 5, frameLimit: 1000)
        var frames: [UInt8] = []
        let hello = DatagramPathTests.frame(1, Array("MESH".utf8))
        for body in [Self.piece(at: 0, total: 1, count: 1109), hello + Self.piece(at: 0, total: 1, count: 1109)] {
            #expect(try !path.receive(Self.packet(0, body).span, into: &frames, at: Self.now))
        }
        #expect(frames.isEmpty)
    }

    @Test func `contradicts no other`() throws {
        var path = try Self.greeted()
        var frames: [UInt8] = []
        let first = Self.packet(1, Self.piece(at: 0, total: 2000, count: Self.size))
        let second = Self.packet(2, Self.piece(at: 1109, total: 2001, count: 892))
        #expect(try path.receive(first.span, into: &frames, at: Self.now))
        #expect(throws: LinkError.malformedFrame(.piece)) { try path.receive(second.span, into: &frames, at: Self.now) }
    }

    @Test func `that comes again begins no second frame, however often`() throws {
        var path = try Self.greeted()
        var frames: [UInt8] = []
        var number: UInt64 = 0
        func take(_ piece: [UInt8], by path: inout DatagramPath) throws -> Bool {
            number += 1
            return try path.receive(Self.packet(number, piece).span, into: &frames, at: Self.now)
        }
        // Every frame is complete, and then its first piece comes once more in another packet.
        for frame in 0..<3000 as Range<UInt64> {
            #expect(try take(Self.piece(of: frame, at: 1109, total: 2000, count: 891), by: &path))
            #expect(try take(Self.piece(of: frame, at: 0, total: 2000, count: Self.size), by: &path))
            #expect(try take(Self.piece(of: frame, at: 0, total: 2000, count: Self.size), by: &path))
        }
        #expect(frames.count == 3000 * 2000)
    }

    @Test func `counts once until the frame is whole, whatever the order is in which they come`() throws {
        var path = try Self.greeted()
        var frames: [UInt8] = []
        var counts: [Int] = []
        // Of one frame the last piece twice and the first, of another the first, then what is left of both.
        let (size, last) = (UInt64(Self.size), 782)
        let pieces: [(frame: UInt64, offset: UInt64, count: Int)] = [
            (0, 2 * size, last), (0, 2 * size, last), (0, 0, Self.size), (1, 0, Self.size), (0, size, Self.size),
            (1, 2 * size, last), (1, size, Self.size),
        ]
        for (number, piece) in pieces.enumerated() {
            let piece = Self.piece(of: piece.frame, at: piece.offset, total: 3000, count: piece.count)
            #expect(try path.receive(Self.packet(UInt64(number) + 1, piece).span, into: &frames, at: Self.now))
            counts.append(path.unfinished.byteCount)
        }
        #expect(counts == [782, 782, 1891, 3000, 1109, 1891, 0])
        #expect(frames.count == 6000 && path.unfinished.numbers == 2..<2)
    }

    @Test func `is left to come again when too much is unfinished`() throws {
        var path = try Self.greeted()
        var frames: [UInt8] = []
        let total: UInt64 = 15 << 20
        // Two of 15 MiB may be under way, and what belongs to them is still taken when a third is not.
        for (number, isTaken) in [true, true, false].enumerated() {
            let piece = Self.piece(of: UInt64(number), at: 0, total: total, count: Self.size)
            #expect(
                try path.receive(Self.packet(UInt64(number) + 1, piece).span, into: &frames, at: Self.now) == isTaken
            )
        }
        let second = Self.piece(of: 0, at: 1109, total: total, count: Self.size)
        #expect(try path.receive(Self.packet(4, second).span, into: &frames, at: Self.now))
        let farAhead = Self.piece(of: 5000, at: 0, total: 10, count: 10)
        #expect(try !path.receive(Self.packet(5, farAhead).span, into: &frames, at: Self.now))
    }
}
