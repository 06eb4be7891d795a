import Bytes
import Gossip
import JSON

extension BroadcastChannel {
    /// One message of a channel.
    public struct Message: Hashable, Sendable {
        /// What a message says.
        public enum Content: Hashable, Sendable {
            /// Text.
            case text(String)

            /// A value as a JSON text.
            case json(String)

            /// Bytes.
            case binary([UInt8])
        }

        /// The ID, as the mesh has it.
        let inMesh: MessageID

        /// The ID, as `alpha@1763700000123/42`: the same on every node.
        public var id: String { inMesh.description }

        /// The name of the node on which it was posted.
        public var node: String { inMesh.node }

        /// When it was posted, since 1970 by the clock of that node, to the microsecond.
        public let time: Duration

        /// By what its author recognises a repetition, if it has that.
        public let key: String?

        /// What it says.
        public let content: Content

        /// What it says, as text: a JSON message as JSON; bytes as UTF-8, with U+FFFD for what is none.
        public var text: String {
            switch content {
            case .text(let text), .json(let text): text
            case .binary(let bytes): String(decoding: bytes, as: UTF8.self)
            }
        }

        /// What it says, as bytes: text, and JSON, in UTF-8.
        public var bytes: [UInt8] {
            switch content {
            case .text(let text), .json(let text): Array(text.utf8)
            case .binary(let bytes): bytes
            }
        }

        /// The value that it says; of a text message that is its string.
        ///
        /// - Throws: `DecodingError` where it says something else, or is binary.
        public func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            switch content {
            case .text(let text): return try JSONCoding.decode(type, from: .string(text))
            case .json(let text): return try JSONCoding.decode(type, from: text.utf8.span)
            case .binary:
                let context = DecodingError.Context(codingPath: [], debugDescription: "the message is binary")
                throw DecodingError.typeMismatch(type, context)
            }
        }
    }
}

extension BroadcastChannel.Message {
    /// The first byte of a frame of a text message.
    private static let textFrame: UInt8 = 0x81

    /// Looks into a message that was heard.
    init(_ heard: HeardMessage) {
        let frame = heard.frame.span
        let payload = frame.extracting(ServerFrames.payloadStart(ofFrameAt: 0, in: frame)..<frame.count)
        let bytes = Array(heard.frame[(frame.count - payload.count)...])
        let notes = MessageNotes(decoding: heard.notes)
        inMesh = heard.id
        time = .microseconds(heard.time)
        key = notes.key
        if frame[0] != Self.textFrame {
            content = .binary(bytes)
        } else {
            let text = String(decoding: bytes, as: UTF8.self)
            // A peer may say so of what is none.
            content = notes.isJSON && payload.isJSON ? .json(text) : .text(text)
        }
    }
}
