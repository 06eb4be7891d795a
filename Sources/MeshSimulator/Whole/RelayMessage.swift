import WebSocket

/// A message on a relay channel of a simulation: who it is from and which one it is say every byte of it.
struct RelayMessage: Equatable, Sendable {
    /// Which guest posts it, which of its messages it is, and how long it is at least, in bytes.
    var speaker: Int
    var number: Int
    var length: Int

    /// Whether it is text or binary.
    var type: MessageType { (speaker + number).isMultiple(of: 3) ? .binary : .text }

    /// Its bytes.
    var bytes: [UInt8] {
        var bytes = Array("guest\(speaker) posts \(number)|".utf8)
        // Text beyond ASCII, and bytes that are no text.
        let filler: [UInt8] = type == .text ? Array("grün 🐌 ".utf8) : [0, 255, 13, 10, 128, 192]
        while bytes.count < length { bytes += filler }
        return bytes
    }

    /// The key under which it may be posted again.
    var key: String { "guest-\(speaker)-\(number)" }

    /// Who a message says that it is from, and which one it says that it is.
    static func read(_ bytes: [UInt8]) -> (speaker: Int, number: Int)? {
        let words = String(decoding: bytes.prefix { $0 != UInt8(ascii: "|") }, as: UTF8.self).split(separator: " ")
        guard words.count == 3, words[0].hasPrefix("guest"), words[1] == "posts",
            let speaker = Int(words[0].dropFirst(5)), let number = Int(words[2])
        else { return nil }
        return (speaker, number)
    }
}
