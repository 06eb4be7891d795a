import HTTP
import Reactor
import WebSocket

extension WebSocketClient {
    /// Connects, and waits until the WebSocket is open.
    func open(at addresses: [SocketAddress]) async throws(ClientError) {
        try begin(at: addresses)
        await wait { if case .connecting = state { true } else { false } }
        if case .connecting = state { end(with: .cancelled) }
        // A server may open the WebSocket only to close it with a reason; that is for the messages' end to tell.
        if case .ended(_, let error) = state, !wasOpen { throw error ?? .connectionLost }
    }

    private func begin(at addresses: [SocketAddress]) throws(ClientError) {
        guard case .connecting(let opening) = state else { return }
        token = loop.assumeIsolated { $0.add(self) }
        let tls = try opening.security.map { security throws(ClientError) in try loop.secure(security) }
        do throws(SystemError) {
            var stream = try ClientStream(to: addresses, securedBy: tls, on: loop, token: token)
            var bytes: [UInt8] = []
            opening.handshake.request.encode(into: &bytes)
            try stream.send(bytes)
            self.stream = consume stream
            awaitAddress(at: Clock.monotonic())
        } catch {
            throw .unreachable(error)
        }
    }

    /// Waits for the address that is tried now, or, once one has answered, for the server's answer.
    func awaitAddress(at now: Int64) {
        guard case .connecting(let opening) = state else { return }
        setDeadline(stream?.attemptDeadline(at: now, within: opening.deadline) ?? opening.deadline)
    }

    /// Turns to the next address when one has kept silent for its share of the time; the last one's is the end.
    func handleDeadline(of opening: Opening, at now: Int64) {
        do throws(SystemError) {
            guard now < opening.deadline, try stream?.tryNextAddress() == true else { return end(with: .timedOut) }
            awaitAddress(at: now)
        } catch {
            end(with: .unreachable(error))
        }
    }

    /// Takes in a part of the server's answer; what follows a whole one are frames already.
    func handleAnswer(_ bytes: Span<UInt8>, of opening: Opening) throws(ClientError) {
        var opening = opening
        opening.connection.receive(bytes)
        let response: Response?
        do throws(HTTPError) {
            response = try opening.connection.next()
        } catch {
            throw .protocolBroken(error.description)
        }
        guard let response else {
            state = .connecting(opening)
            return
        }
        try check(response, of: opening)
        state = .open
        wasOpen = true
        startHeartbeat(at: Clock.monotonic())
        wake()
        var remainder = opening.connection.takeRemainder()
        let count = remainder.count
        try handleFrames(in: &remainder, count: count)
    }

    /// Takes in that the server sends nothing more: the body of a refusal may end with the connection (RFC 9112 §6.3).
    func handleEnd() throws(ClientError) {
        guard case .connecting(var opening) = state else { throw .connectionLost }
        let response = (try? opening.connection.handleEnd()) ?? nil
        guard let response else { throw .connectionLost }
        try check(response, of: opening)
        throw .connectionLost
    }

    /// Whether the server lets us in.
    private func check(_ response: Response, of opening: Opening) throws(ClientError) {
        do throws(HandshakeError) {
            try opening.handshake.check(response)
        } catch {
            guard case .refused(let status) = error else { throw .protocolBroken(error.description) }
            let reason = String(decoding: response.body, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
            throw .refused(status: status.code, reason: String(reason))
        }
    }

    /// Asks the loop to call at a time, or takes that back.
    func setDeadline(_ deadline: Int64?) {
        loop.assumeIsolated { [token] loop in loop.setDeadline(deadline, for: token) }
    }
}
