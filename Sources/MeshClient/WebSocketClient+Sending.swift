import Reactor
import WebSocket

extension WebSocketClient {
    /// Sends text; waits while the server is too slow to take what was sent before.
    ///
    /// - Throws: ``ClientError/closed`` once the connection is closing or lost, and ``ClientError/cancelled`` where the task
    ///   is cancelled while it waits. The server never gets the whole of it then.
    public func send(text: String) async throws(ClientError) {
        try await send(.text, Array(text.utf8))
    }

    /// Sends bytes; waits while the server is too slow to take what was sent before.
    ///
    /// - Throws: ``ClientError/closed`` once the connection is closing or lost, and ``ClientError/cancelled`` where the task
    ///   is cancelled while it waits. The server never gets the whole of it then.
    public func send(binary bytes: [UInt8]) async throws(ClientError) {
        try await send(.binary, bytes)
    }

    /// Closes the connection and waits for the server to do so too, at most 5 s, and no longer than the task goes on.
    ///
    /// - Parameters:
    ///   - code: 1000 for done, or a code from 3000 to 4999.
    ///   - reason: At most 123 bytes; the rest is cut off.
    /// - Returns: How the connection ended.
    @discardableResult
    public func close(code: UInt16 = 1000, reason: String = "") async -> WebSocketEnd {
        beginToClose(code: code, reason: reason)
        await wait { if case .ended = state { false } else { true } }
        // Who was cancelled does not wait for the server's word.
        end(with: .cancelled)
        return await end
    }

    /// How the connection ended; waits until it has.
    public var end: WebSocketEnd {
        get async {
            while true {
                if case .ended(let end, _) = state { return end }
                await wait()
            }
        }
    }

    private func send(_ opcode: Opcode, _ payload: [UInt8]) async throws(ClientError) {
        await wait { hasNoRoom }
        guard case .open = state, closing.isOpen, !isLost else { throw .closed }
        guard !hasNoRoom else { throw .cancelled }
        sendFrame(opcode, payload)
        guard !isLost else { throw .closed }
    }

    /// Whether the server takes nothing any more, which whoever takes no messages hears of nowhere else.
    private var isLost: Bool { stream?.isLost ?? false }

    /// Whether a server is too slow to take what was sent.
    private var hasNoRoom: Bool {
        guard case .open = state else { return false }
        return closing.isOpen && waitingByteCount >= Self.outboxLimit
    }

    private func beginToClose(code: UInt16, reason: String) {
        // Nobody hears it, and while nothing is read nobody answers either.
        if isLost, !isReading { return end(with: .connectionLost) }
        guard case .open = state,
            case .sendClose(let code, let deadline) = closing.close(code: code, at: Clock.monotonic())
        else { return }
        sendClose(code: code, reason: reason)
        setDeadline(deadline)
    }

    /// Sends one frame; a connection that is lost is noticed by the next read, and by whoever sends until then.
    func sendFrame(_ opcode: Opcode, _ payload: [UInt8]) {
        var bytes: [UInt8] = []
        Frame.encodeClient(opcode, payload.span, maskingKey: .random(in: .min ... .max), into: &bytes)
        send(bytes)
    }

    /// Sends a message at once, however much waits.
    func say(_ message: WebSocketMessage) {
        guard case .open = state, closing.isOpen else { return }
        switch message {
        case .text(let text): sendFrame(.text, Array(text.utf8))
        case .binary(let bytes): sendFrame(.binary, bytes)
        }
    }

    /// Sends a close frame.
    func sendClose(code: UInt16?, reason: String) {
        send(CloseFrame.client(code: code, reason: reason, maskingKey: .random(in: .min ... .max)))
    }

    private func send(_ bytes: [UInt8]) {
        do throws(SystemError) {
            try stream?.send(bytes)
        } catch {
            // What the server said before it went is still there to be read, and then why it went.
            guard error.call == "send" else { return end(with: .connectionBroken(error)) }
            wake()
        }
    }

    /// Ends the connection that failed.
    func end(with error: ClientError) {
        end(WebSocketEnd(code: WebSocketEnd.abnormalCode, reason: ""), error)
    }

    /// Ends the connection, and lets everybody know who waits for it.
    func end(_ end: WebSocketEnd, _ error: ClientError?) {
        if case .ended = state { return }
        state = .ended(end, error)
        stream = nil
        loop.assumeIsolated { [token] loop in loop.remove(token) }
        wake()
    }
}
