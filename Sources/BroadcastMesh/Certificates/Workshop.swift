import Bytes
import SystemTLS

/// The room that records are made and read in, which all clients of a node share, and what was done there.
struct Workshop {
    /// What it costs to answer a greeting: a key agreement and a signature with P-256, measured.
    static let handshake = 350_000

    /// What a signature costs beyond that with a longer key of a curve: 0.8 ms with P-384, 0.3 with P-521.
    static let longSignature = 800_000

    /// What it costs beyond that with 4,096 bits of RSA, and with others by the cube of their number.
    ///
    /// Measured were 0.4 ms with 2,048 bits, 2.0 with 3,072 and 4.8 with 4,096.
    static let signatureOfRSA = 4_500_000

    /// What it costs to finish a handshake.
    static let finish = 60_000

    /// What it costs to take a message that is none of the handshake's: new keys, and an answer.
    static let update = 20_000

    /// What a record costs, and each of its kilobytes.
    static let record = 1_200
    static let kilobyte = 350

    /// What arrives is received into it.
    var ciphertext = [UInt8](repeating: 0, count: 64 << 10)

    /// What it says.
    var plaintext: [UInt8] = []

    /// What is to be sent.
    var output: [UInt8] = []

    /// What is to be said, where it lies in two pieces.
    var joined: [UInt8] = []

    /// What was done that costs more than the same without TLS, in nanoseconds.
    var cost = 0

    /// Why handshakes failed that nobody has been told of.
    var failures: [TLSFailure] = []

    /// What it costs to answer a greeting with a signature by a key.
    static func handshake(by key: KeyKind?) -> Int {
        guard let key else { return handshake }
        guard key.isRSA else { return handshake + (key.bits > 256 ? longSignature : 0) }
        // In sixty-fourths of 4,096 bits; the longest key that OpenSSL signs with has 16,384.
        let length = min(key.bits, 16_384) / 64
        return handshake + signatureOfRSA * (length * length * length) / (64 * 64 * 64)
    }

    /// Lends an array while the others are changed.
    mutating func lend(
        _ array: WritableKeyPath<Workshop, [UInt8]>,
        _ body: (borrowing [UInt8], inout Workshop) -> Void
    ) {
        var lent: [UInt8] = []
        swap(&lent, &self[keyPath: array])
        body(lent, &self)
        swap(&lent, &self[keyPath: array])
    }

    /// Makes a record of a range of two spans that follow each other.
    mutating func seal(
        _ first: Span<UInt8>,
        _ second: Span<UInt8>,
        _ range: Range<Int>,
        by session: any ClientSession
    ) {
        count(records: 1, bytes: range.count)
        guard range.lowerBound < first.count, range.upperBound > first.count else {
            let piece =
                range.upperBound <= first.count
                ? first.extracting(range)
                : second.extracting(range.lowerBound - first.count..<range.upperBound - first.count)
            session.seal(piece, into: &output)
            return
        }
        joined.removeAll(keepingCapacity: true)
        joined.append(first.extracting(range.lowerBound..<first.count))
        joined.append(second.extracting(0..<range.upperBound - first.count))
        lend(\.joined) { joined, workshop in session.seal(joined.span, into: &workshop.output) }
    }

    /// Takes in that a record was made or read.
    mutating func count(records: Int, bytes: Int) {
        cost += records * Self.record + ((bytes * Self.kilobyte) >> 10)
    }

    /// Takes in that a session is of no use any more; so many are told at once.
    mutating func note(_ failure: TLSFailure) {
        if failures.count < 16 { failures.append(failure) }
    }
}
