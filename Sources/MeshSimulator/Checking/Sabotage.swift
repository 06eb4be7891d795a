import Bytes
import Gossip

/// A break of a promise that a test asks for: checkers that never object prove nothing.
enum Sabotage: Sendable {
    /// Clients get what was there before they came.
    case replay

    /// Clients get every message a second time.
    case `repeat`

    /// Clients miss a message now and then.
    case skip

    /// Clients get new messages in the opposite order.
    case reverse

    /// Nodes never let go of a message.
    case hoard

    /// Links carry every entry twice.
    case flood

    /// Clients that want to do harm know the secrets of others.
    case tellSecrets

    /// Links change what such clients say in rooms of their own.
    case garble

    /// Messages have times that are minutes ahead, or the lowest rank.
    case postdate
    case forgetRanks

    /// Nodes want to be woken all the time.
    case spin
}

extension Sabotage {
    /// What a client makes of the messages that it should get.
    func spoil(_ messages: [Int]) -> [Int] {
        switch self {
        case .replay, .hoard, .flood, .tellSecrets, .garble, .postdate, .forgetRanks, .spin: messages
        case .repeat: messages + messages
        case .skip: messages.filter { $0 % 16 != 0 }
        case .reverse: messages.reversed()
        }
    }

    /// What becomes of frames that a node writes.
    func spoil(frames: [UInt8]) -> [UInt8] {
        if case .garble = self { return Self.garbled(frames) }
        guard case .flood = self else { return frames }
        var rest: [UInt8] = []
        var offset = 0
        while offset < frames.count {
            let end = offset + 4 + Int(frames.span.bigEndian(at: offset, as: UInt32.self))
            rest += frames[offset..<end]
            if frames[offset + 4] == FrameType.entries.rawValue { rest += frames[offset..<end] }
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
