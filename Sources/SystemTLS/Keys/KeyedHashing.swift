/// What hashes with a key: the system's OpenSSL, or what a simulator has in its place.
public protocol KeyedHashing: AnyObject, Sendable {
    /// Authenticates bytes with a key, in ``HMACSHA256/size`` bytes.
    func authenticate(_ bytes: Span<UInt8>, with key: Span<UInt8>) -> [UInt8]

    /// Compares in a time that says nothing about where they differ.
    func areEqual(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool
}

extension OpenSSL: KeyedHashing {
    /// Authenticates bytes.
    public func authenticate(_ bytes: Span<UInt8>, with key: Span<UInt8>) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: HMACSHA256.size)
        // Without a key OpenSSL would go on with the one before: an empty key is the same as one zero (RFC 2104 §2).
        let zero: [1 of UInt8] = [0]
        let key = key.isEmpty ? zero.span : key
        let crypto = unsafe crypto
        // Safe: OpenSSL reads both spans and writes 32 bytes.
        unsafe key.withUnsafeBufferPointer { key in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe result.withUnsafeMutableBufferPointer { result in
                    let done = unsafe crypto.hmac(
                        crypto.evpSha256(),
                        key.baseAddress,
                        CInt(key.count),
                        bytes.baseAddress,
                        bytes.count,
                        result.baseAddress,
                        nil
                    )
                    precondition(unsafe done != nil, "HMAC-SHA256 fails only without memory")
                }
            }
        }
        return result
    }

    /// Compares in a time that says nothing about where they differ.
    public func areEqual(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
        guard first.count == second.count else { return false }
        // Safe: OpenSSL reads both spans, which are equally long.
        return unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                unsafe crypto.cryptoMemcmp(first.baseAddress, second.baseAddress, first.count) == 0
            }
        }
    }
}
