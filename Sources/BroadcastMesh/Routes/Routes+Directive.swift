import HTTP

/// What routes look at, and what they want.
extension Routes {
    /// What is to be seen of the node.
    struct View {
        /// Whether it serves.
        var phase: Phase

        /// Whether one more client may be attached.
        var hasRoom: Bool

        /// Monotonic nanoseconds.
        var now: Int64
    }

    /// What is to be done for a request.
    enum Directive {
        /// Answer.
        case answer(Response)

        /// Break or mend something, and answer with what came of it.
        case demonstrate(DemonstrationRequest)

        /// Answer with the figures, once those of all channels are up to date: see ``StatusCache/next(_:clients:paidBy:at:)``.
        case figures(StatusCache.Format)

        /// Answer with these figures, which were told a moment ago.
        case recent(Figures, StatusCache.Format)

        /// Post the body, and answer with the ID that it gets.
        case post(Posting)

        /// Become a WebSocket in a chat, or be told there why not.
        case chat(Result<ChatEntry, ChatRefusal>)

        /// Become a WebSocket on a relay channel, or be told there why not.
        case relay(Result<RelayEntry, ChatRefusal>)
    }

    /// What becomes of a request to be a WebSocket.
    enum Upgrade {
        /// It is one, with this answer.
        case accepted(Response)

        /// It is none.
        case refused(Response, closing: Bool)
    }
}
