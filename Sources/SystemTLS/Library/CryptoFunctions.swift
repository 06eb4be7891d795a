/// The functions of `libcrypto.so.3` that are used; the names are those in C, spelled as Swift spells names.
///
/// All of them exist since 3.0, and OpenSSL promises that they stay as they are for all of 3.x.
// Safe: the addresses are found once and never change.
@unsafe struct CryptoFunctions: @unchecked Sendable {
    /// The version, as 0xMNN00PP0.
    let opensslVersionNum: @convention(c) () -> CUnsignedLong

    /// The version in words.
    let opensslVersion: @convention(c) (CInt) -> UnsafePointer<CChar>?

    /// Takes the oldest error off this thread's queue.
    let errGetError: @convention(c) () -> CUnsignedLong

    /// Empties this thread's queue.
    let errClearError: @convention(c) () -> Void

    /// What an error says.
    let errReasonErrorString: @convention(c) (CUnsignedLong) -> UnsafePointer<CChar>?

    /// Makes a BIO of a kind.
    let bioNew: @convention(c) (OpaquePointer?) -> OpaquePointer?

    /// A number for a kind of BIO.
    let bioGetNewIndex: @convention(c) () -> CInt

    /// Makes a kind of BIO.
    let bioMethNew: @convention(c) (CInt, UnsafePointer<CChar>?) -> OpaquePointer?

    /// Sets what reads.
    let bioMethSetRead: @convention(c) (OpaquePointer?, BridgeReader) -> CInt

    /// Sets what writes.
    let bioMethSetWrite: @convention(c) (OpaquePointer?, BridgeWriter) -> CInt

    /// Sets what answers questions.
    let bioMethSetCtrl: @convention(c) (OpaquePointer?, BridgeController) -> CInt

    /// Keeps a pointer with a BIO.
    let bioSetData: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Void

    /// The pointer kept with a BIO.
    let bioGetData: @convention(c) (OpaquePointer?) -> UnsafeMutableRawPointer?

    /// Makes a BIO of our kind ready.
    let bioSetInit: @convention(c) (OpaquePointer?, CInt) -> Void

    /// Sets flags: try again later.
    let bioSetFlags: @convention(c) (OpaquePointer?, CInt) -> Void

    /// Clears flags.
    let bioClearFlags: @convention(c) (OpaquePointer?, CInt) -> Void

    /// SHA-256.
    let evpSha256: @convention(c) () -> OpaquePointer?

    /// Authenticates bytes.
    let hmac:
        @convention(c) (
            OpaquePointer?, UnsafeRawPointer?, CInt, UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>?,
            UnsafeMutablePointer<CUnsignedInt>?
        ) -> UnsafeMutablePointer<UInt8>?

    /// Compares in constant time.
    let cryptoMemcmp: @convention(c) (UnsafeRawPointer?, UnsafeRawPointer?, Int) -> CInt

    /// AES-128-GCM.
    let evpAes128Gcm: @convention(c) () -> OpaquePointer?

    /// Makes a cipher's state.
    let evpCipherCtxNew: @convention(c) () -> OpaquePointer?

    /// Ends it, and wipes the key.
    let evpCipherCtxFree: @convention(c) (OpaquePointer?) -> Void

    /// Reads or sets the tag.
    let evpCipherCtxCtrl: @convention(c) (OpaquePointer?, CInt, CInt, UnsafeMutableRawPointer?) -> CInt

    /// Sets cipher and key, or just the nonce.
    let evpEncryptInitEx:
        @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?, UnsafePointer<UInt8>?, UnsafePointer<UInt8>?) ->
            CInt

    /// Encrypts bytes, or takes in what is only authenticated.
    let evpEncryptUpdate:
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<CInt>?, UnsafePointer<UInt8>?, CInt
        ) -> CInt

    /// Ends a message.
    let evpEncryptFinalEx:
        @convention(c) (OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<CInt>?) -> CInt

    /// Sets cipher and key, or just the nonce.
    let evpDecryptInitEx:
        @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?, UnsafePointer<UInt8>?, UnsafePointer<UInt8>?) ->
            CInt

    /// Decrypts bytes, or takes in what is only authenticated.
    let evpDecryptUpdate:
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<CInt>?, UnsafePointer<UInt8>?, CInt
        ) -> CInt

    /// Ends a message; 0 when it was tampered with.
    let evpDecryptFinalEx:
        @convention(c) (OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<CInt>?) -> CInt

    /// Finds them all.
    init(in library: DynamicLibrary) throws(SystemLibraryError) {
        unsafe opensslVersionNum = try library.function("OpenSSL_version_num")
        unsafe opensslVersion = try library.function("OpenSSL_version")
        unsafe errGetError = try library.function("ERR_get_error")
        unsafe errClearError = try library.function("ERR_clear_error")
        unsafe errReasonErrorString = try library.function("ERR_reason_error_string")
        unsafe bioNew = try library.function("BIO_new")
        unsafe bioGetNewIndex = try library.function("BIO_get_new_index")
        unsafe bioMethNew = try library.function("BIO_meth_new")
        unsafe bioMethSetRead = try library.function("BIO_meth_set_read")
        unsafe bioMethSetWrite = try library.function("BIO_meth_set_write")
        unsafe bioMethSetCtrl = try library.function("BIO_meth_set_ctrl")
        unsafe bioSetData = try library.function("BIO_set_data")
        unsafe bioGetData = try library.function("BIO_get_data")
        unsafe bioSetInit = try library.function("BIO_set_init")
        unsafe bioSetFlags = try library.function("BIO_set_flags")
        unsafe bioClearFlags = try library.function("BIO_clear_flags")
        unsafe evpSha256 = try library.function("EVP_sha256")
        unsafe hmac = try library.function("HMAC")
        unsafe cryptoMemcmp = try library.function("CRYPTO_memcmp")
        unsafe evpAes128Gcm = try library.function("EVP_aes_128_gcm")
        unsafe evpCipherCtxNew = try library.function("EVP_CIPHER_CTX_new")
        unsafe evpCipherCtxFree = try library.function("EVP_CIPHER_CTX_free")
        unsafe evpCipherCtxCtrl = try library.function("EVP_CIPHER_CTX_ctrl")
        unsafe evpEncryptInitEx = try library.function("EVP_EncryptInit_ex")
        unsafe evpEncryptUpdate = try library.function("EVP_EncryptUpdate")
        unsafe evpEncryptFinalEx = try library.function("EVP_EncryptFinal_ex")
        unsafe evpDecryptInitEx = try library.function("EVP_DecryptInit_ex")
        unsafe evpDecryptUpdate = try library.function("EVP_DecryptUpdate")
        unsafe evpDecryptFinalEx = try library.function("EVP_DecryptFinal_ex")
    }
}
