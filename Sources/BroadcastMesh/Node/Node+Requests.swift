import Gossip
import HTTP
import Reactor
import WebSocket

extension Node {
    /// What a client becomes a WebSocket for, or why it is told there that it is none.
    enum Destination {
        /// A chat.
        case chat(Result<ChatEntry, ChatRefusal>)

        /// A relay channel.
        case relay(Result<RelayEntry, ChatRefusal>)
    }

    /// Answers the requests of a client that have arrived, one after the other, as long as it reads the answers.
    ///
    /// One is answered, and more as long as the turn has room for it and the client has not had what one socket may cost
    /// before it is the next one's turn. The others wait, and nothing more is read from the client meanwhile.
    mutating func answerRequests(of client: Client) {
        var hasFinished = false
        let reserve = turns.budget.left - turns.budget.part(ReadySources.quantum)
        client.intake.takeUpRequests()
        while client.stage == .requesting, client.outgoing.isEmpty, let exchange = client.exchange {
            guard !hasFinished || turns.isOpen(to: .clients) && turns.budget.left > reserve else {
                awaitTurn(client)
                break
            }
            guard let isAnswered = answerNext(of: client, on: exchange) else { break }
            if isAnswered { hasFinished = true }
            if client.stage != .gone { advanceAnswer(of: client) }
        }
        noteProgress(of: client, isAnother: hasFinished)
        if client.hasEnded, client.stage == .requesting { endAfterAnswers(client) }
        if !client.outgoing.isHeld { updateInterest(of: client) }
    }

    /// Answers what a client has sent next: a request, the question whether its body is welcome, or what is neither.
    ///
    /// - Returns: Whether it was a whole request; `nil` when there is nothing that can be answered now.
    private mutating func answerNext(of client: Client, on exchange: Exchange) -> Bool? {
        do throws(HTTPError) {
            guard let step = try exchange.connection.next(unless: { isCrowded($0) }) else {
                if exchange.connection.isHeldBack {
                    // To ask again costs a look at the head.
                    turns.budget.spend(requests: 1)
                    awaitTurn(client)
                }
                return nil
            }
            turns.budget.spend(requests: 1)
            switch step {
            case .sendContinue:
                askForBody(of: exchange, from: client)
                return false
            case .request(let request):
                handle(request, from: client, on: exchange)
                return true
            }
        } catch {
            answer(client, with: Response(refusing: error), closing: true)
            return false
        }
    }

    /// Whether a request posts on a channel that is crowded: then it waits, as what is posted over WebSockets does.
    private mutating func isCrowded(_ head: RequestHead) -> Bool {
        guard serving.isFanningOut, case .post(let name) = routes.route(for: head),
            let channel = gossip.channel(.relay, named: name)
        else { return false }
        return serving.isCrowded(channel, by: Serving.crowdedBytes, with: &gossip)
    }

    /// Answers a client that waits to be told that its body is welcome; one that is not is not sent for nothing.
    private mutating func askForBody(of exchange: Exchange, from client: Client) {
        let head = exchange.connection.currentHead
        if let refusal = head.flatMap({ routes.refusal(of: $0, from: exchange.peer, in: view) }) {
            // It may send the body all the same, and nothing is to be read as a request that is none.
            answer(client, with: refusal, closing: true)
        } else {
            put(for: client) { $0.append(Response.continueBytes) }
        }
    }

    /// Ends the connection of a client that sends nothing more, once it has the answers to all that it asked for.
    mutating func endAfterAnswers(_ client: Client) {
        serving.endAfterAnswers(client)
        workForServing()
    }

    /// Goes on with the requests of a client whose answer waited for the disk.
    ///
    /// What it has sent behind may post again, and is written with what others post in the next turn.
    mutating func resumeRequests(of client: Client) {
        guard client.stage == .requesting, let exchange = client.exchange else { return }
        if exchange.connection.unusedBytes > 0 { awaitTurn(client) } else { answerRequests(of: client) }
    }

