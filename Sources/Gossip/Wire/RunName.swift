import Bytes

/// Which run a frame, or a part of one, is about.
struct RunName {
    /// Where the node's name stands.
    var name: Range<Int>

    /// Its run.
    var epoch: UInt64
}

extension ByteCursor {
    /// Reads which run; the name must be one that a node can have.
    mutating func runName(in bytes: Span<UInt8>) throws(TruncatedInput) -> RunName {
        let name = try counted(limit: Hello.nameLimit, in: bytes)
        guard bytes.extracting(name).isNodeName else { throw TruncatedInput() }
        return RunName(name: name, epoch: try epoch(in: bytes))
    }

    /// Reads an epoch.
    mutating func epoch(in bytes: Span<UInt8>) throws(TruncatedInput) -> UInt64 {
        let epoch = try integer(UInt64.self, in: bytes)
        guard epoch <= Epoch.limit else { throw TruncatedInput() }
        return epoch
    }
}

extension Span<UInt8> {
    /// Whether these bytes can be the name of a node: 1 to 64 of `A-Z a-z 0-9 . _ -`, and not dots only.
    ///
    /// Positions write it between commas, `@` and `/`, and it is the name of a directory.
    public var isNodeName: Bool {
        guard count >= 1, count <= Hello.nameLimit else { return false }
        var isDotsOnly = true
        for index in indices {
            switch self[index] {
            case UInt8(ascii: "."): break
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                isDotsOnly = false
            default: return false
            }
        }
        return !isDotsOnly
    }
}
