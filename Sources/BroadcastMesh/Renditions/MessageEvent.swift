import Bytes
import ChannelProtocol
import Gossip
import JSON
import WebSocket

/// Messages of a channel as clients of the channel protocol get them.
///
/// A text message is one object, with `data`; a binary one is that object without `data` in one line, a line feed, and the
/// bytes. What is the same in all messages of a run is written once.
///
///     {"event":"message","id":"alpha@1763700000123048/  42  ","node":"alpha","time":  1763700007497.176  ,"data":  …  }
///     ├───────────────────── front ────────────────────┤    ├─────── middle ───────┤
struct MessageEvent {
    /// The first byte of a frame of a text message.
    private static let textFrame: UInt8 = 0x81

    private static let eventFront = Array(
        "{\"\(EventMember.event)\":\"\(EventName.message)\",\"\(EventMember.id)\":".utf8
    )
    private static let nodeFront = Array("\",\"\(EventMember.node)\":".utf8)
    private static let timeFront = Array(",\"\(EventMember.time)\":".utf8)
    private static let keyFront = Array(",\"\(EventMember.key)\":".utf8)
    private static let dataFront = Array(",\"\(EventMember.data)\":".utf8)
    private static let end = Array("}".utf8)

    /// How much memory is kept for the next message at most, in bytes: one that took more would be kept for each channel.
    static let mostKeptBytes = 64 << 10

    /// The object, used again for each message.
    private var object: [UInt8] = []

    /// What the messages of one run have in common, and which run that is.
    private var front: [UInt8] = []
    private var middle: [UInt8] = []
    private var run: (node: String, epoch: UInt64) = ("", 0)

    /// How many bytes were looked at whether they are JSON, since it began.
    private(set) var checkedBytes = 0

    /// How much memory is kept for the next message, in bytes.
    var keptBytes: Int { object.capacity }

    /// Appends the frame of a message.
    ///
    /// - Parameters:
    ///   - message: What is known of it.
    ///   - frame: Its frame as plain relays get it.
    ///   - frames: Where to.
    mutating func append(_ message: ChannelMessage, _ frame: Span<UInt8>, to frames: inout [UInt8]) {
        let payload = frame.extracting(ServerFrames.payloadStart(ofFrameAt: 0, in: frame)..<frame.count)
        let isText = frame[0] == Self.textFrame
        if message.id.epoch != run.epoch || message.id.node != run.node { begin(message.id) }
        var last: [UInt8] = []
        swap(&last, &object)
        var writer = JSONWriter(after: consume last)
        write(message, payload, isText: isText, to: &writer)
        object = writer.takeBytes()
        if isText {
            Frame.encodeServer(.text, object.span, into: &frames)
        } else {
            object.append(EventLine.end)
            FrameHeader.server(.binary, payloadLength: object.count + payload.count).encode(into: &frames)
            frames.append(object.span)
            frames.append(payload)
        }
        // A long one gives its memory back.
        object.removeAll(keepingCapacity: object.capacity <= Self.mostKeptBytes)
    }

    private mutating func write(
        _ message: ChannelMessage,
        _ payload: Span<UInt8>,
        isText: Bool,
        to writer: inout JSONWriter
    ) {
        let notes = MessageNotes(decoding: message.notes)
        writer.write(front.span)
        writer.value(message.id.sequence)
        writer.write(middle.span)
        // Milliseconds on the wire, with up to three decimals.
        writer.value(thousandths: message.time)
        if let key = notes.key {
            writer.write(Self.keyFront.span)
            writer.value(key)
        }
        if isText {
            writer.write(Self.dataFront.span)
            if notes.isJSON { checkedBytes += payload.count }
            // A peer may say so of what is none.
            if notes.isJSON, payload.isJSON { writer.write(payload) } else { writer.value(utf8: payload) }
        }
        writer.write(Self.end.span)
    }

    /// Writes what the messages of a run have in common.
    private mutating func begin(_ id: MessageID) {
        run = (id.node, id.epoch)
        var node = JSONWriter()
        node.value(id.node)
        let name = node.takeBytes()
        // A node's name has nothing to escape, else this would still be one string.
        front = Self.eventFront + name.dropLast() + Array("@\(id.epoch)/".utf8)
        middle = Self.nodeFront + name + Self.timeFront
    }
}
