import ChannelProtocol
import JSON

/// The members of a client's object that mean something.
struct ChannelMembers {
    /// How much of the name of an unknown event is told, in bytes: one character may be as long as the frame.
    private static let namedLength = 64

    /// In how many lists and objects the data of a message stands for those who get it, however it was posted.
    private static let dataDepth = 1

    private enum Member {
        case missing
        case string(JSONText)
        case other
    }

    private var event = Member.missing
    private var key = Member.missing

    /// What is to be posted, if that is there.
    private(set) var data: ChannelCommand.Contents?

    /// The messages of a frame that posts several.
    private(set) var posts: [ChannelMembers]?

    /// Whether it was read to its end.
    private var isWhole = false

    /// Reads an object; what was read before an error is there.
    mutating func read(_ text: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader()
        try read(&reader, in: text, isFrame: true)
        try reader.finish(in: text)
    }

    private mutating func read(_ reader: inout JSONReader, in text: Span<UInt8>, isFrame: Bool) throws(JSONError) {
        try reader.beginObject(in: text)
        while let name = try reader.nextKey(in: text) {
            if name.equals(EventMember.data, in: text) {
                data =
                    try reader.kind(in: text) == .string
                    ? .text(try reader.string(in: text))
                    : .json(try reader.skip(in: text, toStandIn: Self.dataDepth))
            } else if name.equals(EventMember.event, in: text) {
                event = try Self.member(of: &reader, in: text)
            } else if name.equals(EventMember.key, in: text) {
                key = try Self.member(of: &reader, in: text)
            } else if isFrame, name.equals(EventMember.posts, in: text), try reader.kind(in: text) == .list {
                try readPosts(&reader, in: text)
            } else {
                try reader.skip(in: text)
            }
        }
        isWhole = true
    }

    /// As many as may be posted, and one more to see that they are too many.
    private mutating func readPosts(_ reader: inout JSONReader, in text: Span<UInt8>) throws(JSONError) {
        posts = []
        try reader.beginList(in: text)
        while try reader.hasElement(in: text) {
            guard let count = posts?.count, count <= ChannelCommand.postLimit else {
                try reader.skip(in: text)
                continue
            }
            posts?.append(ChannelMembers())
            try posts?[count].read(&reader, in: text, isFrame: false)
        }
    }

    /// The key of the post that could not be read to its end, as far as it could.
    func keyOfUnread(in text: Span<UInt8>) -> String? {
        guard let last = posts?.last, !last.isWhole else { return try? key(in: text) }
        return try? last.key(in: text)
    }

    private static func member(of reader: inout JSONReader, in text: Span<UInt8>) throws(JSONError) -> Member {
        guard try reader.kind(in: text) == .string else {
            try reader.skip(in: text)
            return .other
        }
        return .string(try reader.string(in: text))
    }

    /// - Returns: The messages, if it is of several.
    func checkEvent(in text: Span<UInt8>) throws(ChannelCommand.Failure) -> [ChannelMembers]? {
        guard case .string(let event) = event else { throw ChannelCommand.Failure("event is not a string") }
        if event.equals(EventName.posts.rawValue, in: text) {
            guard let posts else { throw ChannelCommand.Failure("posts is not a list") }
            guard posts.count <= ChannelCommand.postLimit else {
                throw ChannelCommand.Failure("more than \(ChannelCommand.postLimit) posts in one frame")
            }
            return posts
        }
        guard !event.equals(EventName.post.rawValue, in: text) else { return nil }
        let name = String(decoding: event.utf8(in: text).prefix(Self.namedLength), as: UTF8.self)
        throw ChannelCommand.Failure("unknown event \"\(name)\"; a client sends \"\(EventName.post)\"")
    }

    func post(in text: Span<UInt8>) throws(ChannelCommand.Failure) -> ChannelCommand.Post {
        guard let data else { throw ChannelCommand.Failure("a post has no data", of: try? key(in: text)) }
        return ChannelCommand.Post(contents: data, key: try key(in: text))
    }

    func key(in text: Span<UInt8>) throws(ChannelCommand.Failure) -> String? {
        switch key {
        case .missing: return nil
        case .string(let key):
            if let key = key.exactString(in: text), MessageNotes.keyLengths.contains(key.utf8.count) { return key }
        case .other: break
        }
        throw ChannelCommand.Failure("key is not a string of 1 to 128 bytes")
    }
}
