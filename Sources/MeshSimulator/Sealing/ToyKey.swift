import Bytes
import SystemTLS

/// A key of a ``ToySeal``: its bytes are mixed into a message, and a hash stands behind it.
struct ToyKey: DatagramSealing, DatagramOpening {
    /// How much longer a sealed message is, in bytes: as much as a real one.
    static let tagSize = 16

    private let key: UInt64
    private let isBlind: Bool

    init(_ key: Span<UInt8>, isBlind: Bool) {
        self.isBlind = isBlind
        self.key = key.hash(seed: 2)
    }

    /// Seals a message whose nonce is its number.
    func seal(_ message: Span<UInt8>, header: Span<UInt8> = Span(), number: UInt64, into output: inout [UInt8]) {
        let seed = mixed(key ^ number)
        mix(message, seed, into: &output)
        appendTag(of: message, header, seed, to: &output)
    }

    /// Opens a message whose nonce is its number; appends nothing where it was changed.
    func open(
        _ sealed: Span<UInt8>,
        header: Span<UInt8> = Span(),
        number: UInt64,
        into output: inout [UInt8]
    ) -> Bool {
        guard sealed.count >= Self.tagSize else { return false }
        let seed = mixed(key ^ number)
        var message: [UInt8] = []
        mix(sealed.extracting(..<(sealed.count - Self.tagSize)), seed, into: &message)
        var tag: [UInt8] = []
        appendTag(of: message.span, header, seed, to: &tag)
        guard isBlind || tag.span.hasBytes(of: sealed.extracting((sealed.count - Self.tagSize)...)) else {
            return false
        }
        output += message
        return true
    }

    func seal(_ message: Span<UInt8>, header: Span<UInt8>, nonce: [12 of UInt8], into output: inout [UInt8]) {
        seal(message, header: header, number: nonce.span.hash(seed: 3), into: &output)
    }

    func open(
        _ sealed: Span<UInt8>,
        header: Span<UInt8>,
        nonce: [12 of UInt8],
        into output: inout [UInt8]
    ) -> Bool {
        open(sealed, header: header, number: nonce.span.hash(seed: 3), into: &output)
    }

    private func mix(_ bytes: Span<UInt8>, _ seed: UInt64, into output: inout [UInt8]) {
        for index in bytes.indices {
            let word = seed &+ UInt64(index / 8) &* 0x9E37_79B9_7F4A_7C15
            output.append(bytes[index] ^ UInt8(truncatingIfNeeded: word >> UInt64(8 * (index % 8))))
        }
    }

    private func appendTag(of message: Span<UInt8>, _ header: Span<UInt8>, _ seed: UInt64, to output: inout [UInt8]) {
        let hash = message.hash(seed: header.hash(seed: seed))
        output.append(bigEndian: hash)
        output.append(bigEndian: mixed(hash))
    }
}

extension Span<UInt8> {
    /// Whether another span has the same bytes.
    func hasBytes(of other: Span<UInt8>) -> Bool {
        count == other.count && indices.allSatisfy { self[$0] == other[$0] }
    }
}
