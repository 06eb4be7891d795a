import Reactor

/// The two streams that the person at the terminal reads.
enum Console {
    /// Prints what was asked for.
    static func print(_ text: String) {
        write(text, to: .output)
    }

    /// Says what went wrong.
    static func complain(_ text: String) {
        write(text, to: .error)
    }

    private static func write(_ text: String, to stream: StandardStream) {
        let bytes = Array("\(text)\n".utf8)
        // Nobody can be told that nobody reads.
        try? stream.write(bytes.span)
    }
}
