// Safe: OpenSSL's state is made in `init`, freed once in `deinit`, and lent to the keys of this folder only.
/// A cipher that has its key: what sealing and opening a message have in common.
@safe struct CipherState: ~Copyable {
    /// What it is for.
    enum Purpose {
        case sealing
        case opening
    }

    /// Whose it is.
    let library: OpenSSL

    /// OpenSSL's own.
    let pointer: OpaquePointer

    /// Takes a key.
    init(_ key: Span<UInt8>, for purpose: Purpose, using library: OpenSSL) {
        precondition(key.count == AES128GCM.keySize, "a key of the wrong length")
        let crypto = unsafe library.crypto
        guard let pointer = unsafe crypto.evpCipherCtxNew() else { preconditionFailure("no memory for a cipher") }
        // Safe: OpenSSL copies the key.
        let result = unsafe key.withUnsafeBufferPointer { key in
            switch purpose {
            case .sealing: unsafe crypto.evpEncryptInitEx(pointer, crypto.evpAes128Gcm(), nil, key.baseAddress, nil)
            case .opening: unsafe crypto.evpDecryptInitEx(pointer, crypto.evpAes128Gcm(), nil, key.baseAddress, nil)
            }
        }
        precondition(result == 1, "OpenSSL lacks a cipher that TLS 1.3 demands")
        self.library = library
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe library.crypto.evpCipherCtxFree(pointer)
    }
}
