// Safe: the pointers are made in `init`, let go of in `deinit`, and handed to nobody who keeps them. OpenSSL takes sessions
// from one context on any thread, as long as nobody changes it.
/// What all sessions of one kind share: a key or a certificate, versions, suites, groups.
///
/// A context is never changed once it is made: a new certificate is a new context. Sessions keep theirs until the last of
/// them ends.
@safe public final class TLSContext: @unchecked Sendable {
    /// Which side of a handshake its sessions are, and what they prove.
    enum Role {
        /// Accepts peers that prove one of the keys.
        case accepting([MeshKey])

        /// Dials a peer, and proves the key.
        case dialing(MeshKey)

        /// Shows a certificate to whoever comes.
        case serving(Validity, KeyKind)

        /// Dials a server, and verifies its certificate.
        case visiting

        /// Whether its sessions wait for the other side's greeting.
        var isAccepting: Bool {
            switch self {
            case .accepting, .serving: true
            case .dialing, .visiting: false
            }
        }

        /// Whether both sides must prove a key.
        var provesKey: Bool {
            switch self {
            case .accepting, .dialing: true
            case .serving, .visiting: false
            }
        }
    }

    /// What made it.
    let library: OpenSSL

    /// Which side its sessions are.
    let role: Role

    /// OpenSSL's own.
    let pointer: OpaquePointer

    /// The protocols as ALPN has them, each after its length (RFC 7301 §3.1).
    // Safe: the callback that reads it runs only while a session, and so this context, lives.
    let protocolList: UnsafeMutableBufferPointer<UInt8>

    /// Makes a context.
    ///
    /// - Parameters:
    ///   - library: OpenSSL.
    ///   - role: Which side its sessions are.
    ///   - applicationProtocol: What is spoken inside, by ALPN.
    /// - Throws: What OpenSSL objects to: its configuration on this machine may.
    init(_ library: OpenSSL, _ role: Role, speaking applicationProtocol: String) throws(TLSContextError) {
        let ssl = unsafe library.ssl
        let method = unsafe role.isAccepting ? ssl.tlsServerMethod() : ssl.tlsClientMethod()
        guard let pointer = unsafe ssl.sslCtxNew(method) else { throw library.refusal(of: "a context") }
        let name = Array(applicationProtocol.utf8)
        let list = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: name.count + 1)
        _ = unsafe list.initialize(from: [UInt8(name.count)] + name)
        unsafe self.pointer = unsafe pointer
        unsafe protocolList = unsafe list
        self.library = library
        self.role = role
        try setRules()
        try setGroups()
        if role.provesKey { try setPeerRules() }
    }

    deinit {
        unsafe library.ssl.sslCtxFree(pointer)
        unsafe protocolList.deallocate()
    }

    /// What a context is told, whatever it is for.
    private func setRules() throws(TLSContextError) {
        let ssl = unsafe library.ssl
        let options = TLSOption.noRenegotiation | TLSOption.serverPreference | TLSOption.prioritizeChaCha
        _ = unsafe ssl.sslCtxSetOptions(pointer, options)
        // An idle session gives its two record buffers back. Records without data end a call to `SSL_read`, so that
        // they can be counted.
        _ = unsafe ssl.sslCtxCtrl(pointer, TLSControl.mode, TLSMode.releaseBuffers, nil)
        _ = unsafe ssl.sslCtxCtrl(pointer, TLSControl.clearMode, TLSMode.automaticRetry, nil)
        _ = unsafe ssl.sslCtxCtrl(pointer, TLSControl.sessionCacheMode, 0, nil)
        unsafe ssl.sslCtxSetMsgCallback(pointer, noteMessage)
        if role.isAccepting {
            // Safe: see `protocolList`.
            let list = unsafe UnsafeMutableRawPointer(protocolList.baseAddress)
            unsafe ssl.sslCtxSetAlpnSelectCb(pointer, selectProtocol, list)
        } else {
            // Safe: OpenSSL copies the list. Unlike all others, this function returns 0 for success.
            let result = unsafe ssl.sslCtxSetAlpnProtos(
                pointer,
                protocolList.baseAddress,
                CUnsignedInt(protocolList.count)
            )
            guard result == 0 else { throw library.refusal(of: "the application protocol") }
        }
    }
}

/// Counts the handshake messages that a peer sends, and the warnings that it is answered with: with TLS 1.2 a peer that
/// wants another handshake gets one each time, and what it sent is shown to nobody.
private let noteMessage: MessageObserver = { isOurs, _, contentType, _, _, connection, _ in
    let (alert, handshake): (CInt, CInt) = (21, 22)
    guard contentType == (isOurs == 0 ? handshake : alert) else { return }
    unsafe TLSSession.of(connection)?.noteMessage()
}

/// Takes our protocol out of those that the client offers, and ends the handshake if it is not there (RFC 7301 §3.2):
/// whoever means another protocol must not be answered in ours.
private let selectProtocol: ALPNSelector = { _, chosen, chosenLength, offered, offeredLength, argument in
    let fatal: CInt = 2
    guard let ours = unsafe argument?.assumingMemoryBound(to: UInt8.self), let offered = unsafe offered else {
        return fatal
    }
    let length = unsafe Int(ours[0])
    var offset = 0
    // Safe: OpenSSL has checked that the lengths in the list fit the list.
    while offset < Int(offeredLength) {
        let size = unsafe Int(offered[offset])
        var isOurs = size == length
        for index in 0..<min(size, length) where unsafe offered[offset + 1 + index] != ours[1 + index] {
            isOurs = false
        }
        if isOurs {
            unsafe chosen?.pointee = unsafe UnsafePointer(ours + 1)
            unsafe chosenLength?.pointee = UInt8(length)
            return 0
        }
        offset += 1 + size
    }
    return fatal
}
