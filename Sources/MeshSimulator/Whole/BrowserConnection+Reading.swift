import HTTP
import Reactor
import WebSocket

/// What bytes are that come over a connection: an answer, then messages.
extension BrowserConnection {
    /// Takes in bytes that have come.
    func take(_ buffer: inout [UInt8], _ count: Int, _ news: inout [News]) {
        switch stage {
        case .connecting, .gone: return
        case .asking(var exchange):
            exchange.receive(buffer.span.extracting(0..<count))
            stage = .asking(exchange)
            readAnswer(&exchange, &news)
        case .open(var decoder):
            var range = 0..<count
            decode(&buffer, &range, &decoder, &news)
        }
    }

    private func readAnswer(_ exchange: inout ClientConnection, _ news: inout [News]) {
        do {
            guard let answer = try exchange.next() else { return stage = .asking(exchange) }
            guard let handshake, answer.status == .switchingProtocols else {
                news.append(.answer(status: answer.status.code, body: answer.body))
                return end(&news)
            }
            try handshake.check(answer)
            var decoder = MessageDecoder(role: .client, messageLimit: 1 << 20)
            stage = .open(decoder)
            openedAt = network.now
            news.append(.opened)
            var rest = exchange.takeRemainder()
            var range = 0..<rest.count
            decode(&rest, &range, &decoder, &news)
        } catch {
            news.append(.answer(status: 0, body: Array("\(error)".utf8)))
            end(&news)
        }
    }

    private func decode(
        _ buffer: inout [UInt8],
        _ range: inout Range<Int>,
        _ decoder: inout MessageDecoder,
        _ news: inout [News]
    ) {
        do throws(WebSocketError) {
            while true {
                switch try decoder.next(in: &buffer, range: &range) {
                case .needMore: return stage = .open(decoder)
                case .message(let type, let payload):
                    news.append(.message(type, decoder.takeBytes(of: payload, in: buffer)))
                case .ping(let payload):
                    let bytes = decoder.takeBytes(of: payload, in: buffer)
                    Frame.encodeClient(.pong, bytes.span, maskingKey: 0, into: &outbox)
                    flush()
                case .pong(let payload): _ = decoder.takeBytes(of: payload, in: buffer)
                case .close(let code, let payload):
                    let reason = decoder.takeBytes(of: payload, in: buffer)
                    news.append(.closed(code: code, reason: String(decoding: reason, as: UTF8.self)))
                    return end(&news)
                }
            }
        } catch {
            news.append(.closed(code: nil, reason: "\(error)"))
            end(&news)
        }
    }
}

extension SimulatedNetwork {
    /// Goes on with a client's connection after something happened on the client's sockets.
    ///
    /// - Parameters:
    ///   - connection: The one that it has; what happened on others is passed over.
    ///   - limit: How much to read at a time, in bytes.
    /// - Returns: What came.
    func takeNews(
        of connection: BrowserConnection?,
        readingAtMost limit: Int = .max
    ) -> [BrowserConnection.News] {
        var events: [ReadyEvent] = []
        takeReady(into: &events)
        return events.filter { $0.token == connection?.token }
            .flatMap { connection?.handleReady($0, readingAtMost: limit) ?? [] }
    }
}
