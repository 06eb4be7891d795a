import Bytes
import ChannelProtocol
import Gossip
import JSON

/// A message in an answer about history.
enum PastMessage: Equatable {
    /// As everybody got it: the JSON of its `send-message` event.
    case whole([UInt8])

    /// One that is longer than an answer may be, or that a peer has sent as something that would break the answer: which it
    /// is, and how many bytes its event has.
    case named(MessageID, bytes: Int)

    /// How long an answer may be, in bytes, beside what is said of it: what one client may leave unread is a little more.
    static let answerBytes = 48 << 10

    /// In how many lists and objects an event stands in an answer.
    private static let nesting = 2

    /// Takes a message out of the frame in which it went out; of a long one nothing is copied.
    init(_ id: MessageID, inFrame frame: Span<UInt8>) {
        let event = frame.extracting(ServerFrames.payloadStart(ofFrameAt: 0, in: frame)..<frame.count)
        guard event.count <= Self.answerBytes, event.isJSON(standingIn: Self.nesting) else {
            self = .named(id, bytes: event.count)
            return
        }
        var bytes: [UInt8] = []
        bytes.append(event)
        self = .whole(bytes)
    }

    /// How many bytes it takes in an answer, about.
    var cost: Int {
        switch self {
        case .whole(let event): event.count + 1
        case .named: 256
        }
    }

    /// How many bytes were looked at, to see that they are JSON.
    var checkedBytes: Int {
        switch self {
        case .whole(let event): event.count
        case .named(_, let bytes): bytes <= Self.answerBytes ? bytes : 0
        }
    }

    /// Writes it.
    func write(to writer: inout JSONWriter) {
        switch self {
        case .whole(let event): writer.value(json: event)
        case .named(let id, let bytes):
            writer.object { writer in
                writer.member(EventMember.event, EventName.sendMessage.rawValue)
                writer.member(EventMember.id, id)
                writer.member(EventMember.node, id.node)
                writer.member(EventMember.bytes, bytes)
            }
        }
    }
}
