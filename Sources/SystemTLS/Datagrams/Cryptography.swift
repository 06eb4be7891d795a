/// What links between nodes and connections of clients are sealed with: the system's OpenSSL, and in a simulator something that only plays at it.
public protocol Cryptography: KeyedHashing {
    /// How many datagrams one key protects.
    var packetsPerKey: UInt64 { get }

    /// Makes what seals datagrams with a key.
    func sealingKey(_ key: Span<UInt8>) -> any DatagramSealing

    /// Makes what opens datagrams with a key.
    func openingKey(_ key: Span<UInt8>) -> any DatagramOpening

    /// Makes what handshakes with peers are begun with that are dialed; each side proves the key.
    func dialPeers(with key: MeshKey, speaking application: String) throws(TLSContextError) -> any PeerContext

    /// Makes what handshakes with peers are begun with that knock, and prove one of the keys.
    func acceptPeers(with keys: [MeshKey], speaking application: String) throws(TLSContextError) -> any PeerContext

    /// Makes what handshakes with clients are begun with, which are shown a certificate; see
    /// ``TLSContext/serving(certificates:key:using:)``.
    func serveClients(showing certificates: Span<UInt8>, key: Span<UInt8>) throws(TLSContextError) -> any ClientContext
}

/// Encrypts messages, each with a nonce that is used once.
public protocol DatagramSealing {
    /// Encrypts a message.
    ///
    /// - Parameters:
    ///   - message: What to encrypt.
    ///   - header: What is sent in the clear, and authenticated with it.
    ///   - nonce: 12 bytes that were never used with this key.
    ///   - output: Where to append the ciphertext and its 16-byte tag.
    func seal(_ message: Span<UInt8>, header: Span<UInt8>, nonce: [12 of UInt8], into output: inout [UInt8])
}

/// Decrypts messages, and tells forged ones.
public protocol DatagramOpening {
    /// Decrypts a message.
    ///
    /// - Parameters:
    ///   - sealed: The ciphertext with its tag.
    ///   - header: What was sent in the clear.
    ///   - nonce: The nonce that it was encrypted with.
    ///   - output: Where to append the message; untouched when it is forged.
    /// - Returns: Whether it is genuine.
    func open(_ sealed: Span<UInt8>, header: Span<UInt8>, nonce: [12 of UInt8], into output: inout [UInt8]) -> Bool
}

/// What all sessions between peers of one kind share.
public protocol PeerContext: AnyObject, Sendable {
    /// What made it.
    var cryptography: any Cryptography { get }

    /// Whether its sessions wait for the other side's greeting.
    var isAccepting: Bool { get }

    /// Starts a session; a dialing side has its greeting ready to be taken.
    func begin() throws(TLSContextError) -> any PeerSession
}

/// One sealed connection between peers without its socket: bytes in, bytes out; see ``TLSSession``.
public protocol PeerSession: AnyObject {
    /// Where the connection is in its life.
    var state: TLSSession.State { get }

    /// The name of the key that the two sides proved to each other, once the connection is open.
    var keyName: String? { get }

    /// Takes what arrived, and appends what it says.
    func receive(_ ciphertext: Span<UInt8>, into plaintext: inout [UInt8])

    /// Encrypts plaintext; dropped unless the connection is open.
    func send(_ plaintext: Span<UInt8>)

    /// Says goodbye.
    func close()

    /// Appends what is to be sent.
    func takeOutgoing(into output: inout [UInt8])

    /// Derives a secret for another use out of the handshake; `nil` unless it is over.
    func export(_ label: String, count: Int) -> [UInt8]?
}
