import Bytes
import Gossip

/// A neighbour whose every frame is written by a test, so that it can say what no node would.
struct HandmadePeer {
    /// A run that it tells of.
    static let epoch: UInt64 = 1_700_000_000_000

    /// The link's number at the node that it speaks to.
    let link: Int

    /// Greets a node, and is greeted; so much is read of what that says behind its greeting.
    init(
        _ name: String,
        of node: inout GossipNode,
        frameLimit: UInt64 = 1 << 30,
        room: Int = 1 << 20,
        at now: Moment
    ) throws {
        link = node.openLink(expecting: nil, over: .tcp, at: now)
        try say(1, Self.hello(name, nonce: UInt64(link) + 1, frameLimit: frameLimit), to: &node, at: now)
        let greeting = try frames(from: &node, upTo: room, at: now).first { $0.type == .hello }
        try say(14, Self.linkNonce(of: greeting?.body ?? []), to: &node, at: now)
    }

    /// The body of a greeting.
    static func hello(
        _ name: String,
        epoch: UInt64 = epoch,
        nonce: UInt64 = 7,
        frameLimit: UInt64 = 1 << 30,
        versions: ClosedRange<UInt8> = 2...2
    ) -> [UInt8] {
        var limit: [UInt8] = []
        limit.append(varint: frameLimit)
        var hello = Array("MESH".utf8) + [versions.lowerBound, versions.upperBound]
        let wall: UInt64 = 1_700_000_000_000_000
        for (tag, value) in [Array(name.utf8), word(epoch), word(nonce), word(nonce), limit, word(wall)].enumerated() {
            hello.append(UInt8(tag) + 1)
            hello.append(counted: value)
        }
        return hello
    }

    /// What a greeting says that an answer to it must show.
    static func linkNonce(of greeting: [UInt8]) throws -> [UInt8] {
        var cursor = ByteCursor(at: 6)
        while cursor.offset < greeting.count {
            let tag = try cursor.byte(in: greeting.span)
            let value = try cursor.counted(limit: 1024, in: greeting.span)
            if tag == 4 { return Array(greeting[value]) }
        }
        return []
    }

