import Bytes

/// What waits to be put into packets: small frames, and large ones that are cut into pieces as their turn comes.
///
/// Small frames go before pieces: probes and short messages do not wait for a long message to cross a slow line. Of
/// ``smallTurns`` + 1 packets one carries pieces all the same, so that a stream of short messages starves no long one.
struct FrameQueue {
    /// How many packets of small frames may go before one with pieces.
    static let smallTurns = 3

    /// How many bytes of large frames may wait before only what the peer must hear at once is asked for.
    ///
    /// Four of 1 MiB: short messages overtake that much, and a link holds that much and one frame more.
    static let largeLimit = 4 << 20

    private var small: [UInt8] = []
    private var smallStart = 0

    /// The large frames that are not cut to the end, the number of the first one, and which piece of it is next.
    private var large = Queue<[UInt8]>()
    private var frameNumber: UInt64 = 0
    private var nextPiece = 0
    private var largeBytes = 0

    /// How many packets in a row had no piece.
    private var turns = 0

    /// How many bytes of frames to ask for; 0 asks only for what cannot wait, and `nil` for nothing.
    var room: Int? {
        guard small.count - smallStart < Packet.sizeLimit else { return nil }
        return largeBytes < Self.largeLimit ? DatagramPath.frameRoom : 0
    }

    /// Takes whole frames.
    mutating func append(_ frames: Span<UInt8>) {
        var offset = 0
        while offset < frames.count {
            let length = Framing.lengthSize + Int(frames.bigEndian(at: offset, as: UInt32.self))
            let frame = frames.extracting(offset..<(offset + length))
            if length <= DatagramPath.frameRoom {
                small.append(frame)
            } else {
                var copy: [UInt8] = []
                copy.reserveCapacity(length)
                copy.append(frame)
                large.append(copy)
                largeBytes += length
            }
            offset += length
        }
    }

    /// The frames of the next packet.
    mutating func next() -> [UInt8] {
        var frames: [UInt8] = []
        let hasSmall = smallStart < small.count
        if hasSmall, large.isEmpty || turns < Self.smallTurns {
            takeSmall(into: &frames)
            turns += 1
        } else if !large.isEmpty {
            takePieces(into: &frames)
            turns = 0
        }
        return frames
    }

    private mutating func takeSmall(into frames: inout [UInt8]) {
        var end = smallStart
        while end < small.count {
            let next = end + Framing.lengthSize + Int(small.span.bigEndian(at: end, as: UInt32.self))
            guard next - smallStart <= DatagramPath.frameRoom else { break }
            let isHello = small[end + Framing.lengthSize] == FrameType.hello.rawValue
            end = next
            // A greeting travels alone: it is judged before anything else is read.
            if isHello { break }
        }
        frames.append(contentsOf: small[smallStart..<end])
        smallStart = end
        // Of a link that is never idle something is always left.
        guard smallStart >= small.count - smallStart else { return }
        small.removeFirst(smallStart)
        smallStart = 0
    }

    private mutating func takePieces(into frames: inout [UInt8]) {
        while let frame = large.first {
            let piece = FramePiece(frame: frameNumber, number: nextPiece, total: frame.count)
            guard frames.isEmpty || frames.count + piece.count + FramePiece.headerLimit <= DatagramPath.frameRoom
            else { return }
            piece.append(frame.span.extracting(piece.offset..<(piece.offset + piece.count)), to: &frames)
            nextPiece += 1
            guard piece.offset + piece.count == frame.count else { continue }
            largeBytes -= frame.count
            _ = large.popFirst()
            frameNumber += 1
            nextPiece = 0
        }
    }
}
