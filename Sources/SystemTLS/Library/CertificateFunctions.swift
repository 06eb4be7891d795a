/// The functions of both libraries that certificates take, of servers and of those who verify them.
///
/// All of them exist since 3.0, and OpenSSL promises that they stay as they are for all of 3.x.
// Safe: the addresses are found once and never change.
@unsafe struct CertificateFunctions: @unchecked Sendable {
    /// Chooses the suites of TLS 1.2.
    let sslCtxSetCipherList: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> CInt

    /// Sets the certificate; it is counted.
    let sslCtxUseCertificate: @convention(c) (OpaquePointer?, OpaquePointer?) -> CInt

    /// Sets its key; it is counted.
    let sslCtxUsePrivateKey: @convention(c) (OpaquePointer?, OpaquePointer?) -> CInt

    /// Whether the key is the certificate's.
    let sslCtxCheckPrivateKey: @convention(c) (OpaquePointer?) -> CInt

    /// Names what tickets are for.
    let sslCtxSetSessionIdContext: @convention(c) (OpaquePointer?, UnsafePointer<UInt8>?, CUnsignedInt) -> CInt

    /// Believes whom the system believes, or `SSL_CERT_FILE` and `SSL_CERT_DIR`.
    let sslCtxSetDefaultVerifyPaths: @convention(c) (OpaquePointer?) -> CInt

    /// Believes those in a file.
    let sslCtxLoadVerifyLocations: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> CInt

    /// The name that the peer's certificate must have.
    let sslSet1Host: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> CInt

    /// What the peer's certificate is held against.
    let sslGet0Param: @convention(c) (OpaquePointer?) -> OpaquePointer?

    /// What came of verifying the peer's certificate.
    let sslGetVerifyResult: @convention(c) (OpaquePointer?) -> CLong

    /// What the headers' macros for connections call.
    let sslCtrl: @convention(c) (OpaquePointer?, CInt, CLong, UnsafeMutableRawPointer?) -> CLong

    /// Makes a BIO that reads bytes in place.
    let bioNewMemBuf: @convention(c) (UnsafeRawPointer?, CInt) -> OpaquePointer?

    /// Lets go of a BIO.
    let bioFree: @convention(c) (OpaquePointer?) -> CInt

    /// Reads the next certificate.
    let pemReadBioX509:
        @convention(c) (
            OpaquePointer?, UnsafeMutableRawPointer?, PasswordAsker, UnsafeMutableRawPointer?
        ) -> OpaquePointer?

    /// Reads the next private key.
    let pemReadBioPrivateKey:
        @convention(c) (
            OpaquePointer?, UnsafeMutableRawPointer?, PasswordAsker, UnsafeMutableRawPointer?
        ) -> OpaquePointer?

    /// Lets go of a certificate.
    let x509Free: @convention(c) (OpaquePointer?) -> Void

    /// Lets go of a key, and wipes it.
    let evpPkeyFree: @convention(c) (OpaquePointer?) -> Void

    /// Whether a key is of a kind, by its name.
    let evpPkeyIsA: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> CInt

    /// How long a key is, in bits.
    let evpPkeyGetBits: @convention(c) (OpaquePointer?) -> CInt

    /// When a certificate ends.
    let x509Get0NotAfter: @convention(c) (OpaquePointer?) -> OpaquePointer?

    /// The days and seconds between two times; none is now.
    let asn1TimeDiff:
        @convention(c) (
            UnsafeMutablePointer<CInt>?, UnsafeMutablePointer<CInt>?, OpaquePointer?, OpaquePointer?
        ) -> CInt

    /// What came of verifying, in words.
    let x509VerifyCertErrorString: @convention(c) (CLong) -> UnsafePointer<CChar>?

    /// The address that the peer's certificate must have; 0 when it is none.
    let x509VerifyParamSet1IpAsc: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> CInt

    /// Finds them all.
    init(tls: DynamicLibrary, crypto: DynamicLibrary) throws(SystemLibraryError) {
        unsafe sslCtxSetCipherList = try tls.function("SSL_CTX_set_cipher_list")
        unsafe sslCtxUseCertificate = try tls.function("SSL_CTX_use_certificate")
        unsafe sslCtxUsePrivateKey = try tls.function("SSL_CTX_use_PrivateKey")
        unsafe sslCtxCheckPrivateKey = try tls.function("SSL_CTX_check_private_key")
        unsafe sslCtxSetSessionIdContext = try tls.function("SSL_CTX_set_session_id_context")
        unsafe sslCtxSetDefaultVerifyPaths = try tls.function("SSL_CTX_set_default_verify_paths")
        unsafe sslCtxLoadVerifyLocations = try tls.function("SSL_CTX_load_verify_locations")
        unsafe sslSet1Host = try tls.function("SSL_set1_host")
        unsafe sslGet0Param = try tls.function("SSL_get0_param")
        unsafe sslGetVerifyResult = try tls.function("SSL_get_verify_result")
        unsafe sslCtrl = try tls.function("SSL_ctrl")
        unsafe bioNewMemBuf = try crypto.function("BIO_new_mem_buf")
        unsafe bioFree = try crypto.function("BIO_free")
        unsafe pemReadBioX509 = try crypto.function("PEM_read_bio_X509")
        unsafe pemReadBioPrivateKey = try crypto.function("PEM_read_bio_PrivateKey")
        unsafe x509Free = try crypto.function("X509_free")
        unsafe evpPkeyFree = try crypto.function("EVP_PKEY_free")
        unsafe evpPkeyIsA = try crypto.function("EVP_PKEY_is_a")
        unsafe evpPkeyGetBits = try crypto.function("EVP_PKEY_get_bits")
        unsafe x509Get0NotAfter = try crypto.function("X509_get0_notAfter")
        unsafe asn1TimeDiff = try crypto.function("ASN1_TIME_diff")
        unsafe x509VerifyCertErrorString = try crypto.function("X509_verify_cert_error_string")
        unsafe x509VerifyParamSet1IpAsc = try crypto.function("X509_VERIFY_PARAM_set1_ip_asc")
    }
}
