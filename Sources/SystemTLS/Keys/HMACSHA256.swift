/// Keyed hashing (RFC 2104) and key derivation (RFC 5869) with SHA-256.
public struct HMACSHA256: Sendable {
    /// How long an authenticator is, in bytes.
    public static let size = 32

    private let library: any KeyedHashing

    /// Uses a library.
    public init(_ library: any KeyedHashing) {
        self.library = library
    }

    /// Authenticates bytes.
    public func authenticate(_ bytes: Span<UInt8>, with key: Span<UInt8>) -> [UInt8] {
        library.authenticate(bytes, with: key)
    }

    /// Makes an even key out of a secret (RFC 5869 §2.2).
    public func extract(salt: Span<UInt8>, _ secret: Span<UInt8>) -> [UInt8] {
        authenticate(secret, with: salt)
    }

    /// Derives up to 8,160 bytes for a purpose (RFC 5869 §2.3).
    public func expand(_ key: Span<UInt8>, info: Span<UInt8>, count: Int) -> [UInt8] {
        precondition(count <= 255 * Self.size, "HKDF-SHA256 yields 8,160 bytes at most")
        var output: [UInt8] = []
        var block: [UInt8] = []
        var number: UInt8 = 1
        while output.count < count {
            block.append(info)
            block.append(number)
            block = authenticate(block.span, with: key)
            output += block
            number &+= 1
        }
        return Array(output.prefix(count))
    }

    /// Compares in a time that says nothing about where they differ.
    func areEqual(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool { library.areEqual(first, second) }
}

extension [UInt8] {
    fileprivate mutating func append(_ bytes: Span<UInt8>) {
        for index in bytes.indices { append(bytes[index]) }
    }
}
