package import JSON

/// What a client of the channel protocol asks for: a text message, or the first line of a binary one.
package enum ChannelCommand: Equatable {
    /// Post a message; a client that may repeat itself gives a key.
    case post(Contents, key: String?)

    /// Post messages in this order, from one frame.
    case posts([Post])

    /// Not what the protocol allows; the client is told why and stays.
    case malformed(reason: String)

    /// How many messages one frame may post.
    package static let postLimit = 256

    /// One of several messages.
    package struct Post: Equatable {
        /// What it says.
        package let contents: Contents

        /// By what a repetition is known.
        package let key: String?
    }

    /// What is to be posted, by where it stands in what was read.
    package enum Contents: Equatable {
        /// What a string says, as a text message.
        case text(JSONText)

        /// Any other value, as a JSON message.
        case json(Range<Int>)

        /// What follows the line, as a binary message.
        case rest
    }
}

extension ChannelCommand {
    /// Reads a text message, which should be a JSON object with an `event`.
    ///
    /// Of a member that it has twice the last counts, as in browsers.
    ///
    /// - Parameter text: The message, already known to be UTF-8.
    package init(decoding text: Span<UInt8>) {
        self.init(text) { members throws(Failure) in
            if let posts = try members.checkEvent(in: text) {
                return .posts(try posts.map { (post) throws(Failure) in try post.post(in: text) })
            }
            let post = try members.post(in: text)
            return .post(post.contents, key: post.key)
        }
    }

    /// Reads the first line of a binary message, which should be such an object without `data`.
    package init(decodingLine line: Span<UInt8>) {
        guard (try? UTF8Span(validating: line)) != nil else {
            self = .malformed(reason: "the first line is not UTF-8")
            return
        }
        self.init(line) { members throws(Failure) in
            guard try members.checkEvent(in: line) == nil, members.data == nil else {
                throw Failure("the first line of a binary post has data")
            }
            return .post(.rest, key: try members.key(in: line))
        }
    }

    private init(_ text: Span<UInt8>, command: (ChannelMembers) throws(Failure) -> ChannelCommand) {
        do throws(JSONError) {
            let members = try ChannelMembers(of: text)
            do throws(Failure) {
                self = try command(members)
            } catch {
                self = .malformed(reason: error.reason)
            }
        } catch {
            self = .malformed(reason: error.reasonOfEvent)
        }
    }

    /// Why it is none that is allowed.
    fileprivate struct Failure: Error {
        let reason: String

        init(_ reason: String) { self.reason = reason }
    }
}

/// The members of a client's object that mean something.
private struct ChannelMembers {
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

    init(of text: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader()
        try self.init(reading: &reader, in: text, isWhole: true)
        try reader.finish(in: text)
    }

    private init(reading reader: inout JSONReader, in text: Span<UInt8>, isWhole: Bool) throws(JSONError) {
        try reader.beginObject(in: text)
        while let name = try reader.nextKey(in: text) {
            if name.equals("data", in: text) {
                data =
                    try reader.kind(in: text) == .string
                    ? .text(try reader.string(in: text))
                    : .json(try reader.skip(in: text, toStandIn: Self.dataDepth))
            } else if name.equals("event", in: text) {
                event = try Self.member(of: &reader, in: text)
            } else if name.equals("key", in: text) {
                key = try Self.member(of: &reader, in: text)
            } else if isWhole, name.equals("posts", in: text), try reader.kind(in: text) == .list {
                posts = try Self.posts(of: &reader, in: text)
            } else {
                try reader.skip(in: text)
            }
        }
    }

    /// As many as may be posted, and one more to see that they are too many.
    private static func posts(of reader: inout JSONReader, in text: Span<UInt8>) throws(JSONError) -> [ChannelMembers] {
        var posts: [ChannelMembers] = []
        try reader.beginList(in: text)
        while try reader.hasElement(in: text) {
            if posts.count <= ChannelCommand.postLimit {
                posts.append(try ChannelMembers(reading: &reader, in: text, isWhole: false))
            } else {
                try reader.skip(in: text)
            }
        }
        return posts
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
        if event.equals("posts", in: text) {
            guard let posts else { throw ChannelCommand.Failure("posts is not a list") }
            guard posts.count <= ChannelCommand.postLimit else {
                throw ChannelCommand.Failure("more than \(ChannelCommand.postLimit) posts in one frame")
            }
            return posts
        }
        guard !event.equals("post", in: text) else { return nil }
        let name = String(decoding: event.utf8(in: text).prefix(Self.namedLength), as: UTF8.self)
        throw ChannelCommand.Failure("unknown event \"\(name)\"; a client sends \"post\"")
    }

    func post(in text: Span<UInt8>) throws(ChannelCommand.Failure) -> ChannelCommand.Post {
        guard let data else { throw ChannelCommand.Failure("a post has no data") }
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
