import JSON

/// What clients of the chat say, as the JSON of one text frame.
package enum ChatRequest {
    /// A message; a client that may repeat itself gives a key.
    package static func message(_ text: String, key: String?) -> [UInt8] {
        JSONWriter.object { writer in
            writer.member(EventMember.event, EventName.sendMessage.rawValue)
            writer.member(EventMember.message, text)
            if let key { writer.member(EventMember.key, key) }
        }
    }

    /// A question for what was said before a message.
    ///
    /// - Parameters:
    ///   - id: The ID of that message.
    ///   - count: How many messages at most.
    /// - Returns: The frame's payload.
    package static func history(before id: String, count: Int) -> [UInt8] {
        JSONWriter.object { writer in
            writer.member(EventMember.event, EventName.history.rawValue)
            writer.member(EventMember.before, id)
            writer.member(EventMember.count, count)
        }
    }
}
