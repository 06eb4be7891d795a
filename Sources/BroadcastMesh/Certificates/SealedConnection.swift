import Reactor
import SystemTLS

/// One client's connection under TLS.
///
///     shakingHands ──▶ open
///          └────────────┴──▶ over: what arrives is thrown away, so that the last words get there
///
/// A record is sealed once and must be sent as it is, but the socket may take only a part of it. The rest is kept here, one
/// record at the most, and all but the last byte that it has are told as taken. The caller goes on with that byte, as it
/// would with the rest of a frame that a plain socket took a part of: so it waits until the socket is writable, nothing
/// comes between, and ``send(_:_:in:)`` knows that the byte is sealed already: also where a frame begins with it, see
/// ``begunBytes``.
final class SealedConnection {
    /// Where it stands.
    private enum State {
        /// The handshake goes on; perhaps our greeting was sent already.
        case shakingHands(any ClientSession, hasGreeted: Bool)

        /// What is sent is sealed.
        case open(any ClientSession)

        /// The client was told why it may go, or went in the middle of the handshake.
        case over
    }

    /// The socket, of the network below.
    let socket: Socket

    /// What it is watched by.
    var token: UInt64?

    private var state: State

    /// How many bytes behind those that were told as taken, where that were not all, are on their way as well.
    ///
    /// Whoever asks which frames have begun counts them in.
    static let begunBytes = 1

    /// The last byte of what was sealed, while it is still the caller's.
    private var owedByte: UInt8?

    /// What the socket has not taken of the records that are sealed.
    private var pending = StreamOutbox()

    /// Begins with a connection that was just accepted.
    init(_ socket: consuming Socket, _ session: any ClientSession) {
        self.socket = socket
        state = .shakingHands(session, hasGreeted: false)
    }

    // MARK: Where it stands

    /// The TLS of it, unless it is over.
    var session: (any ClientSession)? {
        switch state {
        case .shakingHands(let session, hasGreeted: _), .open(let session): session
        case .over: nil
        }
    }

    /// Whether the handshake goes on.
    var isShakingHands: Bool {
        if case .shakingHands = state { true } else { false }
    }

    /// Takes in that our greeting was sent.
    ///
    /// - Returns: Whether it is the first.
    func noteGreeting() -> Bool {
        guard case .shakingHands(let session, hasGreeted: false) = state else { return false }
        state = .shakingHands(session, hasGreeted: true)
        return true
    }

    /// Takes in that the handshake is over.
    ///
    /// - Returns: Whether it was not before.
    func open() -> Bool {
        guard case .shakingHands(let session, hasGreeted: _) = state else { return false }
        state = .open(session)
        return true
    }

    /// Lets go of the TLS: whatever arrives is thrown away.
    ///
    /// - Returns: Whether the handshake had still gone on.
    @discardableResult
    func end() -> Bool {
        defer { state = .over }
        return isShakingHands
    }

    // MARK: Sending

    /// Seals as much of two spans as the socket takes, and what is one record more.
    func send(_ first: Span<UInt8>, _ second: Span<UInt8>, in workshop: inout Workshop) -> SendResult {
        guard let session, session.canSend else { return .failed(SystemError.Code.notConnected) }
        if case let result = flush(), result != .sent(0) { return result }
        let count = first.count + second.count
        // The byte that comes again, now that its record is on its way.
        var taken = 0
        if count > 0, let byte = owedByte.take() {
            // Whoever says something else has lost its place in the stream, and the client would too.
            guard byte == (first.isEmpty ? second[0] : first[0]) else { return .failed(SystemError.Code.protocolError) }
            taken = 1
        }
        while taken < count {
            let end = min(taken + TLSSession.largestRecord, count)
            workshop.seal(first, second, taken..<end, by: session)
            switch offer(&workshop) {
            case .sent: taken = end
            case .wouldBlock:
                owedByte = end <= first.count ? first[end - 1] : second[end - first.count - 1]
                return end > 1 ? .sent(end - 1) : .wouldBlock
            case .failed(let code): return .failed(code)
            }
        }
        return .sent(count)
    }

    /// Sends what was made to answer what arrived, and keeps what the socket does not take.
    ///
    /// - Returns: `false` when too many answers wait already.
    func answer(_ workshop: inout Workshop) -> Bool {
        guard !pending.isEmpty else {
            _ = offer(&workshop)
            return true
        }
        defer { workshop.output.removeAll(keepingCapacity: true) }
        return pending.answer { $0 += workshop.output }
    }

    /// Sends what was made, and keeps what the socket does not take.
    func offer(_ workshop: inout Workshop) -> SendResult {
        defer { workshop.output.removeAll(keepingCapacity: true) }
        let count = workshop.output.count
        guard count > 0 else { return .sent(0) }
        var taken = 0
        if pending.isEmpty {
            switch socket.offer(workshop.output.span) {
            case .sent(count): return .sent(0)
            case .sent(let part): taken = part
            case .wouldBlock: break
            case .failed(let code): return .failed(code)
            }
        }
        pending.append { $0 += workshop.output[taken...] }
        return .wouldBlock
    }

    /// Sends what the socket has not taken of what is sealed.
    ///
    /// - Returns: `sent(0)` when nothing is left.
    private func flush() -> SendResult {
        do throws(SystemError) { try pending.flush(to: socket) } catch { return .failed(error.code) }
        return pending.isEmpty ? .sent(0) : .wouldBlock
    }

    /// Whether the client has said goodbye, be it that what came before that was just given.
    var hasHeardGoodbye: Bool { session?.state == .ended }

    /// Answers a goodbye with one before the connection is closed, unless it is closed in the middle of a record.
    func answerGoodbye(in workshop: inout Workshop) {
        guard hasHeardGoodbye, pending.isEmpty else { return }
        session?.close(answering: &workshop.output)
        _ = offer(&workshop)
    }

    /// Says goodbye, and nothing more.
    func endSending(in workshop: inout Workshop) {
        session?.close(answering: &workshop.output)
        if flush() == .sent(0) { _ = offer(&workshop) }
        workshop.output.removeAll(keepingCapacity: true)
        socket.endSending()
    }
}
