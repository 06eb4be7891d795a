/// The functions of `libssl.so.3` that are used; the names are those in C, spelled as Swift spells names.
///
/// All of them exist since 3.0, and OpenSSL promises that they stay as they are for all of 3.x.
// Safe: the addresses are found once and never change.
@unsafe struct SSLFunctions: @unchecked Sendable {
    /// Initializes the library; harmless when it is initialized already.
    let opensslInitSsl: @convention(c) (UInt64, OpaquePointer?) -> CInt

    /// The accepting side of any TLS version.
    let tlsServerMethod: @convention(c) () -> OpaquePointer?

    /// The dialing side of any TLS version.
    let tlsClientMethod: @convention(c) () -> OpaquePointer?

    /// Makes a context; it is counted.
    let sslCtxNew: @convention(c) (OpaquePointer?) -> OpaquePointer?

    /// Lets go of a context.
    let sslCtxFree: @convention(c) (OpaquePointer?) -> Void

    /// What the headers' macros for contexts call.
    let sslCtxCtrl: @convention(c) (OpaquePointer?, CInt, CLong, UnsafeMutableRawPointer?) -> CLong

    /// Sets option bits.
    let sslCtxSetOptions: @convention(c) (OpaquePointer?, UInt64) -> UInt64

    /// Chooses the suites of TLS 1.3.
    let sslCtxSetCiphersuites: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> CInt

    /// Sets what chooses the application protocol.
    let sslCtxSetAlpnSelectCb: @convention(c) (OpaquePointer?, ALPNSelector, UnsafeMutableRawPointer?) -> Void

    /// What a client offers; returns 0 for success.
    let sslCtxSetAlpnProtos: @convention(c) (OpaquePointer?, UnsafePointer<UInt8>?, CUnsignedInt) -> CInt

    /// Whether a certificate is verified.
    let sslCtxSetVerify: @convention(c) (OpaquePointer?, CInt, UnsafeMutableRawPointer?) -> Void

    /// How many tickets follow a handshake of TLS 1.3.
    let sslCtxSetNumTickets: @convention(c) (OpaquePointer?, Int) -> CInt

    /// Sets what finds a key that a client names.
    let sslCtxSetPskFindSessionCallback: @convention(c) (OpaquePointer?, KeyFinder) -> Void

    /// Sets what offers a key to a server.
    let sslCtxSetPskUseSessionCallback: @convention(c) (OpaquePointer?, KeyUser) -> Void

    /// Sets what sees every message.
    let sslCtxSetMsgCallback: @convention(c) (OpaquePointer?, MessageObserver) -> Void

    /// Makes a session; it is counted.
    let sslSessionNew: @convention(c) () -> OpaquePointer?

    /// Lets go of a session.
    let sslSessionFree: @convention(c) (OpaquePointer?) -> Void

    /// Gives a session its secret.
    let sslSessionSet1MasterKey: @convention(c) (OpaquePointer?, UnsafePointer<UInt8>?, Int) -> CInt

    /// Gives a session its suite, and so its hash.
    let sslSessionSetCipher: @convention(c) (OpaquePointer?, OpaquePointer?) -> CInt

    /// Gives a session its version.
    let sslSessionSetProtocolVersion: @convention(c) (OpaquePointer?, CInt) -> CInt

    /// Looks a suite up by its two bytes.
    let sslCipherFind: @convention(c) (OpaquePointer?, UnsafePointer<UInt8>?) -> OpaquePointer?

    /// A suite's name.
    let sslCipherGetName: @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?

    /// The suite in use.
    let sslGetCurrentCipher: @convention(c) (OpaquePointer?) -> OpaquePointer?

    /// The version in use.
    let sslGetVersion: @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?

    /// Makes a connection.
    let sslNew: @convention(c) (OpaquePointer?) -> OpaquePointer?

    /// Ends a connection, and lets go of its BIOs.
    let sslFree: @convention(c) (OpaquePointer?) -> Void

