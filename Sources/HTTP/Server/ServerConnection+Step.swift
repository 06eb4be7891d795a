extension ServerConnection {
    /// What the shell must do next.
    public enum Step: Equatable, Sendable {
        /// Answer this request with ``respond(_:wallSeconds:into:closing:isBodyApart:)``; until then, no other comes.
        case request(Request)

        /// Send ``Response/continueBytes``: the client waits to be told that its body is welcome.
        case sendContinue
    }

    /// What a client has begun to send and not finished.
    public enum Unfinished: Equatable, Sendable {
        /// The connection is between two requests, or something is to be done before more is read.
        case nothing

        /// Part of a head has arrived.
        case head

        /// A head is here, and its body is not.
        case body
    }
}