    private static func word(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: value)
        return bytes
    }

    /// An item, its body behind its length.
    static func item(_ tag: UInt8, _ body: [UInt8]) -> [UInt8] {
        var item = [tag]
        item.append(counted: body)
        return item
    }

    /// Tells that entries of a run exist.
    func announce(_ head: UInt64, of origin: String, to node: inout GossipNode, at now: Moment) throws {
        var body = Self.origin(origin)
        body.append(varint: head)
        try say(4, body, to: &node, at: now)
    }

    /// Sends entries of a run as they come from their origin, or as an answer that they end.
    func send(
        _ items: [[UInt8]],
        of origin: String,
        epoch: UInt64 = epoch,
        from sequence: UInt64,
        asAnswer isAnswer: Bool = false,
        to node: inout GossipNode,
        at now: Moment
    ) throws {
        var body = Self.origin(origin, epoch: epoch)
        body.append(isAnswer ? 6 : 1)
        body.append(varint: sequence)
        for item in items { body += item }
        try say(3, body, to: &node, at: now)
    }

    /// The types of the frames that the node has for it.
    func heard(from node: inout GossipNode, at now: Moment) throws -> [FrameType] {
        try frames(from: &node, at: now).map(\.type)
    }

    /// The frames that the node has for it.
    func frames(
        from node: inout GossipNode,
        upTo limit: Int = 1 << 20,
        at now: Moment
    ) throws -> [(type: FrameType, body: [UInt8])] {
        var bytes: [UInt8] = []
        node.produce(for: link, into: &bytes, limit: limit, at: now)
        return Self.frames(in: bytes)
    }

    /// The frames in what a node has written.
    static func frames(in bytes: [UInt8]) -> [(type: FrameType, body: [UInt8])] {
        var frames: [(type: FrameType, body: [UInt8])] = []
        var offset = 0
        while offset < bytes.count {
            let end = offset + 4 + Int(bytes.span.bigEndian(at: offset, as: UInt32.self))
            frames.append((FrameType(rawValue: bytes[offset + 4]) ?? .goodbye, Array(bytes[(offset + 5)..<end])))
            offset = end
        }
        return frames
    }

    /// A post in the chat channel of a ``TestMesh``, with a rank that is so far above its time, and with a key if it has one.
    static func post(
        _ text: [UInt8],
        time: Int64 = 1_700_000_000_000_000,
        rankedAbove distance: UInt64 = 0,
        key: UInt64? = nil
    ) -> [UInt8] {
        var body = word(UInt64(time))
        body.append(varint: distance)
        guard let key else { return item(1, body + chat + text) }
        return item(8, body + chat + word(0) + word(key) + text)
    }

    /// So many entries that it does not hold, all of them, or some, messages of the chat channel of a ``TestMesh``, or of
    /// nobody knows which.
    static func gap(_ count: UInt64, messages: UInt64? = nil, isNamed: Bool = true) -> [UInt8] {
        var body: [UInt8] = []
        body.append(varint: count)
        body += isNamed ? [1, 1] + chat : [1, 0]
        body.append(varint: messages ?? count)
        return item(6, body)
    }

    /// So many entries that it does not hold, of which as many messages as there are entries were of each of some channels.
    static func gap(_ count: UInt64, ofChannels channels: UInt8) -> [UInt8] {
        var body: [UInt8] = []
        body.append(varint: count)
        body.append(varint: UInt64(channels))
        for channel in 0..<channels {
            body += [1, ChannelKind.relay.rawValue, 1, channel]
            body.append(varint: count)
        }
        return item(6, body)
    }

    /// What all state entries up to a number add up to: a node without an address, with these links, nobody there or one who came last, and no
    /// earlier run.
    static func snapshot(at sequence: UInt64, links: [String] = [], user: String? = nil) -> [UInt8] {
        var body: [UInt8] = []
        body.append(varint: sequence)
        body += [0, 0]
        body.append(varint: UInt64(links.count))
        for name in links { body.append(counted: name.utf8) }
        guard let user else { return item(7, body + [0, 0]) }
        body.append(varint: 1)
        body.append(varint: sequence)
        return item(7, body + joined(user, 1_700_000_000_000_000) + [0])
    }

    /// A user who comes to a chat channel, if no other is named to that of a ``TestMesh``.
    static func join(_ name: String, in channel: String = "chat", time: Int64 = 1_700_000_000_000_000) -> [UInt8] {
        item(2, word(UInt64(time)) + joined(name, time, in: channel))
    }

    /// The user goes whom an entry brought.
    static func leave(_ sequence: UInt64, time: Int64 = 1_700_000_000_000_000) -> [UInt8] {
        var body = word(UInt64(time))
        body.append(varint: sequence)
        return item(3, body)
    }

    /// Who came, and when.
    private static func joined(_ name: String, _ time: Int64, in channel: String = "chat") -> [UInt8] {
        var body: [UInt8] = [ChannelKind.chat.rawValue]
        body.append(counted: channel.utf8)
        body.append(counted: name.utf8)
        body += word(UInt64(time))
        body.append(bigEndian: UInt128(0))
        return body + word(UInt64(time))
    }

    /// The links of a run, from now on.
    static func links(to names: [String], time: Int64 = 1_700_000_000_000_000) -> [UInt8] {
        var body = word(UInt64(time))
        body.append(varint: UInt64(names.count))
        for name in names { body.append(counted: name.utf8) }
        return item(4, body)
    }

    /// What a run says of the one before it.
    static func previous(epoch: UInt64, upTo sequence: UInt64, time: Int64 = 1_700_000_000_000_000) -> [UInt8] {
        var body = word(UInt64(time))
        body.append(varint: epoch)
        body.append(varint: sequence)
        return item(9, body)
    }

    /// Runs of a node that are over: all up to one, which had so many messages, and some above that.
    static func closedRuns(
        upTo watermark: UInt64,
        messages: UInt64 = 0,
        and runs: [(epoch: UInt64, head: UInt64)] = []
    ) -> [UInt8] {
        var body: [UInt8] = []
        body.append(varint: watermark)
        body.append(varint: messages)
        body.append(varint: UInt64(runs.count))
        var last = watermark
        for run in runs {
            body.append(varint: run.epoch - last)
            body.append(varint: run.head)
            body.append(varint: run.head)
            body.append(varint: 0)
            last = run.epoch
        }
        return item(10, body)
    }

    private static var chat: [UInt8] {
        var bytes: [UInt8] = [ChannelKind.chat.rawValue]
        bytes.append(counted: "chat".utf8)
        return bytes
    }

    /// A run as it stands in a frame.
    static func origin(_ name: String, epoch: UInt64 = epoch) -> [UInt8] {
        var body: [UInt8] = []
        body.append(counted: name.utf8)
        body.append(bigEndian: epoch)
        return body
    }

    /// Sends a frame of any type.
    func say(_ type: UInt8, _ body: [UInt8], to node: inout GossipNode, at now: Moment) throws {
        let frame = DatagramPathTests.frame(type, body)
        try node.receive(frame.span, on: link, at: now)
    }
}
