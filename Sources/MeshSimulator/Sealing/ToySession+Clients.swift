import SystemTLS

/// A toy session of a node with a client.
extension ToySession: ClientSession {
    /// See `ClientSession/canSend`.
    var canSend: Bool { state == .open || state == .ended }

    /// See `ClientSession/signingKey`: nobody signs anything.
    var signingKey: KeyKind? { nil }

    /// See `ClientSession/recordsRead`.
    var recordsRead: Int { Int(received) }

    /// See `ClientSession/messagesRead`: there are none.
    var messagesRead: Int { 0 }

    /// See `ClientSession/receive(_:into:answering:)`.
    func receive(_ ciphertext: Span<UInt8>, into plaintext: inout [UInt8], answering output: inout [UInt8]) {
        receive(ciphertext, into: &plaintext)
        takeOutgoing(into: &output)
    }

    /// See `ClientSession/seal(_:into:)`.
    func seal(_ plaintext: Span<UInt8>, into output: inout [UInt8]) {
        send(plaintext)
        takeOutgoing(into: &output)
    }

    /// See `ClientSession/close(answering:)`.
    func close(answering output: inout [UInt8]) {
        close()
        takeOutgoing(into: &output)
    }
}

extension ToyContext: ClientContext {
    /// See `ClientContext/validity`.
    var validity: Validity? { nil }

    /// See `ClientContext/welcome()`.
    func welcome() -> any ClientSession { ToySession(self) }
}

extension ToySeal {
    /// What browsers speak inside.
    static let webProtocol = "http/1.1"

    /// What stands for a certificate that everybody believes: a key that everybody has.
    private var openKey: MeshKey { MeshKey(Array("nobody keeps this".utf8).span, using: self) }

    /// See `Cryptography/serveClients(showing:key:)`.
    func serveClients(showing certificates: Span<UInt8>, key: Span<UInt8>) -> any ClientContext {
        ToyContext(self, [openKey], speaking: Self.webProtocol, isAccepting: true)
    }

    /// Begins a session of a client with a node.
    func visit() -> ToySession {
        ToySession(ToyContext(self, [openKey], speaking: Self.webProtocol, isAccepting: false))
    }
}
