import Bytes
import Gossip

/// What links carry otherwise than it was written.
extension Sabotage {
    /// Changes frames that a node writes.
    func spoil(frames: [UInt8]) -> [UInt8] {
        if self == .garble { return Self.garbled(frames) }
        guard self == .flood || self == .breakLink || self == .neverCompare else { return frames }
        var rest: [UInt8] = []
        var offset = 0
        while offset < frames.count {
            let end = offset + 4 + Int(frames.span.bigEndian(at: offset, as: UInt32.self))
            var frame = frames[offset..<end]
            let type = frame[offset + 4]
            if type == FrameType.entries.rawValue, self == .flood { rest += frame }
            if type == FrameType.entries.rawValue, self == .breakLink { frame[offset + 4] = 0xEE }
            if type != FrameType.clockRequest.rawValue || self != .neverCompare { rest += frame }
            offset = end
        }
        return rest
    }

    /// The frames with another letter in what is said in many rooms.
    private static func garbled(_ frames: [UInt8]) -> [UInt8] {
        var frames = frames
        let text = Array("room 1".utf8)
        guard frames.count >= text.count else { return frames }
        for place in 0...(frames.count - text.count) where frames[place..<(place + text.count)].elementsEqual(text) {
            frames[place] = UInt8(ascii: "R")
        }
        return frames
    }
}
