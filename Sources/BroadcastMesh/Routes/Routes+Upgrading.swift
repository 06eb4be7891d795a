import ChannelProtocol
import HTTP
import WebSocket

extension Routes {
    /// Decides whether a request becomes a WebSocket.
    func upgrade(_ request: Request, in view: View) -> Upgrade {
        guard view.phase.serves else { return .refused(Refusal.notServing.response, closing: false) }
        guard view.hasRoom else { return .refused(Refusal.tooManyClients.response, closing: true) }
        do throws(HandshakeError) {
            return .accepted(try ServerHandshake.accept(request, choosing: subprotocol(for: request.head)))
        } catch {
            return .refused(error.response, closing: false)
        }
    }

    /// What is to be spoken, of all that a request offers.
    private func subprotocol(for head: RequestHead) -> String? {
        if case .events = route(for: head) { Subprotocol.channel } else { nil }
    }
}
