import ChannelProtocol
import JSON
import WebSocket

/// What a node says in the channel protocol, as far as a client wants to know.
enum ChannelEvent: Equatable {
    /// Where the client is.
    case attached(Place)

    /// A message of the channel.
    case message(BroadcastChannel.Message)

    /// So many nodes hold each of these posts.
    case acks([Acknowledgement], copies: Int)

    /// So many messages are not to be had any more; who is behind a position is not told of them again.
    case gap(lost: Int, after: BroadcastChannel.Position?)

    /// Something was refused: a post, where it has a key.
    case error(reason: String, key: String? = nil)

    /// Anything else, or nothing that can be read.
    case other

    /// The key of a post, and the ID under which it is held.
    struct Acknowledgement: Equatable {
        var key: String
        var id: String
    }

    /// Where a client is, as far as its node says so.
    struct Place: Equatable {
        /// The URLs of the other nodes.
        var peers: [String]

        /// Its position.
        var position: String?

        /// The run of the node, as `alpha@1763700000123`.
        var run: String?

        /// How many bytes of a post the node takes.
        var messageBytes: Int?

        /// How many posts the node takes in a second, if it counts them.
        var messagesPerSecond: Int?
    }

    /// Reads a frame.
    init(_ frame: WebSocketMessage) {
        switch frame {
        case .text(let text): self.init(text.utf8.span) { $0 }
        case .binary(let bytes):
            let end = bytes.firstIndex(of: EventLine.end) ?? bytes.count
            self.init(bytes.span.extracting(0..<end)) { _ in .binary(Array(bytes.dropFirst(end + 1))) }
        }
    }

    private init(
        _ object: Span<UInt8>,
        content: (BroadcastChannel.Message.Content?) -> BroadcastChannel.Message.Content?
    ) {
        self = .other
        do throws(JSONError) {
            let members = try FoundMembers(of: object)
            self = members.event(content: content(members.data))
        } catch {
            // What a node of a later version says may be read by nobody here.
        }
    }
}

/// The members of an event's object; of one that it has twice the last counts, as in browsers.
private struct FoundMembers {
    private var strings: [String: String] = [:]
    private var numbers: [String: Double] = [:]
    private var lists: [String: [String]] = [:]

    /// What a message says that is not binary.
    private(set) var data: BroadcastChannel.Message.Content?

    init(of text: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader()
        try reader.beginObject(in: text)
        while let key = try reader.nextKey(in: text) {
            let name = key.string(in: text)
            let kind = try reader.kind(in: text)
            if name == EventMember.data {
                if kind == .string {
                    data = .text(try reader.string(in: text).string(in: text))
                } else {
                    data = Self.json(text.extracting(try reader.skip(in: text)))
                }
                continue
            }
            switch kind {
            case .string: strings[name] = try reader.string(in: text).string(in: text)
            case .number: numbers[name] = try reader.number(in: text).fraction(in: text)
            case .list: lists[name] = try Self.strings(&reader, in: text)
            case .null, .boolean, .object: try reader.skip(in: text)
            }
        }
        try reader.finish(in: text)
    }

    private static func json(_ text: Span<UInt8>) -> BroadcastChannel.Message.Content? {
        // A text frame is UTF-8, and the line of a binary one has no such member.
        guard let text = try? UTF8Span(validating: text) else { return nil }
        return .json(String(copying: text))
    }

    /// The strings of a list.
    private static func strings(_ reader: inout JSONReader, in text: Span<UInt8>) throws(JSONError) -> [String] {
        var strings: [String] = []
        try reader.beginList(in: text)
        while try reader.hasElement(in: text) {
            if try reader.kind(in: text) == .string {
                strings.append(try reader.string(in: text).string(in: text))
            } else {
                try reader.skip(in: text)
            }
        }
        return strings
    }

    func event(content: BroadcastChannel.Message.Content?) -> ChannelEvent {
        switch strings[EventMember.event].flatMap(EventName.init(rawValue:)) {
        case .attached:
            return .attached(
                ChannelEvent.Place(
                    peers: lists[EventMember.peers] ?? [],
                    position: strings[EventMember.position],
                    run: strings[EventMember.run],
                    messageBytes: whole(EventMember.messageBytes),
                    messagesPerSecond: whole(EventMember.messagesPerSecond)
                )
            )
        case .message:
            guard let id = strings[EventMember.id], let content else { return .other }
            return .message(
                BroadcastChannel.Message(
                    id: id,
                    node: strings[EventMember.node] ?? "",
                    time: .milliseconds(numbers[EventMember.time] ?? 0),
                    key: strings[EventMember.key],
                    content: content
                )
            )
        case .acknowledgement:
            guard let copies = whole(EventMember.copies) else { return .other }
            if let key = strings[EventMember.key] {
                let id = strings[EventMember.id] ?? ""
                return .acks([ChannelEvent.Acknowledgement(key: key, id: id)], copies: copies)
            }
            guard let keys = lists[EventMember.keys], let ids = lists[EventMember.ids], keys.count == ids.count
            else { return .other }
            return .acks(zip(keys, ids).map { ChannelEvent.Acknowledgement(key: $0, id: $1) }, copies: copies)
        case .gap:
            guard let lost = whole(EventMember.lost), lost > 0 else { return .other }
            return .gap(lost: lost, after: strings[EventMember.after].flatMap { BroadcastChannel.Position($0) })
        case .error: return .error(reason: strings[EventMember.reason] ?? "", key: strings[EventMember.key])
        case .post, .posts, .sendMessage, .updateUsers, .usersChanged, .history, nil: return .other
        }
    }

    private func whole(_ name: String) -> Int? { numbers[name].flatMap { Int(exactly: $0.rounded()) } }
}

extension Duration {
    /// A time in milliseconds with up to three decimals; zero for what is out of any range.
    fileprivate static func milliseconds(_ number: Double) -> Duration {
        .microseconds(Int64(exactly: (number * 1000).rounded()) ?? 0)
    }
}
