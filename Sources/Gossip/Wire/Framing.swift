import Bytes

/// How frames stand in a stream: a length of four bytes, a type of one, and the body.
///
///      0        4      5
///     ├────────┼──────┼───────── length − 1 ─────────┤
///     │ length │ type │ body                         │
enum Framing {
    /// The length's size, in bytes.
    static let lengthSize = 4

    /// What a frame may have beside the longest frame of a message: origin, channel, or a clock, in bytes.
    static let overheadLimit = 64 << 10

    /// The longest snapshot, in bytes: the users, and half a MiB for an address and the most links.
    static let snapshotLimit = RunUsers.byteLimit + 512 << 10

    /// How long a frame may be where a message's may have `frameBytes`: short messages do not make few users.
    static func lengthLimit(frameBytes: Int) -> Int { max(frameBytes, snapshotLimit) + overheadLimit }

    /// How long a snapshot may be that has a message behind it in its frame, where messages' may have `frameBytes`.
    static func roomBesideState(frameBytes: Int) -> Int { max(frameBytes, snapshotLimit) - frameBytes }

    /// The longest greeting, in bytes; before it is read nothing is known of the other side.
    static let helloLimit = 1024

    /// Whether the bytes are one whole greeting, and nothing else.
    static func isHello(_ frames: Span<UInt8>) -> Bool {
        guard frames.count > lengthSize, frames.count <= lengthSize + helloLimit else { return false }
        return frames[lengthSize] == FrameType.hello.rawValue
            && frames.bigEndian(at: 0, as: UInt32.self) == UInt32(frames.count - lengthSize)
    }

    /// Where the frame that begins at `offset` lies, its length included.
    ///
    /// - Throws: When the bytes end before it does, or it has no type.
    static func frame(in frames: Span<UInt8>, at offset: Int) throws(TruncatedInput) -> Range<Int> {
        guard frames.count - offset > lengthSize else { throw TruncatedInput() }
        let length = Int(frames.bigEndian(at: offset, as: UInt32.self))
        guard length >= 1, length <= frames.count - offset - lengthSize else { throw TruncatedInput() }
        return offset..<(offset + lengthSize + length)
    }

    /// Appends a frame, its body written by `body`.
    static func append(_ type: FrameType, to output: inout [UInt8], body: (inout [UInt8]) -> Void) {
        let frame = begin(type, in: &output)
        body(&output)
        end(frame, in: &output)
    }

    /// Begins a frame; its body is to be appended next.
    ///
    /// On hot paths this stands in the place of a closure: one that captures a node copies it, with twenty
    /// reference counts up and down.
    ///
    /// - Returns: Where the frame starts, for ``end(_:in:)``.
    static func begin(_ type: FrameType, in output: inout [UInt8]) -> Int {
        output.append(bigEndian: UInt32(0))
        output.append(type.rawValue)
        return output.count - lengthSize - 1
    }

    /// Ends a frame that begins at `start`: its length is known now.
    static func end(_ start: Int, in output: inout [UInt8]) {
        let length = UInt32(output.count - start - lengthSize)
        for index in 0..<lengthSize {
            output[start + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index))
        }
    }
}