    /// Has the requests of a client that have arrived answered in the next turn; nothing more is read from it before.
    mutating func awaitTurn(_ client: Client) {
        client.intake.putOffRequests()
        turns.clients.add(ReadyEvent(token: client.token.rawValue))
    }

    /// Encodes an answer behind what is still to be sent.
    ///
    /// - Parameters:
    ///   - client: Who asked.
    ///   - response: The answer.
    ///   - closing: Whether the connection ends with it.
    ///   - figures: Which figures are its body; 0 for none.
    mutating func answer(
        _ client: Client,
        with response: Response,
        closing: Bool = false,
        sharing figures: UInt32 = 0
    ) {
        guard let exchange = client.exchange else { return }
        var response = response
        if let head = exchange.connection.currentHead { routes.share(&response, inAnswerTo: head) }
        let wallSeconds = clock.now.wall / 1_000_000
        // Many clients that do not read share one copy of a page.
        let isShared = response.body.count > Self.sharedBodyBytes && client.outgoing.isEmpty
        put(for: client) { outgoing in
            var hasBody = false
            outgoing.append { bytes in
                hasBody = exchange.connection.respond(
                    response,
                    wallSeconds: wallSeconds,
                    into: &bytes,
                    closing: closing,
                    isBodyApart: isShared
                )
            }
            if isShared, hasBody { outgoing.append(sharing: response.body, figures: figures) }
        }
        if exchange.connection.isEnded { end(client) }
    }

    /// What the routes see of the node.
    private var view: Routes.View {
        Routes.View(
            phase: lifecycle.phase,
            hasRoom: serving.attached < settings.mesh.limits.clients,
            now: clock.now.monotonic
        )
    }

    private mutating func handle(_ request: Request, from client: Client, on exchange: Exchange) {
        if Posting.isJSON(request.head) { turns.budget.spend(jsonBytes: request.body.count) }
        switch routes.directive(for: request, from: exchange.peer, in: view) {
        case .answer(let response): answer(client, with: response)
        case .demonstrate(let request): answer(client, with: demonstrate(request))
        case .figures(let kind): routes.append(StatusCache.Asker(client: client.reference, kind: kind))
        case .recent(let figures, let kind): answer(client, with: figures, as: kind)
        case .post(let posting):
            let stamp = post(posting, request.body.span)
            guard holdUntilCommitted(client) else { return drop(client) }
            answer(client, with: Response(posted: stamp.id))
        case .chat(let asked):
            payForPosition(in: request.head)
            let entry = asked.map { $0.known(to: world, since: exchange.claimCount) }
            guard !isAbandoned(client) else { return drop(client) }
            if awaitPosition(of: client, request, entry.map { .chat($0) }) { return }
            upgrade(client, request, to: .chat(entry))
        case .relay(let asked):
            payForPosition(in: request.head)
            let entry = asked.map { $0.known(to: world) }
            if awaitPosition(of: client, request, entry.map { .relay($0) }) { return }
            upgrade(client, request, to: .relay(entry))
        }
    }

    /// Makes a WebSocket of the connection, and forgets everything about HTTP.
    mutating func upgrade(_ client: Client, _ request: Request, to destination: Destination) {
        switch routes.upgrade(request, in: view) {
        case .refused(let response, let closing): return answer(client, with: response, closing: closing)
        case .accepted(let response): answer(client, with: response)
        }
        var early = client.open()
        // What it may read at once can have come in this very turn.
        guard holdUntilCommitted(client) else { return drop(client) }
        switch destination {
        case .chat(let entry): enterChat(client, entry)
        case .relay(let entry): enterRelay(client, entry)
        }
        // A client may send its first frames without waiting for our answer.
        if !early.isEmpty, client.stage != .gone { decode(&early, count: early.count, from: client) }
    }

    private mutating func enterRelay(_ client: Client, _ entry: Result<RelayEntry, ChatRefusal>) {
        do throws(ChatRefusal) {
            enterChannel(client, try entry.get())
        } catch {
            close(client, code: ChatRefusal.closeCode, reason: error.reason)
        }
    }
}
