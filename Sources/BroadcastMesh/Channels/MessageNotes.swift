/// What belongs to a message of a relay channel beside its bytes: clients of the channel protocol read it, others do not.
///
/// It travels as notes of the message, see `GossipNode.post`, which are short:
///
///      0       1            2
///     ├───────┼────────────┼───────┼ ⋯ ┤
///     │ flags │ key length │ key   │ what later versions add
struct MessageNotes: Equatable {
    /// How many bytes a key may have: it is held as long as its message.
    static let keyLengths = 1...128

    private static let jsonFlag: UInt8 = 1

    /// Whether the text is a JSON value, and was posted as one.
    var isJSON = false

    /// By what its author recognises a repetition.
    var key: String?

    /// Whether there is nothing to note.
    var isEmpty: Bool { !isJSON && key == nil }

    /// As they travel; nothing when there is nothing to note.
    var bytes: [UInt8] {
        guard !isEmpty else { return [] }
        let key = Array((key ?? "").utf8)
        return [isJSON ? Self.jsonFlag : 0, UInt8(key.count)] + key
    }
}

extension MessageNotes {
    /// Reads notes; what is cut off says nothing, and what a later version adds is passed over.
    init(decoding bytes: [UInt8]) {
        guard bytes.count >= 2 else { return }
        isJSON = bytes[0] & Self.jsonFlag != 0
        let length = Int(bytes[1])
        guard length > 0, bytes.count >= 2 + length else { return }
        key = String(validating: bytes[2..<(2 + length)], as: UTF8.self)
    }
}
