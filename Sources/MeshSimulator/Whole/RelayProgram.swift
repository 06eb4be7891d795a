import ChannelProtocol
import Gossip
import JSON
import WebSocket

/// What a client of the channel protocol remembers from one connection to the next: how far it is, and what it posted that
/// nobody has said is held.
struct RelayProgram {
    /// What a node tells it.
    enum News {
        /// A message.
        case message(RelayHearing)

        /// So many messages are not held any more.
        case gap(Int)

        /// It was told again of a loss that its position is behind already, up to an entry.
        case toldAgain(end: String)

        /// What it posted is held.
        case acknowledged([RelayAnswer])

        /// It was told too often, too early, or of what it did not post on this connection, that something is held.
        case answeredWrongly(key: String)

        /// It got the same message again, under the same ID.
        case repeated(id: String)

        /// It was told something before it was told where it is.
        case early

        /// What it has heard before, as its key says; or nothing that concerns it.
        case nothing

        /// The key under which it posted is guarded by another session.
        case refused

        /// What no node says.
        case nonsense(String)
    }

    /// Whether it posts many messages in one frame, and is told of them together.
    let isGregarious: Bool

    /// How much it reads of what was said before it came first.
    let history: Int

    /// By what its keys are guarded, if they are.
    let session: GuestSession?

    private var position: Position?

    /// Whether it was told on this connection where it is: always first, since it asks for what was said before.
    private var isAttached = false

    /// The same without what nodes say of it when it comes: that is behind what it is still to be told is lost.
    private var ownPosition = Position()

    /// What it has still to post, or to post again, the oldest first.
    private(set) var pending: [RelayMessage] = []

    /// What it was told of that on this connection.
    private(set) var answers = RelayAnswers()

    /// The last of which it was told that it is held.
    private var last: RelayMessage?

    /// What it has heard that had a key: the keys, and the IDs.
    private var heardKeys: Set<String> = []
    private var heardIDs: Set<String> = []

    /// Whether it goes on where it was; not before a node has told it where that is.
    var knowsPosition: Bool { position != nil }

    /// What it asks for.
    var wish: String {
        (session.map { "\(ClientQuery.session)=\($0.secret)&" } ?? "")
            + (isGregarious ? "\(ClientQuery.acknowledgements)=\(ClientQuery.together)&" : "")
            + (position.map { "\(ClientQuery.after)=\($0)" } ?? "\(ClientQuery.history)=\(history)")
    }

    /// Remembers nothing yet.
    init(isGregarious: Bool, history: Int, session: GuestSession? = nil) {
        self.isGregarious = isGregarious
        self.history = history
        self.session = session
    }

    /// Has something to post.
    mutating func add(_ messages: [RelayMessage]) {
        pending += messages
        for message in messages { answers.add(message) }
    }

    /// Posts again, on another connection, what nobody has said is held.
    ///
    /// - Parameter repeatsLast: Whether it posts the last thing again of which somebody has, if it has a session: with that
    ///   it is the same one at any node.
    mutating func beginAnew(repeatsLast: Bool) {
        if repeatsLast, session != nil, let last, !pending.contains(last) { pending.insert(last, at: 0) }
        (answers, isAttached) = (RelayAnswers(), false)
        for message in pending { answers.add(message) }
    }

