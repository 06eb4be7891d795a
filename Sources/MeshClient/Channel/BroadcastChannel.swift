import Bytes
import JSON
import Reactor

/// A channel of a mesh, for a program that is no node of it: the `BroadcastChannel` of the web, for Swift.
///
///     let tea = try BroadcastChannel("tea", at: ["http://127.0.0.1:8081", "http://127.0.0.1:8082"])
///     try await tea.post("no milk")
///     for try await message in tea.messages() { print(message.node, message.text) }
///
/// It speaks `mesh.channel.v1` with one node, and goes on at another when that is gone: at those that it is told of, and at
/// those that they tell of. What it posts has a key and is sent again until a node holds it, and it hears with a position,
/// so that nothing is lost and nothing comes twice. Whatever posts on the channel is heard, what it posts itself too.
///
/// It connects when it is used, once to post, and once for each sequence of messages. What was posted when the last
/// reference goes still goes out, for 30 s at most.
public final class BroadcastChannel: Sendable {
    /// What is told of something that is wrong and may pass: no node answers, one refuses, a certificate is not believed.
    ///
    /// The channel goes on trying. It is called on the loop's thread, and must not wait.
    public typealias ProblemHandler = @Sendable (String) -> Void

    /// The longest name of a channel, in bytes.
    package static let nameLimit = 256

    /// How long a key may be, in bytes.
    static let keyLengths = 1...128

    /// The name.
    public let name: String

    private let nodes: [String]
    private let loop: ClientLoop
    private let trust: ServerTrust
    private let report: ProblemHandler

    /// What posts go over.
    private let postLine: ChannelLine

    /// Prepares a channel; nothing is opened before it is used.
    ///
    /// - Parameters:
    ///   - name: The name, of 256 bytes at most; `""` is a channel too.
    ///   - nodes: URLs of nodes, `http` or `https`, with a path where a node is below one: `https://example.org/chat`; of
    ///     1000 bytes at most. They are tried in this order, and then up to 256 that each tells of.
    ///   - loop: The thread to live on; the shared one by default.
    ///   - trust: Whose word is taken for a node's certificate.
    ///   - report: Told of what is wrong and may pass.
    /// - Throws: ``ChannelError/nameTooLong``, ``ChannelError/noNodes``, ``ChannelError/malformedURL(_:)``, or
    ///   ``ChannelError/system(_:)``.
    public init(
        _ name: String,
        at nodes: [String],
        on loop: ClientLoop? = nil,
        trusting trust: ServerTrust = .system,
        onProblem report: @escaping ProblemHandler = { _ in }
    ) throws(ChannelError) {
        guard name.utf8.count <= Self.nameLimit else { throw .nameTooLong }
        guard !nodes.isEmpty else { throw .noNodes }
        for node in nodes where !NodeURL.isValid(node) { throw .malformedURL(node) }
        do throws(SystemError) {
            self.loop = if let loop { loop } else { try ClientLoop.shared() }
        } catch {
            throw .system(error)
        }
        self.name = name
        self.nodes = nodes
        self.trust = trust
        self.report = report
        let keys = OwnKeys(RandomBytes.array(count: 16))
        let session = ChannelSession(name, at: nodes, listens: false, secret: keys.session)
        postLine = ChannelLine(session, posting: keys, into: nil, on: self.loop, trusting: trust, onProblem: report)
    }

    deinit {
        postLine.end()
    }
}

/// Posting.
///
/// Each call returns when a node holds the message, and has written it if it was started with `--data`; until then it is
/// sent again to whichever node answers. While 16 MiB wait for a node, the next one waits too. A task that is cancelled
/// waits no longer, and its message may arrive all the same.
extension BroadcastChannel {
    /// Posts text.
    ///
    /// - Parameters:
    ///   - text: The text; a node takes 1 MiB by default.
    ///   - key: By what a repetition is recognised, of 1 to 128 bytes: a message that was posted on this channel with the
    ///     same key, by whomever, stands for this one as long as it is held. Without one, a key is made up.
    /// - Returns: The message's ID, as `alpha@1763700000123/42`.
    /// - Throws: ``ChannelError/malformedKey``, ``ChannelError/tooLarge(byteCount:)``, or `CancellationError`.
    @discardableResult
    public func post(_ text: String, key: String? = nil) async throws -> String {
        try await post(.text(text), key)
    }

    /// Posts bytes, as a binary message: an array, a slice, or the `Data` of Foundation.
    ///
    /// - Returns: The message's ID; see ``post(_:key:)-(String,_)`` for the key and the errors.
    @discardableResult
    public func post(_ bytes: some RandomAccessCollection<UInt8> & Encodable, key: String? = nil) async throws -> String
    {
        try await post(.binary(Array(bytes)), key)
    }

    /// Posts a value as JSON: a message that says a string is a text message.
    ///
    /// - Returns: The message's ID; see ``post(_:key:)-(String,_)`` for the key and the errors.
    /// - Throws: `EncodingError` too, for what JSON has not.
    @discardableResult
    public func post(_ value: some Encodable, key: String? = nil) async throws -> String {
        try await post(.json(try JSONCoding.encode(value)), key)
    }

    private func post(_ post: ChannelPost, _ key: String?) async throws -> String {
        guard key.map({ Self.keyLengths.contains($0.utf8.count) }) ?? true, GuardedKey.admits(key, from: 0) else {
            throw ChannelError.malformedKey
        }
        return try await postLine.post(post, key: key)
    }
}

/// Hearing.
extension BroadcastChannel {
    /// Begins to hear the channel.
    ///
    /// - Parameter position: What was heard before; what came since is heard first. `nil` to hear what is new.
    /// - Returns: What is heard from then on.
    public func messages(after position: Position? = nil) -> Messages {
        let arrivals = ArrivedMessages(after: position)
        let session = ChannelSession(name, at: nodes, after: position)
        let line = ChannelLine(session, into: arrivals, on: loop, trusting: trust, onProblem: report)
        line.begin()
        return Messages(Hearing(arrivals, over: line))
    }

    /// Begins to hear the channel with what was posted last.
    ///
    /// - Parameters:
    ///   - history: How many messages of before are heard first.
    ///   - onOpen: Told of each node at which the channel is heard, on the loop's thread.
    /// - Returns: What is heard from then on.
    package func messages(history: Int, onOpen: @escaping @Sendable (String) -> Void) -> Messages {
        let arrivals = ArrivedMessages(after: nil, onOpen: onOpen)
        let session = ChannelSession(name, at: nodes, history: history)
        let line = ChannelLine(session, into: arrivals, on: loop, trusting: trust, onProblem: report)
        line.begin()
        return Messages(Hearing(arrivals, over: line))
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
