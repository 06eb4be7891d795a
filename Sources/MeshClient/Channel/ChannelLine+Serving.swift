import ChannelProtocol
import Reactor
import WebSocket

extension ChannelLine {
    /// How long connecting may take, in seconds: longer than the session waits for it.
    private static let connectTime = 6

    /// Has one socket from its beginning to its end.
    func serve(_ url: String, _ number: Int) async {
        var end = WebSocketEnd(code: WebSocketEnd.abnormalCode, reason: "")
        do throws(ClientError) {
            let socket = try await connect(to: url)
            guard number == dialCount else {
                await socket.close()
                return
            }
            self.socket = socket
            while case let frames = try await socket.takeMessages(), !frames.isEmpty {
                for frame in frames where number == dialCount { carryOut(session.handleFrame(frame, at: now)) }
                await waitUntilTaken()
                guard number == dialCount else { return }
            }
            end = await socket.end
        } catch {
            switch error {
            case .refused, .untrusted, .insecure, .protocolBroken:
                if number == dialCount { report(error.told(ofServerAt: url)) }
            case .malformedURL, .unreachable, .timedOut, .connectionLost, .connectionBroken, .closed, .cancelled: break
            }
        }
        guard number == dialCount else { return }
        socket = nil
        carryOut(session.handleClose(code: end.code, reason: end.reason, at: now, chance: .random(in: 0..<1)))
    }

    private func connect(to url: String) async throws(ClientError) -> WebSocketClient {
        try await WebSocketClient.connect(
            to: url,
            subprotocol: Subprotocol.channel,
            on: loop,
            trusting: trust,
            timeout: Self.connectTime,
            messageLimit: NodeFrame.limit
        )
    }

    /// While a program does not take what came, nothing more is received, and the silence is not the node's.
    private func waitUntilTaken() async {
        guard let arrivals else { return }
        isHeldUp = true
        await arrivals.waitUntilTaken()
        isHeldUp = false
    }
}
