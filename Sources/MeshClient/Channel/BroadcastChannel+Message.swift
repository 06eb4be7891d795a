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

        /// The ID, as `alpha@1763700000123/42`: the same on every node.
        public let id: String

        /// The name of the node on which it was posted.
        public let node: String

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

        /// How many bytes it says.
        var byteCount: Int {
            switch content {
            case .text(let text), .json(let text): text.utf8.count
            case .binary(let bytes): bytes.count
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
