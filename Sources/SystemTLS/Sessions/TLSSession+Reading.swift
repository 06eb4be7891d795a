extension TLSSession {
    /// Goes on with a handshake, within its limit.
    ///
    /// - Parameters:
    ///   - count: How many bytes arrived.
    ///   - first: The first of them.
    func takeHandshake(_ count: Int, startingWith first: UInt8) {
        // Every connection begins with a record of the handshake, or an alert that ends it (RFC 8446 §5.1).
        let (alert, handshake): (UInt8, UInt8) = (21, 22)
        guard handshakeBytes > 0 || first == handshake || first == alert else { return fail(.notSealed) }
        handshakeBytes += count
        goOnWithHandshake()
        if state == .handshaking, handshakeBytes > Self.handshakeLimit { fail(.longHandshake) }
    }

    /// Lets OpenSSL take the handshake as far as what arrived allows.
    func goOnWithHandshake() {
        let ssl = unsafe context.library.ssl
        unsafe context.library.crypto.errClearError()
        let result = unsafe ssl.sslDoHandshake(connection)
        guard result == 1 else {
            if unsafe ssl.sslGetError(connection, result) != TLSResult.wantsInput { failForItsReason() }
            return
        }
        // Whatever else OpenSSL let pass: without the key there is no link.
        guard unsafe !context.role.provesKey || ssl.sslSessionReused(connection) == 1 else {
            return fail(.keyNotProven)
        }
        state = .open
    }

    /// Takes out what the records that arrived say.
    func read(into plaintext: inout [UInt8]) {
        let (ssl, crypto) = unsafe (context.library.ssl, context.library.crypto)
        unsafe crypto.errClearError()
        while true {
            var result: CInt = 0
            plaintext.append(addingCapacity: Self.largestRecord) { space in
                // Safe: OpenSSL initializes the bytes that it counts, and no more than there is room for.
                unsafe space.withUnsafeMutableBufferPointer { buffer, count in
                    let start = unsafe UnsafeMutableRawPointer(buffer.baseAddress.map { unsafe $0 + count })
                    result = unsafe ssl.sslRead(connection, start, CInt(Self.largestRecord))
                    count += Int(max(0, result))
                }
            }
            if result > 0 {
                recordsRead &+= 1
                patience = min(patience + 1, Self.chatterLimit * Self.recordsPerMessage)
                continue
            }
            let meaning = unsafe ssl.sslGetError(connection, result)
            if meaning == TLSResult.ended {
                state = .ended
                return
            }
            guard meaning == TLSResult.wantsInput else { return failForItsReason() }
            guard patience >= 0 else { return fail(.idleChatter) }
            guard unsafe !bridge.input.isEmpty else { return }
        }
    }

    /// Ends it.
    func fail(_ reason: TLSFailure) {
        state = .failed(reason)
    }

    /// Ends it for the reason that OpenSSL gives.
    func failForItsReason() {
        let wasOpen = state == .open
        let isPeer = context.role.provesKey
        let error = context.library.takeError()
        let reason = error.code & TLSReason.mask
        switch reason {
        case TLSReason.wrongBinder where isPeer:
            fail(.unprovenKey)
        case TLSReason.notTrusted where !isPeer:
            fail(.untrusted(verdict))
        case TLSReason.alertOffset..<(TLSReason.alertOffset + 256):
            let alert = UInt8(reason - TLSReason.alertOffset)
            // What other nodes answer to a key that they do not hold: the alerts differ between versions of OpenSSL.
            let speaksOfKey = [40, 47, 51, 109, 115].contains(alert)
            fail(isPeer && !context.role.isAccepting && !wasOpen && speaksOfKey ? .keyRefused(alert) : .alert(alert))
        default:
            fail(strangeKey.map { .unknownKey($0) } ?? .violation(error.words))
        }
    }

    /// Takes notice of a message from the peer that is no data, or of what it was answered with.
    func noteMessage() {
        guard state == .open else { return }
        messagesRead &+= 1
        patience -= Self.recordsPerMessage
    }

    /// Looks a key up that the peer names, and keeps the name of one that is not held.
    func key(named name: String) -> MeshKey? {
        guard case .accepting(let keys) = context.role else { return nil }
        let key = keys.first { $0.name == name }
        if let key { keyName = key.name } else { strangeKey = name }
        return key
    }

    /// The session that a callback of OpenSSL is about.
    static func of(_ connection: OpaquePointer?) -> TLSSession? {
        guard let library = OpenSSL.current, let data = unsafe library.ssl.sslGetExData(connection, 0) else {
            return nil
        }
        // Safe: a session keeps itself there, and frees the connection before it goes.
        return unsafe Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
    }
}
