extension MessageDecoder {
    /// Where the bytes of a message, or of a control frame, are.
    public enum Payload: Equatable, Sendable {
        /// In the caller's buffer, unmasked, until that is read into again.
        case received(Range<Int>)

        /// In the decoder, put together from parts or fragments.
        case assembledMessage

        /// In the decoder, put together from parts.
        case assembledControl
    }

    /// What was found.
    public enum Step: Equatable, Sendable {
        /// All bytes are used; go on when more have arrived.
        case needMore

        /// A whole message; text is valid UTF-8.
        case message(MessageType, Payload)

        /// A ping, to be answered with a pong of the same payload.
        case ping(Payload)

        /// A pong.
        case pong(Payload)

        /// The peer's close frame, with its reason in UTF-8; whatever comes after it is passed over.
        case close(code: UInt16?, reason: Payload)
    }
}
