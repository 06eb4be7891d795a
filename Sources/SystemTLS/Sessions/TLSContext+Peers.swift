extension TLSContext {
    /// The suites between peers: those whose hash is SHA-256, since the key goes with one hash (RFC 8446 §4.2.11).
    ///
    /// With a suite of another hash in the list OpenSSL chooses that suite first and then finds no key for it.
    static let peerSuites = "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256"

    /// What peers speak, so that a link can be mistaken for nothing else.
    public static let linkProtocol = "mesh-link/1"

    /// What peers speak whose datagrams are sealed with keys out of the handshake.
    public static let datagramProtocol = "mesh-datagram/1"

    /// Makes a context that accepts peers.
    ///
    /// - Parameters:
    ///   - keys: Those that a peer may prove; more than one while a key is replaced, node by node.
    ///   - library: OpenSSL.
    ///   - applicationProtocol: What is spoken inside.
    /// - Returns: The context.
    /// - Throws: What OpenSSL objects to.
    public static func acceptingPeers(
        with keys: [MeshKey],
        using library: OpenSSL,
        speaking applicationProtocol: String = linkProtocol
    ) throws(TLSContextError) -> TLSContext {
        try TLSContext(library, .accepting(keys), speaking: applicationProtocol)
    }

    /// Makes a context that dials peers.
    ///
    /// - Parameters:
    ///   - key: What this node proves, and the peer must.
    ///   - library: OpenSSL.
    ///   - applicationProtocol: What is spoken inside.
    /// - Returns: The context.
    /// - Throws: What OpenSSL objects to.
    public static func dialingPeers(
        with key: MeshKey,
        using library: OpenSSL,
        speaking applicationProtocol: String = linkProtocol
    ) throws(TLSContextError) -> TLSContext {
        try TLSContext(library, .dialing(key), speaking: applicationProtocol)
    }

    /// What peers may speak: TLS 1.3 with an external key and a fresh secret, and nothing else.
    func setPeerRules() throws(TLSContextError) {
        let ssl = unsafe library.ssl
        let minimum = unsafe ssl.sslCtxCtrl(pointer, TLSControl.minimumVersion, TLSVersion.oneThree, nil)
        try library.require(minimum, "TLS 1.3")
        try library.require(unsafe ssl.sslCtxSetCiphersuites(pointer, Self.peerSuites), "the suites of TLS 1.3")
        // No tickets: they would outlive the key that the peers proved.
        _ = unsafe ssl.sslCtxSetOptions(pointer, TLSOption.noTicket)
        try library.require(unsafe ssl.sslCtxSetNumTickets(pointer, 0), "no tickets")
        if role.isAccepting {
            unsafe ssl.sslCtxSetPskFindSessionCallback(pointer, findKey)
        } else {
            // Otherwise it would take any certificate of somebody who has no key. There is nobody whose certificates it
            // believes, so it takes none. (On the accepting side the same setting demands a session id context.)
            let verifyPeer: CInt = 1
            unsafe ssl.sslCtxSetVerify(pointer, verifyPeer, nil)
            unsafe ssl.sslCtxSetPskUseSessionCallback(pointer, offerKey)
        }
    }

    /// Makes the session that stands for a key (RFC 8446 §4.2.11); the caller owns it.
    fileprivate func session(for key: MeshKey, on connection: OpaquePointer) -> OpaquePointer? {
        let ssl = unsafe library.ssl
        // TLS_AES_128_GCM_SHA256 stands for its hash here, whichever suite the handshake takes.
        let suite: [UInt8] = [0x13, 0x01]
        // Safe: OpenSSL copies the key; the suite is a constant of its own.
        guard let session = unsafe ssl.sslSessionNew() else { return nil }
        let isComplete =
            unsafe ssl.sslSessionSet1MasterKey(session, key.tlsKey, key.tlsKey.count) == 1
            && ssl.sslSessionSetCipher(session, ssl.sslCipherFind(connection, suite)) == 1
            && ssl.sslSessionSetProtocolVersion(session, CInt(TLSVersion.oneThree)) == 1
        guard isComplete else {
            unsafe ssl.sslSessionFree(session)
            return nil
        }
        return unsafe session
    }
}

private let findKey: KeyFinder = { connection, name, length, result in
    unsafe result?.pointee = nil
    guard let session = unsafe TLSSession.of(connection), let connection = unsafe connection else { return 0 }
    // Safe: OpenSSL lends `length` bytes for the length of the call.
    let bytes = unsafe UnsafeBufferPointer(start: name, count: length)
    let name = unsafe String(decoding: bytes.prefix(64), as: UTF8.self)
    // Without a key this is an answer too: the handshake goes on to fail for the want of one. 0 would be an error of ours.
    guard let key = session.key(named: name) else { return 1 }
    guard let found = unsafe session.context.session(for: key, on: connection) else { return 0 }
    unsafe result?.pointee = unsafe found
    return 1
}

private let offerKey: KeyUser = { connection, _, name, length, result in
    unsafe result?.pointee = nil
    guard let session = unsafe TLSSession.of(connection), let connection = unsafe connection else { return 0 }
    guard case .dialing(let key) = session.context.role else { return 0 }
    guard let offered = unsafe session.context.session(for: key, on: connection) else { return 0 }
    unsafe result?.pointee = unsafe offered
    // Safe: the session keeps the name as long as OpenSSL keeps the connection.
    unsafe name?.pointee = unsafe UnsafePointer(session.offeredName.baseAddress)
    unsafe length?.pointee = unsafe session.offeredName.count
    return 1
}
