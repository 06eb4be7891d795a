import ChannelProtocol
import JSON
import WebSocket

/// Those of the guests who post under keys of others, and what they have been told of.
struct KeyThieves {
    /// They.
    let guests: [Int]

    /// The guarded keys that somebody has heard.
    private var heard: Set<String> = []

    /// Finds those who do so.
    init(amongst all: [WholeGuest]) {
        guests = all.indices.filter { if case .relay(let listening) = all[$0].kind { listening.steals } else { false } }
    }

    /// Somebody has heard a message under a key.
    ///
    /// - Returns: Whether nobody had before.
    mutating func note(_ key: String) -> Bool { heard.insert(key).inserted }
}

/// Somebody who posts under keys that the sessions of others guard: it is refused each time, and nobody hears any of it.
struct KeyThief {
    /// How often it is still to be refused on its connection.
    private(set) var owed = 0

    private var count = 0

    /// Begins on another connection.
    mutating func beginAnew() { owed = 0 }

    /// What it posts under a key: text, bytes, or several at once, of which one has a key of its own.
    mutating func payload(under key: String, by guest: Int) -> (type: MessageType, bytes: [UInt8]) {
        count += 1
        owed += 1
        let words = "guest\(guest) steals \(count)"
        switch count % 3 {
        case 0: return (.text, Self.post(words, under: key))
        case 1: return (.binary, Self.post(nil, under: key) + [EventLine.end] + Array(words.utf8))
        default:
            let posts = ["\(words) of guest\(guest)", key].map { Self.post(words, under: $0) }
            let event = JSONWriter.object { writer in
                writer.member(EventMember.event, EventName.posts.rawValue)
                writer.key(EventMember.posts)
                writer.list { writer in for post in posts { writer.value(json: post) } }
            }
            return (.text, event)
        }
    }

    /// It was refused.
    ///
    /// - Returns: Whether it was to be.
    mutating func takeRefusal() -> Bool {
        guard owed > 0 else { return false }
        owed -= 1
        return true
    }

    private static func post(_ data: String?, under key: String) -> [UInt8] {
        JSONWriter.object { writer in
            writer.member(EventMember.event, EventName.post.rawValue)
            if let data { writer.member(EventMember.data, data) }
            writer.member(EventMember.key, key)
        }
    }
}
