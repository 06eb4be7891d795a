/// Cuts what a server sends into frames, and copies only those that two reads have a part of.
struct FrameStream {
    /// The beginning of a frame whose end is not here yet.
    private var partial: [UInt8] = []

    /// Begins with nothing.
    init() {}

    /// Takes in what was read.
    ///
    /// - Parameters:
    ///   - bytes: All of it.
    ///   - body: Is called for each frame that is whole, with the bytes that it stands in.
    /// - Throws: ``CommandError/failure(_:)`` for a frame that is longer than any, and what `body` throws.
    @inline(__always)
    mutating func read(
        _ bytes: Span<UInt8>,
        _ body: (ServerFrame, Span<UInt8>) throws(CommandError) -> Void
    ) throws(CommandError) {
        var offset = 0
        if !partial.isEmpty {
            try complete(from: bytes, &offset)
            guard let frame = ServerFrame(in: partial.span, at: 0) else { return }
            try body(frame, partial.span)
            partial.removeAll(keepingCapacity: true)
        }
        while let frame = ServerFrame(in: bytes, at: offset) {
            try body(frame, bytes)
            offset = frame.payload.upperBound
        }
        keep(bytes, from: offset)
    }

    /// Moves as much as the frame lacks that the last read ended in.
    private mutating func complete(from bytes: Span<UInt8>, _ offset: inout Int) throws(CommandError) {
        while offset < bytes.count {
            let missing = ServerFrame.missing(from: partial.span)
            guard missing > 0 else { return }
            guard partial.count + missing <= ServerFrame.longest else {
                throw .failure("the node sent a frame of more than \(Quantity.bytes(ServerFrame.longest))")
            }
            let end = min(bytes.count, offset + missing)
            for index in offset..<end { partial.append(bytes[index]) }
            offset = end
        }
    }

    private mutating func keep(_ bytes: Span<UInt8>, from offset: Int) {
        for index in offset..<bytes.count { partial.append(bytes[index]) }
    }
}
