import HTTP
import Reactor

extension Routes {
    /// Why a request is refused whatever its body is, for a client that waits to be told (RFC 9110 §10.1.1).
    ///
    /// - Parameters:
    ///   - head: Its head; the body has not come.
    ///   - peer: The address that it comes from.
    ///   - view: What is to be seen of the node.
    /// - Returns: The refusal; `nil` where the body is welcome.
    func refusal(of head: RequestHead, from peer: SocketAddress, in view: View) -> Response? {
        switch route(for: head) {
        case .refused(let refusal): return refusal.response
        case .post:
            do throws(Refusal) {
                guard view.phase.serves else { throw .notServing }
                guard !isAboveRate(head, from: peer, at: view.now) else { throw .tooManyMessages }
                _ = try Posting.key(in: head)
            } catch {
                return error.response
            }
            return nil
        case .page, .chatPage, .file, .demonstrate, .channelModule, .channelTypes, .health, .status, .metrics, .chat,
            .relay, .events, .options, .redirect:
            return nil
        }
    }
}
