import Gossip
import SystemTLS

/// What stands between the frames of a TCP link and its socket: bytes in, frames out, and the other way round.
///
///     socket ──receive──▶ ┌──────────────┐ ──frames──▶ gossip
///                         │ SealedStream │
///     socket ◀──outgoing─ └──────────────┘ ◀───seal─── gossip
///
/// Without a key it is open from the start, and ``isSealed`` tells its owner to move frames past it; but then it still
/// looks at the first byte, so that a peer with a key and one without tell each other's people what is wrong.
struct SealedStream {
    /// Where a stream is in its life.
    enum State: Equatable {
        /// The two sides prove the key to each other; nothing is sent yet.
        case opening

        /// Frames go both ways.
        case open

        /// It is of no use any more; what ``takeOutgoing(into:)`` has are its last words.
        case ended(LinkError)
    }

    /// What a side that wants a seal answers to one without: a fatal alert, handshake failure (RFC 8446 §6.2).
    private static let refusal: [UInt8] = [21, 3, 3, 0, 2, 2, 40]

    private let session: (any PeerSession)?

    /// The name of this node's own key, for those who look for the reason of a refusal.
    private let ownKey: String

    /// Whether anything arrived.
    private var hasBegun = false

    /// What is sent beside what the session says.
    private var lastWords: [UInt8] = []

    /// Where it is in its life.
    private(set) var state: State

    /// Frames as they are.
    init() {
        session = nil
        ownKey = ""
        state = .open
    }

    /// Frames inside a session.
    ///
    /// - Parameters:
    ///   - session: One that has just begun.
    ///   - ownKey: The name of the key that this node proves.
    init(_ session: any PeerSession, ownKey: String) {
        self.session = session
        self.ownKey = ownKey
        state = .opening
    }

    /// Whether frames go through it at all.
    var isSealed: Bool { session != nil }

    /// The name of the key that both sides have proven.
    var keyName: String? { state == .open ? session?.keyName : nil }

    /// Takes what arrived.
    ///
    /// - Parameters:
    ///   - bytes: Any piece of the stream; all of it is taken.
    ///   - frames: Where to append what it says, if it is sealed; else the bytes are the frames.
    mutating func receive(_ bytes: Span<UInt8>, into frames: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        defer { hasBegun = true }
        guard let session else {
            if !hasBegun, Self.isSeal(bytes) { state = .ended(.sealing(SealAdvice.unkeyed)) }
            return
        }
        session.receive(bytes, into: &frames)
        switch session.state {
        case .handshaking: state = .opening
        case .open: state = .open
        case .ended, .closed:
            // What a link has to say is of no use to a peer that says nothing more.
            session.close()
            state = .ended(.disconnected("the peer closed the connection"))
        case .failed(let failure):
            if failure == .notSealed { lastWords = Self.refusal }
            state = .ended(.sealing(SealAdvice.words(for: failure, ownKey: ownKey)))
        }
    }

    /// Seals frames; dropped unless it is open.
    func seal(_ frames: Span<UInt8>) {
        session?.send(frames)
    }

    /// Says goodbye, after everything that was sealed.
    func close() {
        session?.close()
    }

    /// Hands over what is to be sent.
    ///
    /// - Parameter output: Where to append it.
    mutating func takeOutgoing(into output: inout [UInt8]) {
        session?.takeOutgoing(into: &output)
        guard !lastWords.isEmpty else { return }
        output += lastWords
        lastWords = []
    }

    /// Whether the first bytes of a stream are a record of TLS: a handshake's, or the alert that refuses it.
    ///
    /// The first frame of a link begins with two zeros.
    private static func isSeal(_ bytes: Span<UInt8>) -> Bool { bytes[0] == 21 || bytes[0] == 22 }
}