    /// Gives a connection its BIOs; they belong to it from then on.
    let sslSetBio: @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?) -> Void

    /// Keeps a pointer with a connection; number 0 is the application's.
    let sslSetExData: @convention(c) (OpaquePointer?, CInt, UnsafeMutableRawPointer?) -> CInt

    /// The pointer kept with a connection.
    let sslGetExData: @convention(c) (OpaquePointer?, CInt) -> UnsafeMutableRawPointer?

    /// Makes it the server's side.
    let sslSetAcceptState: @convention(c) (OpaquePointer?) -> Void

    /// Makes it the client's side.
    let sslSetConnectState: @convention(c) (OpaquePointer?) -> Void

    /// Goes on with the handshake.
    let sslDoHandshake: @convention(c) (OpaquePointer?) -> CInt

    /// Takes plaintext out.
    let sslRead: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?, CInt) -> CInt

    /// Puts plaintext in.
    let sslWrite: @convention(c) (OpaquePointer?, UnsafeRawPointer?, CInt) -> CInt

    /// Says goodbye.
    let sslShutdown: @convention(c) (OpaquePointer?) -> CInt

    /// What the last result means.
    let sslGetError: @convention(c) (OpaquePointer?, CInt) -> CInt

    /// Whether the handshake used a key or ticket in place of a certificate.
    let sslSessionReused: @convention(c) (OpaquePointer?) -> CInt

    /// Asks for new keys with the next record (TLS 1.3).
    let sslKeyUpdate: @convention(c) (OpaquePointer?, CInt) -> CInt

    /// Derives secrets for other uses (RFC 8446 §7.5).
    let sslExportKeyingMaterial:
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<UInt8>?, Int, UnsafePointer<CChar>?, Int, UnsafePointer<UInt8>?, Int,
            CInt
        ) -> CInt

    /// Finds them all.
    init(in library: DynamicLibrary) throws(SystemLibraryError) {
        unsafe opensslInitSsl = try library.function("OPENSSL_init_ssl")
        unsafe tlsServerMethod = try library.function("TLS_server_method")
        unsafe tlsClientMethod = try library.function("TLS_client_method")
        unsafe sslCtxNew = try library.function("SSL_CTX_new")
        unsafe sslCtxFree = try library.function("SSL_CTX_free")
        unsafe sslCtxCtrl = try library.function("SSL_CTX_ctrl")
        unsafe sslCtxSetOptions = try library.function("SSL_CTX_set_options")
        unsafe sslCtxSetCiphersuites = try library.function("SSL_CTX_set_ciphersuites")
        unsafe sslCtxSetAlpnSelectCb = try library.function("SSL_CTX_set_alpn_select_cb")
        unsafe sslCtxSetAlpnProtos = try library.function("SSL_CTX_set_alpn_protos")
        unsafe sslCtxSetVerify = try library.function("SSL_CTX_set_verify")
        unsafe sslCtxSetNumTickets = try library.function("SSL_CTX_set_num_tickets")
        unsafe sslCtxSetPskFindSessionCallback = try library.function("SSL_CTX_set_psk_find_session_callback")
        unsafe sslCtxSetPskUseSessionCallback = try library.function("SSL_CTX_set_psk_use_session_callback")
        unsafe sslCtxSetMsgCallback = try library.function("SSL_CTX_set_msg_callback")
        unsafe sslSessionNew = try library.function("SSL_SESSION_new")
        unsafe sslSessionFree = try library.function("SSL_SESSION_free")
        unsafe sslSessionSet1MasterKey = try library.function("SSL_SESSION_set1_master_key")
        unsafe sslSessionSetCipher = try library.function("SSL_SESSION_set_cipher")
        unsafe sslSessionSetProtocolVersion = try library.function("SSL_SESSION_set_protocol_version")
        unsafe sslCipherFind = try library.function("SSL_CIPHER_find")
        unsafe sslCipherGetName = try library.function("SSL_CIPHER_get_name")
        unsafe sslGetCurrentCipher = try library.function("SSL_get_current_cipher")
        unsafe sslGetVersion = try library.function("SSL_get_version")
        unsafe sslNew = try library.function("SSL_new")
        unsafe sslFree = try library.function("SSL_free")
        unsafe sslSetBio = try library.function("SSL_set_bio")
        unsafe sslSetExData = try library.function("SSL_set_ex_data")
        unsafe sslGetExData = try library.function("SSL_get_ex_data")
        unsafe sslSetAcceptState = try library.function("SSL_set_accept_state")
        unsafe sslSetConnectState = try library.function("SSL_set_connect_state")
        unsafe sslDoHandshake = try library.function("SSL_do_handshake")
        unsafe sslRead = try library.function("SSL_read")
        unsafe sslWrite = try library.function("SSL_write")
        unsafe sslShutdown = try library.function("SSL_shutdown")
        unsafe sslGetError = try library.function("SSL_get_error")
        unsafe sslSessionReused = try library.function("SSL_session_reused")
        unsafe sslKeyUpdate = try library.function("SSL_key_update")
        unsafe sslExportKeyingMaterial = try library.function("SSL_export_keying_material")
    }
}
