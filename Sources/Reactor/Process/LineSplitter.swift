/// Cuts a stream of bytes into lines.
struct LineSplitter {
    /// The longest line, in bytes: what is longer comes in pieces, so that a child without line ends costs no memory.
    static let lineLimit = 64 << 10

    private var partial: [UInt8] = []

    /// Takes bytes in and passes on each line that they complete, without its end.
    mutating func append(_ bytes: Span<UInt8>, _ body: (String) -> Void) {
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "\n") {
                flush(body)
            } else {
                partial.append(bytes[index])
                if partial.count == Self.lineLimit { flush(body) }
            }
        }
    }

    /// Passes on what came after the last line end, if anything did.
    mutating func finish(_ body: (String) -> Void) {
        if !partial.isEmpty { flush(body) }
    }

    private mutating func flush(_ body: (String) -> Void) {
        body(String(decoding: partial, as: UTF8.self))
        partial.removeAll(keepingCapacity: true)
    }
}
