/// The two name spaces of channels: nothing posted in one appears in the other.
public enum ChannelKind: UInt8, Sendable {
    /// Chat rooms, where a message has an author.
    case chat = 0

    /// Raw relays: bytes in, the same bytes out.
    case relay = 1

    /// The longest name of a channel of either kind, in bytes of UTF-8; peers send no longer one.
    package static let nameLimit = 256
}

/// Which channel: two are the same if their names are the same scalars, so the same bytes.
struct ChannelKey: Hashable, Sendable {
    var kind: ChannelKind
    var name: [UInt8]
}

extension [UInt8] {
    /// Whether a span shows the same bytes.
    func isEqual(to span: Span<UInt8>) -> Bool { self.span.isEqual(to: span) }
}

extension Span<UInt8> {
    /// Whether another span shows the same bytes.
    func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }
}
