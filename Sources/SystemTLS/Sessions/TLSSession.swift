// Safe: the pointers are made in `init` and freed once in `deinit`; OpenSSL calls back only while one of our methods
// runs, on the same thread.
/// One TLS connection without its socket: bytes in, bytes out.
///
///     socket ──receive──▶ ┌────────────┐ ──plaintext──▶ core
///                         │ TLSSession │
///     socket ◀──outgoing─ └────────────┘ ◀─────send──── core
///
///     handshaking ──▶ open ──▶ ended ──▶ closed
///          └───────────┴─────────┴─────▶ failed(why)
///
/// After every call there may be bytes to send, an alert in the last moment too: ``takeOutgoing(into:)``.
@safe public final class TLSSession {
    /// How many bytes a peer may send before the handshake is over: many times what one takes.
    static let handshakeLimit = 64 << 10

    /// How many messages without data may come after the handshake, beyond one for each ``recordsPerMessage`` with data.
    ///
    /// Each makes this side compute new keys for 20 µs, or answer; OpenSSL has no limit of its own.
    static let chatterLimit = 32

    /// How many records with data win one message without: they cost several times what it does.
    static let recordsPerMessage = 64

    /// How many records are sent with one key: half of what RFC 8446 §5.5 allows AES-GCM.
    static let recordsPerKey = 1 << 23

    /// The longest plaintext of a record, in bytes (RFC 8446 §5.1).
    public static let largestRecord = 16 << 10

    /// Where the connection is in its life.
    public enum State: Equatable, Sendable {
        /// The two sides get to know each other; nothing can be sent.
        case handshaking

        /// Plaintext goes both ways.
        case open

        /// The peer has said goodbye, which ends its direction alone (RFC 8446 §6.1): plaintext still goes to it.
        case ended

        /// This side has said goodbye.
        case closed

        /// It is of no use any more.
        case failed(TLSFailure)
    }

    /// Where the connection is in its life.
    public internal(set) var state = State.handshaking

    /// What it shares with others of its kind.
    let context: TLSContext

    /// The name of the key that a dialing side offers, for the callback that does.
    let offeredName: UnsafeMutableBufferPointer<UInt8>

    /// OpenSSL's own.
    let connection: OpaquePointer

    /// Where its bytes come from and go to.
    let bridge = ByteBridge()

    /// The name of the key that the two sides proved to each other, once the connection is open.
    public internal(set) var keyName: String?

    /// The name of a key that the peer offered and that is not held here.
    var strangeKey: String?

    /// What arrived before the handshake was over, in bytes.
    var handshakeBytes = 0

    /// How many messages without data came after the handshake.
    public internal(set) var messagesRead = 0

    /// How many of them may still come, in records with data; the longest silence of them is worth no more.
    var patience = chatterLimit * recordsPerMessage

    /// How many records with data the peer has sent.
    public internal(set) var recordsRead = 0

    private var records = 0

    /// Starts a connection; a dialing side has its greeting ready to be taken.
    ///
    /// - Parameters:
    ///   - context: What it shares with others of its kind.
    ///   - host: The host that is dialed, by name or address; its certificate must say the same. Only who visits has one.
    /// - Throws: When there is no memory for it, or the host is none.
    public init(_ context: TLSContext, to host: String? = nil) throws(TLSContextError) {
        let library = context.library
        let (ssl, crypto) = unsafe (library.ssl, library.crypto)
        guard let connection = unsafe ssl.sslNew(context.pointer) else { throw library.refusal(of: "a connection") }
        guard let bio = unsafe library.bridgeMethod.bio(for: bridge, crypto) else {
            unsafe ssl.sslFree(connection)
            throw library.refusal(of: "a connection")
        }
        var name: [UInt8] = []
        if case .dialing(let key) = context.role {
            keyName = key.name
            name = Array(key.name.utf8)
        }
        unsafe offeredName = .allocate(capacity: name.count)
        _ = unsafe offeredName.initialize(from: name)
        unsafe self.connection = unsafe connection
        self.context = context
        unsafe ssl.sslSetBio(connection, bio, bio)
        // Safe: the callbacks that ask for it run only while the session lives.
        _ = unsafe ssl.sslSetExData(connection, 0, Unmanaged.passUnretained(self).toOpaque())
        if context.role.isAccepting {
            unsafe ssl.sslSetAcceptState(connection)
        } else {
            unsafe ssl.sslSetConnectState(connection)
            if let host { try setHost(host) }
            goOnWithHandshake()
        }
    }

    deinit {
        unsafe context.library.ssl.sslFree(connection)
        unsafe offeredName.deallocate()
    }

    /// Takes what arrived.
    ///
    /// - Parameters:
    ///   - ciphertext: Any piece of the stream; all of it is taken.
    ///   - plaintext: Where to append what it says: at most 16 KiB more than the piece is long.
    public func receive(_ ciphertext: Span<UInt8>, into plaintext: inout [UInt8]) {
        guard state == .handshaking || state == .open, !ciphertext.isEmpty else { return }
        unsafe ciphertext.withUnsafeBufferPointer { bytes in
            // Safe: the bridge reads the bytes in place until this method returns.
            unsafe bridge.input = unsafe bytes
            if state == .handshaking {
                unsafe takeHandshake(bytes.count, startingWith: bytes[0])
            }
            if state == .open { read(into: &plaintext) }
            unsafe bridge.input = unsafe UnsafeBufferPointer(start: nil, count: 0)
        }
    }

    /// Encrypts plaintext; dropped unless it can be sent.
    public func send(_ plaintext: Span<UInt8>) {
        guard canSend, !plaintext.isEmpty else { return }
        let ssl = unsafe context.library.ssl
        records += plaintext.count / Self.largestRecord + 1
        if records >= Self.recordsPerKey {
            // Newer versions refuse two updates within 100 ms; then the next one is tried before long.
            records = unsafe ssl.sslKeyUpdate(connection, 0) == 1 ? 0 : records / 2
        }
        unsafe context.library.crypto.errClearError()
        unsafe plaintext.withUnsafeBufferPointer { bytes in
            var sent = 0
            while sent < bytes.count, let start = bytes.baseAddress {
                // Safe: OpenSSL reads no more than the rest; the bridge takes everything, so no call is to be repeated.
                let result = unsafe ssl.sslWrite(connection, start + sent, CInt(clamping: bytes.count - sent))
                guard result > 0 else { return failForItsReason() }
                sent += Int(result)
            }
        }
    }

    /// Says goodbye; nothing can be sent or received afterwards.
    public func close() {
        guard canSend else { return }
        _ = unsafe context.library.ssl.sslShutdown(connection)
        state = .closed
    }

    /// Hands over what is to be sent.
    ///
    /// - Parameter output: Where to append it; an empty array changes hands, with its room, and is all the room that stays.
    public func takeOutgoing(into output: inout [UInt8]) {
        guard !bridge.output.isEmpty else { return }
        if output.isEmpty {
            swap(&output, &bridge.output)
        } else {
            output += bridge.output
            bridge.output = []
        }
    }
}
