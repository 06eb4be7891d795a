/// Encrypts messages, each with a nonce that is used once.
struct SealingKey: ~Copyable {
    private let cipher: CipherState

    /// Takes a key.
    init(_ key: Span<UInt8>, using library: OpenSSL) {
        cipher = CipherState(key, for: .sealing, using: library)
    }

    /// Encrypts a message.
    ///
    /// - Parameters:
    ///   - message: What to encrypt.
    ///   - header: What is sent in the clear, and authenticated with it.
    ///   - nonce: 12 bytes that were never used with this key.
    ///   - output: Where to append the ciphertext and its 16-byte tag.
    func seal(
        _ message: Span<UInt8>,
        header: Span<UInt8>,
        nonce: [12 of UInt8],
        into output: inout [UInt8]
    ) {
        let crypto = unsafe cipher.library.crypto
        let state = unsafe cipher.pointer
        let room = message.count + AES128GCM.tagSize
        var isDone = false
        output.append(addingCapacity: room) { space in
            // Safe: OpenSSL reads the nonce, the header and the message, and writes as many bytes as the message has,
            // then the tag: exactly the room that was asked for.
            unsafe space.withUnsafeMutableBufferPointer { buffer, count in
                guard let start = unsafe buffer.baseAddress.map({ unsafe $0 + count }) else { return }
                var written: CInt = 0
                let steps =
                    unsafe nonce.span.withUnsafeBufferPointer {
                        unsafe crypto.evpEncryptInitEx(state, nil, nil, nil, $0.baseAddress)
                    } == 1
                    && header.withUnsafeBufferPointer {
                        unsafe $0.isEmpty
                            ? 1 : crypto.evpEncryptUpdate(state, nil, &written, $0.baseAddress, CInt($0.count))
                    } == 1
                    && message.withUnsafeBufferPointer {
                        unsafe $0.isEmpty
                            ? 1 : crypto.evpEncryptUpdate(state, start, &written, $0.baseAddress, CInt($0.count))
                    } == 1
                    && crypto.evpEncryptFinalEx(state, start + message.count, &written) == 1
                    && crypto.evpCipherCtxCtrl(state, EVPConstant.getTag, 16, start + message.count) == 1
                guard steps else { return }
                isDone = true
                count += room
            }
        }
        precondition(isDone, "OpenSSL refused to encrypt")
    }
}
