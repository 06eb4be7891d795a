extension TLSContext {
    /// The suites of TLS 1.2: forward secret, and authenticated encryption only; the fastest first.
    static let oldSuites = "ECDHE+AES128+AESGCM:ECDHE+CHACHA20:ECDHE+AES256+AESGCM"

    /// The suites of TLS 1.3, the fastest first; a client whose first choice is ChaCha20 has no fast AES and gets it.
    static let suites = "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384"

    /// What browsers speak inside.
    static let webProtocol = "http/1.1"

    /// Makes a context that shows browsers a certificate: TLS 1.2 and 1.3.
    ///
    /// Who comes again may resume with a ticket that the server does not keep. OpenSSL makes the key of tickets with the
    /// context and never replaces it, so a context should not live for more than a day.
    ///
    /// - Parameters:
    ///   - certificates: The PEM text of the certificate, and of those that vouch for it, in that order.
    ///   - key: The PEM text of its private key, without a password.
    ///   - library: OpenSSL.
    /// - Returns: The context.
    /// - Throws: What is wrong with the two.
    public static func serving(
        certificates: Span<UInt8>,
        key: Span<UInt8>,
        using library: OpenSSL
    ) throws(TLSContextError) -> TLSContext {
        let chain = try PEM.certificates(in: certificates, library)
        let privateKey = try PEM.privateKey(in: key, library)
        let context = try TLSContext(library, .serving(chain[0].validity, privateKey.kind), speaking: webProtocol)
        try context.setWebRules()
        try context.show(chain, with: privateKey)
        // Tickets of one use must not open another.
        let name = Array(webProtocol.utf8)
        let result = unsafe library.certificates.sslCtxSetSessionIdContext(
            context.pointer,
            name,
            CUnsignedInt(name.count)
        )
        try library.require(result, "the use of tickets")
        return context
    }

    /// Makes a context that dials servers, and verifies their certificates: TLS 1.2 and 1.3.
    ///
    /// - Parameters:
    ///   - file: A file of PEM certificates that are believed; without one, whom the system believes, or the variables
    ///     `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    ///   - library: OpenSSL.
    /// - Returns: The context.
    /// - Throws: When there is no certificate in the file.
    public static func visiting(trusting file: String?, using library: OpenSSL) throws(TLSContextError) -> TLSContext {
        let context = try TLSContext(library, .visiting, speaking: webProtocol)
        try context.setWebRules()
        let verifyPeer: CInt = 1
        unsafe library.ssl.sslCtxSetVerify(context.pointer, verifyPeer, nil)
        let functions = unsafe library.certificates
        if let file {
            let result = unsafe functions.sslCtxLoadVerifyLocations(context.pointer, file, nil)
            try library.require(result, "the certificates of \(file)")
        } else {
            let result = unsafe functions.sslCtxSetDefaultVerifyPaths(context.pointer)
            try library.require(result, "the system's certificates")
        }
        return context
    }

    /// How long its certificate is valid; `nil` when it shows none.
    public var validity: Validity? { if case .serving(let validity, _) = role { validity } else { nil } }

    private func setWebRules() throws(TLSContextError) {
        let ssl = unsafe library.ssl
        let minimum = unsafe ssl.sslCtxCtrl(pointer, TLSControl.minimumVersion, TLSVersion.oneTwo, nil)
        try library.require(minimum, "TLS 1.2")
        let old = unsafe library.certificates.sslCtxSetCipherList(pointer, Self.oldSuites)
        try library.require(old, "the suites of TLS 1.2")
        try library.require(unsafe ssl.sslCtxSetCiphersuites(pointer, Self.suites), "the suites of TLS 1.3")
    }

    private func show(_ chain: [PEM.Certificate], with key: PEM.PrivateKey) throws(TLSContextError) {
        let functions = unsafe library.certificates
        try library.require(unsafe functions.sslCtxUseCertificate(pointer, chain[0].pointer), "the certificate")
        for issuer in chain.dropFirst() {
            // Counted: the context and we let go of it independently.
            let issuer = unsafe UnsafeMutableRawPointer(issuer.pointer)
            let result = unsafe library.ssl.sslCtxCtrl(pointer, TLSControl.chainCertificate, 1, issuer)
            try library.require(result, "a certificate that vouches for the first")
        }
        guard unsafe functions.sslCtxUsePrivateKey(pointer, key.pointer) == 1,
            unsafe functions.sslCtxCheckPrivateKey(pointer) == 1
        else {
            _ = library.takeError()
            throw .mismatch
        }
    }
}
