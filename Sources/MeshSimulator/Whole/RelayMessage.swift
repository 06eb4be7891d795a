import WebSocket

/// A message on a relay channel of a simulation: who it is from and which one it is say every byte of it.
struct RelayMessage: Equatable, Sendable {
    /// Which guest posts it, which of its messages it is, and how long it is at least, in bytes.
    var speaker: Int
    var number: Int
    var length: Int

    /// Whether what it posts as text is JSON.
    var prefersJSON = false

    /// By which session its key is guarded; `nil` for a key that anybody may use.
    var session: GuestSession?

    /// Whether it is text or binary.
    var type: MessageType { (speaker + number).isMultiple(of: 3) ? .binary : .text }

    /// Whether it is a JSON value: programs get that, others its text.
    var isJSON: Bool { prefersJSON && type == .text }

    /// Its bytes.
    var bytes: [UInt8] {
        guard !isJSON else { return json }
        var bytes = Array("guest\(speaker) posts \(number)|".utf8)
        // Text beyond ASCII, and bytes that are no text.
        let filler: [UInt8] = type == .text ? Array("grün 🐌 ".utf8) : [0, 255, 13, 10, 128, 192]
        while bytes.count < length { bytes += filler }
        return bytes
    }

    /// A list, written as no writer would: the text that was posted is what others get.
    private var json: [UInt8] {
        var bytes = Array(#"["guest\#(speaker) posts \#(number)|" ,1.50,{ "grün":null,"🐌" : "\u0041""#.utf8)
        while bytes.count < length { bytes += Array(#", "\#(bytes.count)":[-0, true]"#.utf8) }
        return bytes + Array("}]".utf8)
    }

    /// The key under which it may be posted again.
    var key: String { session?.key(of: number) ?? "guest-\(speaker)-\(number)" }

    /// Who a message says that it is from, and which one it says that it is.
    static func read(_ bytes: [UInt8]) -> (speaker: Int, number: Int)? {
        let start = bytes.starts(with: Array(#"[""#.utf8)) ? 2 : 0
        let front = bytes.dropFirst(start).prefix { $0 != UInt8(ascii: "|") }
        let words = String(decoding: front, as: UTF8.self).split(separator: " ")
        guard words.count == 3, words[0].hasPrefix("guest"), words[1] == "posts",
            let speaker = Int(words[0].dropFirst(5)), let number = Int(words[2])
        else { return nil }
        return (speaker, number)
    }
}

/// A message as it comes out of a socket on a relay channel.
struct RelayHearing: Equatable, Sendable {
    /// Whether it came as text.
    var type: MessageType

    /// The text, the bytes, or the text of a value.
    var bytes: [UInt8]

    /// Whether it came as a JSON value and not as a string; `nil` for who cannot tell.
    var isJSON: Bool?

    /// Where it stands; `nil` for who is not told.
    var place: HistoryPlace?

    /// The key under which it was posted, if it was under one and who hears it is told that.
    var key: String?
}
