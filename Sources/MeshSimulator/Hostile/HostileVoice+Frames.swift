import Bytes

extension HostileVoice {
    /// A frame with the length that it has.
    static func withLength(_ frame: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.append(bigEndian: UInt32(frame.count - 4))
        return output + frame.dropFirst(4)
    }

    /// The frames one by one; none when they are not whole.
    static func split(_ frames: [UInt8]) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        var offset = 0
        while frames.count - offset > 4 {
            let end = offset + 4 + Int(frames.span.bigEndian(at: offset, as: UInt32.self))
            guard end > offset + 4, end <= frames.count else { return [] }
            parts.append(Array(frames[offset..<end]))
            offset = end
        }
        return offset == frames.count ? parts : []
    }
}
