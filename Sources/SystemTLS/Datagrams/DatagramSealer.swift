/// Encrypts the datagrams of one direction.
struct DatagramSealer: ~Copyable {
    private var secret: DatagramSecret
    private var key: any DatagramSealing
    private var nonceBase: [12 of UInt8]
    private let library: any Cryptography

    /// The number of the next packet; no number is ever used twice.
    private var number: UInt64

    /// Starts with a secret of this direction.
    init(_ secret: DatagramSecret, from number: UInt64 = 0, using library: any Cryptography) {
        self.secret = secret
        self.library = library
        self.number = number
        key = library.sealingKey(secret.key.span)
        nonceBase = secret.nonceBase
    }

    /// Writes a datagram.
    ///
    /// - Parameters:
    ///   - payload: What to encrypt.
    ///   - path: Whose it is.
    ///   - datagram: Emptied, then filled.
    mutating func seal(_ payload: Span<UInt8>, on path: UInt64, into datagram: inout [UInt8]) {
        if number / library.packetsPerKey > secret.epoch {
            secret.advance()
            key = library.sealingKey(secret.key.span)
            nonceBase = secret.nonceBase
        }
        DatagramWire.begin(.protected, path: path, in: &datagram)
        DatagramWire.append(number, to: &datagram)
        let header = datagram
        let nonce = DatagramSecret.nonce(nonceBase, number)
        key.seal(payload, header: header.span, nonce: nonce, into: &datagram)
        number += 1
    }
}
