import HTTP
import Reactor
import WebSocket

extension WebSocketClient: ClientStreamOwner {
    func handleReady(_ event: ReadyEvent, using buffer: inout [UInt8]) {
        guard stream != nil else { return }
        do throws(SystemError) {
            _ = try stream?.handleReady(event)
            if event.isWritable { awaitAddress(at: Clock.monotonic()) }
        } catch {
            // What the server said before it went is still there to be read.
            guard error.call == "send" else { return end(with: .unreachable(error)) }
        }
        if event.isWritable, waitingByteCount < Self.outboxLimit { wake() }
        guard event.isReadable else { return }
        do throws(ClientError) {
            switch try stream?.receive(into: &buffer) ?? .ended {
            case .bytes(let count):
                silence.hasHeard = true
                try handleBytes(in: &buffer, count: count)
            case .wouldBlock: break
            case .ended: try handleEnd()
            }
        } catch {
            end(with: error)
        }
    }

    func handleDeadline(at now: Int64) {
        switch state {
        case .connecting(let opening): handleDeadline(of: opening, at: now)
        case .open:
            if closing.isOpen { return handleHeartbeat(at: now) }
            if closing.handleTimeout(at: now) == .closeSocket { end(with: .connectionLost) }
        case .ended: break
        }
    }

    private func handleBytes(in buffer: inout [UInt8], count: Int) throws(ClientError) {
        switch state {
        case .connecting(let opening):
            let bytes = buffer.span
            try handleAnswer(bytes.extracting(0..<count), of: opening)
        case .open:
            try handleFrames(in: &buffer, count: count)
        case .ended:
            break
        }
    }

    /// Takes the first `count` bytes of a buffer as frames.
    func handleFrames(in buffer: inout [UInt8], count: Int) throws(ClientError) {
        var range = 0..<count
        let wasEmpty = inbox.isEmpty
        do throws(WebSocketError) {
            while case .open = state {
                let step = try decoder.next(in: &buffer, range: &range)
                if case .needMore = step { break }
                handle(step, in: buffer)
            }
        } catch {
            sendClose(code: error.closeCode, reason: error.description)
            throw .protocolBroken(error.description)
        }
        if wasEmpty, !inbox.isEmpty { wake() }
        if inbox.isFull { setReading(false) }
    }

    private func handle(_ step: MessageDecoder.Step, in buffer: [UInt8]) {
        switch step {
        case .needMore, .pong:
            break
        case .message(let type, let payload):
            guard let handleMessage else {
                return inbox.append(WebSocketMessage(type, decoder.takeBytes(of: payload, in: buffer)))
            }
            decoder.withBytes(of: payload, in: buffer) { handleMessage(type == .text, $0) }
        case .ping(let payload):
            // A server that does not read its pongs is not owed any more of them.
            guard waitingByteCount < Self.outboxLimit else { return }
            sendFrame(.pong, decoder.takeBytes(of: payload, in: buffer))
        case .close(let code, let reason):
            let reason = String(decoding: decoder.takeBytes(of: reason, in: buffer), as: UTF8.self)
            if case .answerClose(let answer) = closing.handleClose(code: code) {
                sendClose(code: answer, reason: "")
            }
            end(WebSocketEnd(code: code ?? WebSocketEnd.missingCode, reason: reason), nil)
        }
    }

    /// Takes what has arrived; waits when nothing has.
    ///
    /// Empty once the connection ended and everything was taken.
    func takeMessages() async throws(ClientError) -> [WebSocketMessage] {
        while inbox.isEmpty {
            if case .ended(_, let error) = state {
                if let error { throw error }
                return []
            }
            guard !Task.isCancelled else { return [] }
            await wait()
        }
        let messages = inbox.takeAll()
        setReading(true)
        return messages
    }

    private func setReading(_ isReading: Bool) {
        self.isReading = isReading
        do throws(SystemError) {
            try stream?.setReading(isReading)
        } catch {
            // Nothing would ever be read again.
            end(with: .connectionBroken(error))
        }
    }
}
