import Reactor
import SystemTLS

extension SealedConnection {
    /// What a client is told that speaks no TLS.
    private static let plainAnswer = Array(
        """
        HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 46\r\n\
        Connection: close\r\n\r\nThis port speaks HTTPS: begin with https:// .\n
        """.utf8
    )

    /// Takes what arrived, and gives what it says.
    func receive(
        into buffer: inout MutableSpan<UInt8>,
        limit: Int,
        in workshop: inout Workshop
    ) throws(SystemError) -> Received {
        let most = max(1, min(limit, buffer.count - TLSSession.largestRecord, workshop.ciphertext.count))
        switch try socket.receive(into: &workshop.ciphertext, limit: most) {
        case .wouldBlock:
            return .wouldBlock
        case .ended:
            // Who has the keys, and sends no more, may still be sent something.
            if isShakingHands { end() }
            return .ended
        case .bytes(let count):
            // Those who have been told why they may go are listened to until they do.
            guard let session else {
                workshop.count(records: 0, bytes: count)
                return .wouldBlock
            }
            return try read(count, by: session, into: &buffer, in: &workshop)
        }
    }

    private func read(
        _ count: Int,
        by session: any ClientSession,
        into buffer: inout MutableSpan<UInt8>,
        in workshop: inout Workshop
    ) throws(SystemError) -> Received {
        let before = (records: session.recordsRead, updates: session.messagesRead)
        workshop.plaintext.removeAll(keepingCapacity: true)
        workshop.lend(\.ciphertext) { ciphertext, workshop in
            session.receive(
                ciphertext.span.extracting(0..<count),
                into: &workshop.plaintext,
                answering: &workshop.output
            )
        }
        workshop.count(records: session.recordsRead &- before.records, bytes: count)
        workshop.cost += (session.messagesRead &- before.updates) * Workshop.update
        switch session.state {
        case .handshaking:
            greet(by: session, in: &workshop)
            return .wouldBlock
        case .open, .ended, .closed:
            if open() { workshop.cost += Workshop.finish }
            guard answer(&workshop) else {
                try end(for: .idleChatter, in: &workshop)
                return .wouldBlock
            }
            guard workshop.plaintext.isEmpty else { break }
            return session.state == .ended ? .ended : .wouldBlock
        case .failed(let failure):
            try end(for: failure, in: &workshop)
            return .wouldBlock
        }
        buffer.replaceFirst(with: workshop.plaintext.span)
        return .bytes(workshop.plaintext.count)
    }

    /// Answers a greeting, as far as it has come.
    private func greet(by session: any ClientSession, in workshop: inout Workshop) {
        if !workshop.output.isEmpty, noteGreeting() { workshop.cost += Workshop.handshake(by: session.signingKey) }
        _ = offer(&workshop)
    }

    /// Says why it is over: an alert, or a word to who does not speak TLS.
    private func end(for failure: TLSFailure, in workshop: inout Workshop) throws(SystemError) {
        workshop.note(failure)
        let first = workshop.ciphertext[0]
        if failure == .notSealed, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) {
            workshop.output = Self.plainAnswer
        }
        _ = offer(&workshop)
        socket.endSending()
        guard !end() else { return }
        // What has arrived is taken: a connection that is closed before that is reset, and takes the alert with it.
        _ = try socket.receive(into: &workshop.ciphertext, limit: workshop.ciphertext.count)
        throw SystemError(call: "tls", code: SystemError.Code.protocolError)
    }
}
