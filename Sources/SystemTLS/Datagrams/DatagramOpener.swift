/// Decrypts the datagrams of one direction, and drops what comes again.
struct DatagramOpener: ~Copyable {
    private var secret: DatagramSecret
    private var key: any DatagramOpening
    private var nonceBase: [12 of UInt8]
    private var previous: (any DatagramOpening)?
    private var previousBase: [12 of UInt8]
    private var window = ReplayWindow()
    private let library: any Cryptography

    /// Starts with a secret of this direction.
    init(_ secret: DatagramSecret, using library: any Cryptography) {
        self.secret = secret
        self.library = library
        key = library.openingKey(secret.key.span)
        nonceBase = secret.nonceBase
        previousBase = nonceBase
    }

    /// Decrypts a datagram.
    ///
    /// - Parameters:
    ///   - datagram: Header and ciphertext.
    ///   - payload: Where to append what it says.
    /// - Returns: Whether it is genuine and new; else it is to be dropped, and has changed nothing.
    mutating func open(_ datagram: Span<UInt8>, into payload: inout [UInt8]) -> Bool {
        guard datagram.count >= DatagramWire.overhead else { return false }
        let number = DatagramWire.word(datagram, at: DatagramWire.headerSize)
        guard window.isNew(number) else { return false }
        let header = datagram.extracting(..<(DatagramWire.headerSize + 8))
        let sealed = datagram.extracting((DatagramWire.headerSize + 8)...)
        let epoch = number / library.packetsPerKey
        let isGenuine: Bool
        switch epoch {
        case secret.epoch:
            let nonce = DatagramSecret.nonce(nonceBase, number)
            isGenuine = key.open(sealed, header: header, nonce: nonce, into: &payload)
        case secret.epoch + 1:
            isGenuine = advance(if: sealed, number, header, into: &payload)
        case _ where epoch + 1 == secret.epoch:
            let nonce = DatagramSecret.nonce(previousBase, number)
            isGenuine = previous?.open(sealed, header: header, nonce: nonce, into: &payload) ?? false
        default:
            isGenuine = false
        }
        if isGenuine { window.insert(number) }
        return isGenuine
    }

    /// Goes on to the next key once a genuine packet uses it; a forged one costs the derivation and changes nothing.
    private mutating func advance(
        if sealed: Span<UInt8>,
        _ number: UInt64,
        _ header: Span<UInt8>,
        into payload: inout [UInt8]
    ) -> Bool {
        var next = secret
        next.advance()
        let nextKey = library.openingKey(next.key.span)
        let nextBase = next.nonceBase
        let nonce = DatagramSecret.nonce(nextBase, number)
        guard nextKey.open(sealed, header: header, nonce: nonce, into: &payload) else { return false }
        previous = key
        key = nextKey
        previousBase = nonceBase
        nonceBase = nextBase
        secret = next
        return true
    }
}
