// Safe: both tables are constant; OpenSSL itself may be called from any thread.
/// OpenSSL 3 as the system has it: loaded when it is first asked for, and never needed before.
@safe public final class OpenSSL: @unchecked Sendable {
    /// The oldest version with the interface that is used.
    static let oldestVersion: UInt = 0x3000_0000

    /// The first version whose interface may differ.
    static let endVersion: UInt = 0x4000_0000

    /// What to do when it is not there.
    static let advice = """
        a key or a certificate needs OpenSSL 3: install libssl3 (Debian, Ubuntu) or openssl-libs (Fedora)
        """

    /// The functions of `libssl.so.3`.
    let ssl: SSLFunctions

    /// The functions of `libcrypto.so.3`.
    let crypto: CryptoFunctions

    /// The functions of both that certificates take.
    let certificates: CertificateFunctions

    /// The kind of BIO that our sessions use.
    let bridgeMethod: BridgeMethod

    /// Which version it is, in its own words: `OpenSSL 3.0.19 27 Jan 2026`.
    public let version: String

    private static let loaded = Result<OpenSSL, SystemLibraryError> { () throws(SystemLibraryError) in
        try OpenSSL(cryptoLibrary: "libcrypto.so.3", tlsLibrary: "libssl.so.3")
    }

    /// Loads it, the first time.
    ///
    /// - Returns: The one copy of the process.
    /// - Throws: In one line, what is missing and how to get it.
    public static func load() throws(SystemLibraryError) -> OpenSSL {
        try loaded.get()
    }

    /// The one copy of the process, for a callback of its own.
    static var current: OpenSSL? {
        if case .success(let library) = loaded { library } else { nil }
    }

    /// Loads libraries by their names.
    ///
    /// - Throws: What is missing, or too old, or does not come up.
    init(cryptoLibrary: String, tlsLibrary: String) throws(SystemLibraryError) {
        let cryptoFile = try DynamicLibrary(cryptoLibrary, advice: Self.advice)
        let tlsFile = try DynamicLibrary(tlsLibrary, advice: Self.advice)
        let crypto = unsafe try CryptoFunctions(in: cryptoFile)
        let ssl = unsafe try SSLFunctions(in: tlsFile)
        let certificates = unsafe try CertificateFunctions(tls: tlsFile, crypto: cryptoFile)
        // Safe: a constant string of the library.
        let version = unsafe crypto.opensslVersion(0).map { unsafe String(cString: $0) } ?? "an unknown version"
        try Self.judge(unsafe UInt(crypto.opensslVersionNum()), named: version, of: tlsLibrary)
        let options = LibraryOption.noExitHandler
        guard unsafe ssl.opensslInitSsl(options, nil) == 1, let method = unsafe BridgeMethod(crypto) else {
            throw SystemLibraryError(
                library: tlsLibrary,
                reason: .wrongVersion("\(version), which does not initialize"),
                advice: "see whether /etc/ssl/openssl.cnf or OPENSSL_CONF makes sense"
            )
        }
        unsafe self.ssl = unsafe ssl
        unsafe self.crypto = unsafe crypto
        unsafe self.certificates = unsafe certificates
        bridgeMethod = method
        self.version = version
    }

    /// Refuses a version whose interface is another.
    ///
    /// - Parameters:
    ///   - number: The version as OpenSSL counts, `0xMNN00PP0`.
    ///   - version: Its words for it.
    ///   - library: The file.
    /// - Throws: When the version is too old, or newer than what was tried.
    static func judge(
        _ number: UInt,
        named version: String,
        of library: String
    ) throws(SystemLibraryError) {
        guard !(oldestVersion..<endVersion).contains(number) else { return }
        throw SystemLibraryError(library: library, reason: .wrongVersion(version), advice: advice)
    }
}

extension OpenSSL {
    /// The oldest error that this thread's calls left behind; the others are dropped.
    ///
    /// - Returns: Its code, 0 when there is none, and its words.
    func takeError() -> (code: UInt, words: String) {
        let code = unsafe crypto.errGetError()
        // Safe: a constant string of the library.
        let words = unsafe crypto.errReasonErrorString(code).map { unsafe String(cString: $0) }
        unsafe crypto.errClearError()
        return (UInt(code), words ?? "no reason given")
    }
}
