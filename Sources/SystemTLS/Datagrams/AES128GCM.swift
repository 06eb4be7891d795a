/// How datagrams are encrypted and authenticated at once: AES with 128 bits in Galois counter mode (RFC 5116 §5.1).
enum AES128GCM {
    /// How long a key is, in bytes.
    static let keySize = 16

    /// How long a nonce is, in bytes.
    static let nonceSize = 12

    /// How much longer the ciphertext is, in bytes.
    static let tagSize = 16
}