    /// Takes in what a node says.
    ///
    /// It reads by itself, and strictly: what the node's writer or a client's reader gets wrong, this does not.
    mutating func read(_ type: MessageType, _ bytes: [UInt8]) -> News {
        let line = type == .text ? bytes[...] : bytes.prefix { $0 != EventLine.end }
        let object = Array(line)
        guard let event = try? JSONValue(parsing: object.span) else {
            return .nonsense(String(decoding: object.prefix(80), as: UTF8.self))
        }
        let name = event[EventMember.event]?.string
        guard isAttached || name == EventName.attached.rawValue else { return .early }
        switch name.flatMap(EventName.init(rawValue:)) {
        case .attached:
            guard let told = Position(event[EventMember.position]?.string ?? "?") else {
                return .nonsense(EventName.attached.rawValue)
            }
            ownPosition = position ?? told
            (position, isAttached) = (told, true)
            return .nothing
        case .gap:
            guard let end = Position(event[EventMember.after]?.string ?? "") else {
                return .nonsense(EventName.gap.rawValue)
            }
            for id in end.entries {
                let before = ownPosition
                position?.pass(id)
                ownPosition.pass(id)
                if ownPosition == before { return .toldAgain(end: id.description) }
            }
            return .gap(event[EventMember.lost]?.integer ?? 0)
        case .acknowledgement: return acknowledge(event)
        case .error where event[EventMember.reason]?.string == Reason.foreignKey: return .refused
        case .message:
            guard type == .text else {
                let rest = Array(bytes.dropFirst(line.count + 1))
                return hear(event, RelayHearing(type: type, bytes: rest, isJSON: false))
            }
            return hear(event, try? Self.data(of: object.span))
        case .error, .post, .posts, .sendMessage, .updateUsers, .usersChanged, .history, nil:
            return .nonsense(name ?? "an event without a name")
        }
    }

    private mutating func acknowledge(_ event: JSONValue) -> News {
        func texts(_ one: String, _ several: String) -> [String] {
            event[one]?.string.map { [$0] } ?? event[several]?.list?.compactMap(\.string) ?? []
        }
        let keys = texts(EventMember.key, EventMember.keys)
        let ids = texts(EventMember.id, EventMember.ids)
        guard !keys.isEmpty, let copies = event[EventMember.copies]?.integer, (1...2).contains(copies),
            ids.count == keys.count, ids.allSatisfy({ OriginPlace($0) != nil })
        else { return .nonsense(EventName.acknowledgement.rawValue) }
        var told: [RelayAnswer] = []
        for (key, id) in zip(keys, ids) {
            guard let message = answers.take(key, copies: copies) else { return .answeredWrongly(key: key) }
            told.append(RelayAnswer(message: message, id: id, copies: copies))
            if let index = pending.firstIndex(of: message) { last = pending.remove(at: index) }
        }
        return .acknowledged(told)
    }

    /// What stands behind `data` in an event: what a string says, or the text of any other value, as it came.
    private static func data(of event: Span<UInt8>) throws(JSONError) -> RelayHearing? {
        var reader = JSONReader()
        var hearing: RelayHearing?
        try reader.beginObject(in: event)
        while let name = try reader.nextKey(in: event) {
            guard name.equals(EventMember.data, in: event) else {
                try reader.skip(in: event)
                continue
            }
            if try reader.kind(in: event) == .string {
                hearing = RelayHearing(type: .text, bytes: try reader.string(in: event).utf8(in: event), isJSON: false)
            } else {
                let range = try reader.skip(in: event)
                hearing = RelayHearing(type: .text, bytes: range.map { event[$0] }, isJSON: true)
            }
        }
        return hearing
    }

    private mutating func hear(_ event: JSONValue, _ hearing: RelayHearing?) -> News {
        guard var hearing, let text = event[EventMember.id]?.string, let seen = Position(text),
            let id = seen.entries.first, event[EventMember.node]?.string == id.node,
            let place = OriginPlace(text), let time = event[EventMember.time]?.number
        else { return .nonsense(EventName.message.rawValue) }
        position?.advance(to: id)
        ownPosition.advance(to: id)
        guard heardIDs.insert(text).inserted else { return .repeated(id: text) }
        // Another copy of what it has heard is nothing new.
        hearing.key = event[EventMember.key]?.string
        if let key = hearing.key, !heardKeys.insert(key).inserted { return .nothing }
        hearing.place = HistoryPlace(time: time, place: place)
        return .message(hearing)
    }
}
