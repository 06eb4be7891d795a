/// Reads PEM texts (RFC 7468).
enum PEM {
    /// How many certificates a chain may have.
    static let chainLimit = 16

    // Safe: freed once; a context that uses it has counted it.
    /// A certificate that is let go of with its last reference.
    @safe final class Certificate {
        /// OpenSSL's own.
        let pointer: OpaquePointer

        private let library: OpenSSL

        fileprivate init(_ pointer: OpaquePointer, _ library: OpenSSL) {
            unsafe self.pointer = unsafe pointer
            self.library = library
        }

        deinit { unsafe library.certificates.x509Free(pointer) }

        /// How long it is valid from now on.
        var validity: Validity {
            let functions = unsafe library.certificates
            var (days, seconds): (CInt, CInt) = (0, 0)
            // Safe: OpenSSL writes two numbers; the end belongs to the certificate.
            let result = unsafe functions.asn1TimeDiff(&days, &seconds, nil, functions.x509Get0NotAfter(pointer))
            return Validity(secondsLeft: result == 1 ? Int(days) * 86_400 + Int(seconds) : 0)
        }
    }

    // Safe: freed once; a context that uses it has counted it.
    /// A private key that is let go of, and wiped, with its last reference.
    @safe final class PrivateKey {
        /// OpenSSL's own.
        let pointer: OpaquePointer

        /// What made it.
        let library: OpenSSL

        fileprivate init(_ pointer: OpaquePointer, _ library: OpenSSL) {
            unsafe self.pointer = unsafe pointer
            self.library = library
        }

        deinit { unsafe library.certificates.evpPkeyFree(pointer) }
    }

    /// Reads all certificates of a text, in their order; at least one.
    static func certificates(in text: Span<UInt8>, _ library: OpenSSL) throws(TLSContextError) -> [Certificate] {
        var chain: [Certificate] = []
        unsafe reading(text, library) { source in
            // Safe: each certificate that is made is owned by its box.
            while chain.count <= chainLimit,
                let next = unsafe library.certificates.pemReadBioX509(source, nil, refusePassword, nil)
            {
                chain.append(unsafe Certificate(next, library))
            }
        }
        // The end of the text leaves an error behind.
        _ = library.takeError()
        guard !chain.isEmpty else { throw .noCertificate }
        guard chain.count <= chainLimit else { throw .longChain }
        return chain
    }

    /// Reads the first private key of a text.
    static func privateKey(in text: Span<UInt8>, _ library: OpenSSL) throws(TLSContextError) -> PrivateKey {
        var key: PrivateKey?
        unsafe reading(text, library) { source in
            // Safe: the key that is made is owned by its box.
            if let pointer = unsafe library.certificates.pemReadBioPrivateKey(source, nil, refusePassword, nil) {
                key = unsafe PrivateKey(pointer, library)
            }
        }
        _ = library.takeError()
        guard let key else { throw .noPrivateKey }
        return key
    }

    private static func reading(_ text: Span<UInt8>, _ library: OpenSSL, _ body: (OpaquePointer) -> Void) {
        let functions = unsafe library.certificates
        unsafe text.withUnsafeBufferPointer { bytes in
            // Safe: the BIO reads the text in place, and is freed before the text can go.
            guard let source = unsafe functions.bioNewMemBuf(bytes.baseAddress, CInt(clamping: bytes.count)) else {
                return
            }
            unsafe body(source)
            _ = unsafe functions.bioFree(source)
        }
    }
}

/// Without it OpenSSL would ask for the password at the terminal, and the node would wait for ever.
private let refusePassword: PasswordAsker = { _, _, _, _ in -1 }
