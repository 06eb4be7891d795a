import Gossip
import HTTP
import WebSocket

extension MeshNode {
    /// Answers the requests of a client that have arrived, one after the other, as long as it reads the answers.
    func answerRequests(of client: Client) {
        var hasFinished = false
        while client.stage == .requesting, client.outgoing.isEmpty, let exchange = client.exchange {
            do throws(HTTPError) {
                guard let step = try exchange.connection.next() else { break }
                switch step {
                case .sendContinue: put(for: client) { $0.append(Response.continueBytes) }
                case .request(let request):
                    hasFinished = true
                    handle(request, from: client, on: exchange)
                }
            } catch {
                answer(client, with: Response(refusing: error), closing: true)
            }
            if client.stage != .gone { advance(client) }
        }
        noteProgress(of: client, isAnother: hasFinished)
        if !client.outgoing.isHeld { updateInterest(of: client) }
    }

    /// Encodes an answer behind what is still to be sent.
    ///
    /// - Parameters:
    ///   - client: Who asked.
    ///   - response: The answer.
    ///   - closing: Whether the connection ends with it.
    func answer(_ client: Client, with response: Response, closing: Bool = false) {
        guard let exchange = client.exchange else { return }
        var response = response
        if let head = exchange.connection.currentHead { response.share(inAnswerTo: head, by: origins) }
        put(for: client) { outgoing in
            outgoing.append { bytes in
                exchange.connection.respond(
                    response,
                    wallSeconds: now.wall / 1_000_000,
                    into: &bytes,
                    closing: closing
                )
            }
        }
        if exchange.connection.isEnded { end(client) }
    }

    private func handle(_ request: Request, from client: Client, on exchange: Exchange) {
        switch Route(request.head, origins: origins, base: basePath) {
        case .page: answer(client, with: pageResponse(to: request.head))
        case .health: answer(client, with: healthResponse)
        case .status: answer(client, with: statusResponse)
        case .metrics: answer(client, with: metricsResponse)
        case .post(let channel):
            let response = handlePost(request, on: channel, from: exchange)
            holdUntilCommitted(client)
            answer(client, with: response)
        case .chat:
            guard !isAbandoned(client) else { return drop(client) }
            let entry = ChatEntry.read(request.head.target.query, salt: salt)
            if awaitPosition(of: client, request, entry, on: exchange) { return }
            upgrade(client, request) { enterChat(client, entry) }
        case .relay(let channel): upgrade(client, request) { enterRelay(client, channel, request.head.target.query) }
        case .options(let allowed): answer(client, with: Response(.noContent, fields: ["Allow": allowed]))
        case .redirect(let path): answer(client, with: Response(.temporaryRedirect, fields: ["Location": path]))
        case .refused(let refusal): answer(client, with: refusal.response)
        }
    }

    /// Makes a WebSocket of the connection, and forgets everything about HTTP.
    func upgrade(_ client: Client, _ request: Request, _ enter: () -> Void) {
        guard lifecycle.phase == .serving else { return answer(client, with: Refusal.notServing.response) }
        guard attachedCount < configuration.limits.clients else {
            return answer(client, with: Refusal.tooManyClients.response, closing: true)
        }
        do throws(HandshakeError) {
            answer(client, with: try ServerHandshake.accept(request))
        } catch {
            answer(client, with: error.response)
            return
        }
        var early = client.exchange?.connection.takeRemainder() ?? []
        client.exchange = nil
        client.stage = .open
        // What it may read at once can have come in this very turn.
        holdUntilCommitted(client)
        enter()
        // A client may send its first frames without waiting for our answer.
        if !early.isEmpty, client.stage != .gone { decode(&early, count: early.count, from: client) }
    }

    private func enterRelay(_ client: Client, _ name: [UInt8], _ query: Query) {
        do throws(ChatRefusal) {
            let request = try ReplayRequest(history: query["history"], after: nil)
            let channel = gossip.openChannel(.relay, named: name)
            var reading: Reading?
            if case .history(let count) = request {
                reading = gossip.replay(history: count, in: channel, hearsOfLosses: false).reading
            }
            attach(client, to: channel, echoes: query["echo"] != "false", reading: reading)
        } catch {
            close(client, code: ChatRefusal.closeCode, reason: error.reason)
        }
    }
}
