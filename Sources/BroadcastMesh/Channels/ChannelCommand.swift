package import JSON

/// What a client of the channel protocol asks for: a text message, or the first line of a binary one.
package enum ChannelCommand: Equatable {
    /// Post a message; a client that may repeat itself gives a key.
    case post(Contents, key: String?)

    /// Not what the protocol allows; the client is told why and stays.
    case malformed(reason: String)

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
            guard let data = members.data else { throw Failure("a post has no data") }
            return data
        }
    }

    /// Reads the first line of a binary message, which should be such an object without `data`.
    package init(decodingLine line: Span<UInt8>) {
        guard (try? UTF8Span(validating: line)) != nil else {
            self = .malformed(reason: "the first line is not UTF-8")
            return
        }
        self.init(line) { members throws(Failure) in
            guard members.data == nil else { throw Failure("the first line of a binary post has data") }
            return .rest
        }
    }

    private init(_ text: Span<UInt8>, contents: (ChannelMembers) throws(Failure) -> Contents) {
        do throws(JSONError) {
            let members = try ChannelMembers(of: text)
            do throws(Failure) {
                try members.checkEvent(in: text)
                self = .post(try contents(members), key: try members.key(in: text))
            } catch {
                self = .malformed(reason: error.reason)
            }
        } catch {
            self = .malformed(reason: "not a JSON object")
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
    /// How much of the name of an unknown event is told, in characters.
    private static let namedLength = 64

    private enum Member {
        case missing
        case string(JSONText)
        case other
    }

    private var event = Member.missing
    private var key = Member.missing

    /// What is to be posted, if that is there.
    private(set) var data: ChannelCommand.Contents?

    init(of text: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader()
        try reader.beginObject(in: text)
        while let name = try reader.nextKey(in: text) {
            if name.equals("data", in: text) {
                data =
                    try reader.kind(in: text) == .string
                    ? .text(try reader.string(in: text)) : .json(try reader.skip(in: text))
            } else if name.equals("event", in: text) {
                event = try Self.member(of: &reader, in: text)
            } else if name.equals("key", in: text) {
                key = try Self.member(of: &reader, in: text)
            } else {
                try reader.skip(in: text)
            }
        }
        try reader.finish(in: text)
    }

    private static func member(of reader: inout JSONReader, in text: Span<UInt8>) throws(JSONError) -> Member {
        guard try reader.kind(in: text) == .string else {
            try reader.skip(in: text)
            return .other
        }
        return .string(try reader.string(in: text))
    }

    func checkEvent(in text: Span<UInt8>) throws(ChannelCommand.Failure) {
        guard case .string(let event) = event else { throw ChannelCommand.Failure("event is not a string") }
        guard !event.equals("post", in: text) else { return }
        let name = event.string(in: text).prefix(Self.namedLength)
        throw ChannelCommand.Failure("unknown event \"\(name)\"; a client sends \"post\"")
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
