import ChannelProtocol
import WebSocket

/// Questions about what was said before.
extension Browser {
    /// Asks for so many messages before the newest of one of the runs that it has heard of.
    ///
    /// - Returns: The ID of that; `nil` when it does not ask.
    mutating func ask(for count: Int) -> String? {
        guard let connection, connection.isOpen, let position, !position.isEmpty else { return nil }
        let id = position[dice.below(position.count)].id
        let question = ChatRequest.history(before: id, count: count)
        var bytes: [UInt8] = []
        Frame.encodeClient(.text, question.span, maskingKey: 0x5EED_0000, into: &bytes)
        connection.send(bytes)
        return id
    }
}
