/// Of which kind a private key is, as far as it says what a signature costs.
public struct KeyKind: Equatable, Sendable {
    /// Whether it is of RSA.
    public var isRSA: Bool

    /// How long it is, in bits.
    public var bits: Int

    /// Says of which kind.
    public init(isRSA: Bool, bits: Int) {
        self.isRSA = isRSA
        self.bits = bits
    }
}

extension PEM.PrivateKey {
    /// Of which kind it is.
    var kind: KeyKind {
        let functions = unsafe library.certificates
        let names = ["RSA", "RSA-PSS"]
        // Safe: OpenSSL compares the name within the call.
        let isRSA = names.contains { unsafe functions.evpPkeyIsA(pointer, $0) == 1 }
        return KeyKind(isRSA: isRSA, bits: unsafe Int(functions.evpPkeyGetBits(pointer)))
    }
}
