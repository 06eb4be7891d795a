package import JSON

/// What a client of the channel protocol asks for: a text message, or the first line of a binary one.
package enum ChannelCommand: Equatable {
    /// Post a message; a client that may repeat itself gives a key.
    case post(Contents, key: String?)

    /// Post messages in this order, from one frame.
    case posts([Post])

    /// Not what the protocol allows; the client is told why and stays, and of which post, where its key could be read.
    case malformed(reason: String, key: String? = nil)

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
        var members = ChannelMembers()
        do throws(JSONError) {
            try members.read(text)
        } catch {
            self = .malformed(reason: error.reasonOfEvent, key: members.keyOfUnread(in: text))
            return
        }
        do throws(Failure) {
            self = try command(members)
        } catch {
            self = .malformed(reason: error.reason, key: error.key ?? (try? members.key(in: text)))
        }
    }

    /// Why it is none that is allowed, and which post it is, if its key says so.
    struct Failure: Error {
        /// What the client is told.
        let reason: String

        /// The key.
        let key: String?

        init(_ reason: String, of key: String? = nil) {
            self.reason = reason
            self.key = key
        }
    }
}
