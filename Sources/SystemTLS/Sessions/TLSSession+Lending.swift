extension TLSSession {
    /// Takes what arrived, and writes what is to be answered into an array of the caller's: so that thousands of sessions
    /// share one, and none keeps room of its own.
    ///
    /// - Parameters:
    ///   - ciphertext: Any piece of the stream; all of it is taken.
    ///   - plaintext: Where to append what it says: at most 16 KiB more than the piece is long.
    ///   - output: Where what is to be sent is appended.
    public func receive(
        _ ciphertext: Span<UInt8>,
        into plaintext: inout [UInt8],
        answering output: inout [UInt8]
    ) {
        lending(&output) { receive(ciphertext, into: &plaintext) }
    }

    /// Encrypts plaintext into an array of the caller's; what nobody has taken yet comes before it.
    ///
    /// - Parameters:
    ///   - plaintext: What to say; dropped unless it can be sent.
    ///   - output: Where what is to be sent is appended.
    public func seal(_ plaintext: Span<UInt8>, into output: inout [UInt8]) {
        lending(&output) { send(plaintext) }
    }

    /// Says goodbye into an array of the caller's.
    public func close(answering output: inout [UInt8]) {
        lending(&output) { close() }
    }

    private func lending(_ output: inout [UInt8], _ body: () -> Void) {
        output += bridge.output
        bridge.output = []
        swap(&output, &bridge.output)
        body()
        swap(&output, &bridge.output)
    }
}
