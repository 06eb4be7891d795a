import ChannelProtocol

/// What each message of a load says: the same text, with another mark in it.
struct LoadMessage {
    /// How long the text is, in bytes.
    static let length = 64

    private(set) var bytes: [UInt8]
    private let mark: Int

    private init(before: String, after: String) {
        let text = String(repeating: "x", count: Self.length)
        bytes = Array("\(before)\(text)\(after)".utf8)
        mark = before.utf8.count
    }

    /// A message of a relay: the text alone.
    static let relayed = LoadMessage(before: "", after: "")

    /// A message of a chat, which is JSON.
    static let chatted = LoadMessage(
        before: #"{"\#(EventMember.event)":"\#(EventName.sendMessage)","\#(EventMember.message)":""#,
        after: #""}"#
    )

    /// Marks it.
    mutating func mark(with stamp: Stamp) { stamp.write(into: &bytes, at: mark) }
}
