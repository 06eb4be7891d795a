import Bytes
import JSON
import WebSocket

/// A channel of the mesh, for the program that embeds a node: the `BroadcastChannel` of the web, for Swift.
///
///     let tea = try await node.channel("tea")
///     try await tea.post("no milk")
///     for try await message in tea.messages() { print(message.node, message.text) }
///
/// What is posted here reaches every client, program and page that hears the channel on any node that can be reached, and
/// the other way round. What this program posts it hears too. ``MeshNode/channel(_:)`` gives one; it keeps its node.
public struct BroadcastChannel: Sendable {
    /// The name.
    public let name: String

    private let host: any ChannelHost

    /// A channel of a node.
    init(_ name: String, of host: any ChannelHost) {
        self.name = name
        self.host = host
    }
}

/// Posting.
///
/// Each call returns when the node holds the message, and has written it if it has a data directory. A node that does not
/// serve yet takes nothing, and neither does a channel whose clients are still to be given what was posted before: so who
/// posts faster than everybody gets it is held up, and nobody loses anything. It throws ``ChannelError/stopped`` on a node
/// that has stopped, and `CancellationError` where its task is cancelled before the node takes the message.
extension BroadcastChannel {
    /// Posts text.
    ///
    /// - Parameters:
    ///   - text: The text, of ``ClientLimits/messageBytes`` in UTF-8 at most.
    ///   - key: By what a repetition is recognised, of 1 to 128 bytes: a message that was posted on this channel with the
    ///     same key, by whomever and on any node, stands for this one as long as it is held.
    /// - Returns: The message's ID, as `alpha@1763700000123/42`.
    /// - Throws: ``ChannelError/malformedKey``, ``ChannelError/tooLarge(byteCount:)``, ``ChannelError/stopped``, or
    ///   ``ChannelError/storage(_:)``.
    @discardableResult
    public func post(_ text: String, key: String? = nil) async throws -> String {
        try await post(Array(text.utf8), .text, MessageNotes(key: key))
    }

    /// Posts bytes, as a binary message: an array, a slice, or the `Data` of Foundation.
    ///
    /// - Returns: The message's ID; see ``post(_:key:)-(String,_)`` for the key and the errors.
    @discardableResult
    public func post(_ bytes: some RandomAccessCollection<UInt8> & Encodable, key: String? = nil) async throws -> String
    {
        try await post(Array(bytes), .binary, MessageNotes(key: key))
    }

    /// Posts a value as JSON: a message that says a string is a text message.
    ///
    /// - Returns: The message's ID; see ``post(_:key:)-(String,_)`` for the key and the errors.
    /// - Throws: `EncodingError` too, for what JSON has not.
    @discardableResult
    public func post(_ value: some Encodable, key: String? = nil) async throws -> String {
        let text = try JSONCoding.encode(value)
        if text.first == UInt8(ascii: "\"") {
            return try await post(JSONCoding.decode(String.self, from: text.span), key: key)
        }
        return try await post(text, .text, MessageNotes(isJSON: true, key: key))
    }

    private func post(_ bytes: [UInt8], _ type: MessageType, _ notes: MessageNotes) async throws -> String {
        guard notes.key.map({ MessageNotes.keyLengths.contains($0.utf8.count) }) ?? true,
            GuardedKey.admits(notes.key, from: 0)
        else { throw ChannelError.malformedKey }
        return try await host.post(ChannelPost(channel: Array(name.utf8), type: type, bytes: bytes, notes: notes))
    }
}

/// Hearing.
extension BroadcastChannel {
    /// Begins to hear the channel, once the node serves; of one that is never started nothing is heard, and waiting for a
    /// message ends with its task.
    ///
    /// - Parameter position: What was heard before; what came since is heard first. `nil` to hear what is new.
    /// - Returns: What is heard from then on.
    public func messages(after position: Position? = nil) -> Messages {
        let hearing = Hearing(Array(name.utf8), after: position, on: host)
        Task { await hearing.begin() }
        return Messages(hearing)
    }

    /// Begins to hear the channel for values of one type; messages that say none are passed over.
    ///
    /// ``messages(after:)`` has them too, for ``Message/decode(_:)``.
    ///
    /// - Parameters:
    ///   - type: What messages are to say.
    ///   - position: What was heard before; `nil` to hear what is new.
    /// - Returns: The values.
    public func messages<Value: Decodable & Sendable>(
        of type: Value.Type,
        after position: Position? = nil
    ) -> some AsyncSequence<Value, ChannelError> & Sendable {
        messages(after: position).compactMap { try? $0.decode(type) }
    }
}
