import HTTP
import Reactor
import WebSocket

extension Node {
    /// Takes in how far what a client sends is, after something of it has arrived.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - isAnother: Whether a request or a message was completed on the way.
    mutating func noteProgress(of client: Client, isAnother: Bool) {
        for excess in serving.noteProgress(of: client, isAnother: isAnother, &turns.budget) {
            turns.budget.spend(TurnBudget.farewell)
            sendAwayForRoom(excess)
        }
    }

    /// Looks whether what a client has begun to send goes on.
    ///
    /// A turn without room for what it may have sent leaves that to the next look.
    mutating func handleProgress(_ reference: ClientReference) {
        guard turns.budget.isOpen, !isHeldUp(reference) else { return serving.lookAgain(at: reference) }
        readBeforeJudging(reference)
        guard let (client, kind) = serving.takeLate(reference) else { return }
        let part = kind == .body ? "body" : "head"
        partWith(
            client,
            answering: Response(.requestTimeout, text: "The \(part) of the request took too long."),
            closing: CloseCode.policyViolation,
            "The message took too long"
        )
    }

    /// Whether something that a client has sent waits, to be read or to be acted upon: then nobody knows for how long it has
    /// said nothing.
    func isUnheard(_ reference: ClientReference) -> Bool {
        guard let client = client(reference) else { return false }
        return client.intake.hasRequestsLeft || client.intake.hasRest || turns.clients.hasUnread(client.token.rawValue)
    }

    /// Whether that may not be read before others have got what came before: who is held up behind them is not late.
    private mutating func isHeldUp(_ reference: ClientReference) -> Bool {
        guard isUnheard(reference), let client = client(reference) else { return false }
        return client.intake.hasRequestsLeft || client.intake.hasRest || isCrowded(client)
    }

    /// Reads what a client that seems late has sent: it may have waited in its socket while others were served.
    ///
    /// Of a head as much as it may have, for that must be there as a whole; of others a portion says that they go on.
    private mutating func readBeforeJudging(_ reference: ClientReference) {
        var held = -1
        while let (client, kind) = serving.late(reference), client.interest.contains(.read) {
            guard !client.intake.hasRequestsLeft, !client.intake.hasRest, !isCrowded(client) else { return }
            receive(from: client)
            let count = client.exchange?.connection.unusedBytes ?? 0
            guard kind == .head, count > held else { return }
            held = count
        }
    }

    /// Ends the connection that holds most of what is unfinished.
    private mutating func sendAwayForRoom(_ client: Client) {
        partWith(
            client,
            answering: Refusal.noRoom.response,
            closing: CloseCode.tryAgainLater,
            "No room for what all clients have begun to send"
        )
    }

    /// Ends a connection in the middle of what its client sends: a request is answered, a WebSocket closed, and nothing more
    /// is waited for.
    private mutating func partWith(
        _ client: Client,
        answering response: Response,
        closing code: UInt16,
        _ reason: String
    ) {
        switch client.stage {
        case .requesting:
            answer(client, with: response, closing: true)
            if client.stage == .requesting { end(client) }
        case .open, .closing:
            close(client, code: code, reason: reason)
            if client.stage != .gone { end(client) }
        case .ending, .gone:
            break
        }
    }
}
