/// What all sessions of a server with its clients share: the certificate that they are shown.
public protocol ClientContext: AnyObject, Sendable {
    /// How long the certificate is valid; `nil` where nobody says.
    var validity: Validity? { get }

    /// Starts a session, which waits for the client's greeting.
    func welcome() throws(TLSContextError) -> any ClientSession
}

/// One sealed connection with a client without its socket: bytes in, bytes out; see ``TLSSession``.
///
/// Whatever is made is written into arrays of the caller's, so that thousands of sessions share them.
public protocol ClientSession: AnyObject {
    /// Where the connection is in its life.
    var state: TLSSession.State { get }

    /// Whether plaintext can be sent: the connection is open, and the client may have said goodbye.
    var canSend: Bool { get }

    /// The kind of key that signs the handshake.
    var signingKey: KeyKind? { get }

    /// How many records with data the client has sent, and how many messages without after the handshake.
    var recordsRead: Int { get }
    var messagesRead: Int { get }

    /// Takes what arrived; see ``TLSSession/receive(_:into:answering:)``.
    func receive(_ ciphertext: Span<UInt8>, into plaintext: inout [UInt8], answering output: inout [UInt8])

    /// Encrypts plaintext; see ``TLSSession/seal(_:into:)``.
    func seal(_ plaintext: Span<UInt8>, into output: inout [UInt8])

    /// Says goodbye; see ``TLSSession/close(answering:)``.
    func close(answering output: inout [UInt8])
}

extension TLSContext: ClientContext {
    /// See ``ClientContext/welcome()``.
    public func welcome() throws(TLSContextError) -> any ClientSession { try TLSSession(self) }
}

extension TLSSession: ClientSession {}
