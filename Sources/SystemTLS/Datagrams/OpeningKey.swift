/// Decrypts messages, and tells forged ones.
struct OpeningKey: ~Copyable {
    private let cipher: CipherState

    /// Takes a key.
    init(_ key: Span<UInt8>, using library: OpenSSL) {
        cipher = CipherState(key, for: .opening, using: library)
    }

    /// Decrypts a message.
    ///
    /// - Parameters:
    ///   - sealed: The ciphertext with its tag.
    ///   - header: What was sent in the clear.
    ///   - nonce: The nonce that it was encrypted with.
    ///   - output: Where to append the message; untouched when it is forged.
    /// - Returns: Whether it is genuine.
    func open(
        _ sealed: Span<UInt8>,
        header: Span<UInt8>,
        nonce: [12 of UInt8],
        into output: inout [UInt8]
    ) -> Bool {
        guard sealed.count >= AES128GCM.tagSize else { return false }
        let crypto = unsafe cipher.library.crypto
        let state = unsafe cipher.pointer
        let size = sealed.count - AES128GCM.tagSize
        var isGenuine = false
        output.append(addingCapacity: max(1, size)) { space in
            // Safe: OpenSSL reads the nonce, the header, the ciphertext and the 16 bytes of the tag, and writes as many
            // bytes as the ciphertext has without its tag. What it wrote counts only if the tag fits.
            unsafe space.withUnsafeMutableBufferPointer { buffer, count in
                guard let start = unsafe buffer.baseAddress.map({ unsafe $0 + count }) else { return }
                var written: CInt = 0
                isGenuine =
                    unsafe nonce.span.withUnsafeBufferPointer {
                        unsafe crypto.evpDecryptInitEx(state, nil, nil, nil, $0.baseAddress)
                    } == 1
                    && header.withUnsafeBufferPointer {
                        unsafe $0.isEmpty
                            ? 1 : crypto.evpDecryptUpdate(state, nil, &written, $0.baseAddress, CInt($0.count))
                    } == 1
                    && sealed.withUnsafeBufferPointer { sealed in
                        guard let bytes = sealed.baseAddress else { return false }
                        let tag = unsafe UnsafeMutableRawPointer(mutating: bytes + size)
                        return
                            unsafe (size == 0
                            || crypto.evpDecryptUpdate(state, start, &written, bytes, CInt(size)) == 1)
                            && crypto.evpCipherCtxCtrl(state, EVPConstant.setTag, 16, tag) == 1
                            && crypto.evpDecryptFinalEx(state, start + size, &written) == 1
                    }
                if isGenuine { count += size }
            }
        }
        return isGenuine
    }
}
