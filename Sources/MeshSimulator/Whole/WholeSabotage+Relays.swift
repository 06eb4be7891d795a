import ChannelProtocol
import WebSocket

/// What clients of relay channels are shown otherwise than it came.
extension WholeScenario.Sabotage {
    /// Changes what one of the relay clients hears.
    ///
    /// - Parameters:
    ///   - hearing: What it hears.
    ///   - count: How many messages all of them have heard.
    ///   - isSlow: Whether it reads a little at a time.
    /// - Returns: What the judge is told of.
    func distort(_ hearing: RelayHearing, heard count: Int, isSlow: Bool) -> [RelayHearing] {
        var other = hearing
        switch self {
        case .repeatPost where count == 10: return [hearing, hearing]
        case .losePost where count == 10: return []
        case .loseSlowly where isSlow && RelayMessage.read(hearing.bytes)?.number == 7: return []
        case .swapEvents where RelayMessage.read(hearing.bytes)?.number == 1: other.place?.place.sequence += 1000
        case .changePost where count == 10: other.bytes.append(0)
        case .changeType where count == 10: other.type = hearing.type == .text ? .binary : .text
        case .changeForm: other.isJSON?.toggle()
        case .forgetForm where isSlow: other.isJSON = other.isJSON.map { _ in false }
        default: break
        }
        return [other]
    }

    /// Changes what somebody is told of something that it posted.
    func distort(_ answer: RelayAnswer, to kind: WholeGuest.Kind) -> RelayAnswer {
        var other = answer
        switch (self, kind) {
        case (.misnameEvent, .relay), (.misnameAnswer, .poster), (.misnameOwn, .program): other.id += "0"
        default: break
        }
        return other
    }

    /// Changes what one of the clients of the channel protocol is told.
    ///
    /// - Parameter bytes: An event.
    /// - Returns: What it gets.
    func distort(event bytes: [UInt8]) -> [[UInt8]] {
        func isCalled(_ name: EventName) -> Bool {
            String(decoding: bytes, as: UTF8.self).hasPrefix(#"{"\#(EventMember.event)":"\#(name)""#)
        }
        func isAnswer(heldBy copies: Int) -> Bool {
            let end = #""\#(EventMember.copies)":\#(copies)}"#
            return isCalled(.acknowledgement) && String(decoding: bytes, as: UTF8.self).hasSuffix(end)
        }
        switch self {
        case .acknowledgeTwice where isAnswer(heldBy: 1): return [bytes, bytes]
        case .forgetSecond where isAnswer(heldBy: 2): return []
        case .overlookTheft where isCalled(.error): return []
        case .repeatEvent where isCalled(.message): return [bytes, bytes]
        case .repeatGap where isCalled(.gap): return [bytes, bytes]
        case .hideAttached where isCalled(.attached): return []
        case .inventGap where isCalled(.attached):
            let gap = #"{"\#(EventMember.event)":"\#(EventName.gap)","\#(EventMember.lost)":1000000}"#
            return [bytes, Array(gap.utf8)]
        default: return [bytes]
        }
    }
}
