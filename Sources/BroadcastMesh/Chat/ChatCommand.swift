import ChannelProtocol
import JSON

/// What a chat client's text frame asks for.
package enum ChatCommand: Equatable {
    /// Post a message; a client that may repeat itself gives a key.
    case say(message: String, key: String?)

    /// Tell what was said before a message: its ID, as the client has it, and how many messages at most.
    case history(before: String, count: Int)

    /// An event that this node does not know: a newer client speaks, so it is not an error.
    case ignored

    /// Not what the protocol allows; the client is told why and stays.
    case malformed(reason: String)

    /// How many messages of history may be asked for at once: as many as a page shows at first.
    static let historyCounts = 1...500
}

extension ChatCommand {
    /// Reads one frame, which should be a JSON object with an `event`.
    ///
    /// Of a key that it has twice the last counts, as in browsers.
    ///
    /// - Parameter text: The frame's payload, already known to be UTF-8.
    package init(decoding text: Span<UInt8>) {
        do throws(JSONError) {
            self = try CommandMembers(of: text).command(in: text)
        } catch {
            self = .malformed(reason: error.reasonOfEvent)
        }
    }
}

/// The members of a client's object that mean something; each is there, is a string, or neither.
private struct CommandMembers {
    private enum Member {
        case missing
        case string(JSONText)
        case integer(Int)
        case other
    }

    private var event = Member.missing
    private var message = Member.missing
    private var key = Member.missing
    private var before = Member.missing
    private var count = Member.missing

    init(of text: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader()
        try reader.beginObject(in: text)
        while let name = try reader.nextKey(in: text) {
            let value = try Self.member(of: &reader, in: text)
            if name.equals(EventMember.event, in: text) {
                event = value
            } else if name.equals(EventMember.message, in: text) {
                message = value
            } else if name.equals(EventMember.key, in: text) {
                key = value
            } else if name.equals(EventMember.before, in: text) {
                before = value
            } else if name.equals(EventMember.count, in: text) {
                count = value
            }
        }
        try reader.finish(in: text)
    }

    private static func member(of reader: inout JSONReader, in text: Span<UInt8>) throws(JSONError) -> Member {
        switch try reader.kind(in: text) {
        case .string: return .string(try reader.string(in: text))
        case .number:
            return try reader.number(in: text).integer(in: text).map { .integer($0) } ?? .other
        case .null, .boolean, .list, .object:
            try reader.skip(in: text)
            return .other
        }
    }

    func command(in text: Span<UInt8>) -> ChatCommand {
        guard case .string(let event) = event else { return .ignored }
        if event.equals(EventName.history.rawValue, in: text) { return history(in: text) }
        guard event.equals(EventName.sendMessage.rawValue, in: text) else { return .ignored }
        guard case .string(let message) = message else { return .malformed(reason: "message is not a string") }
        switch key {
        case .missing: return .say(message: message.string(in: text), key: nil)
        case .string(let key):
            guard let key = key.exactString(in: text), MessageNotes.keyLengths.contains(key.utf8.count) else { break }
            return .say(message: message.string(in: text), key: key)
        case .integer, .other: break
        }
        return .malformed(reason: "key is not a string of 1 to 128 bytes")
    }

    private func history(in text: Span<UInt8>) -> ChatCommand {
        guard case .string(let before) = before else { return .malformed(reason: "before is not a string") }
        guard case .integer(let count) = count, ChatCommand.historyCounts.contains(count) else {
            return .malformed(reason: "count is not a number from 1 to 500")
        }
        return .history(before: before.string(in: text), count: count)
    }
}
