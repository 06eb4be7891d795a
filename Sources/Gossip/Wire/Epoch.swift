import Bytes

/// The number of a run: microseconds since 1970 when it began, or one more than that of the run before it.
///
/// A node whose name the mesh knows with a higher epoch takes up a higher one still. So an epoch counts only if there
/// is room above it that others will count as well: whoever makes one up for somebody else must not exile that node for
/// good. The bound moves on with the clock, so what lies above it today is within it later.
enum Epoch {
    /// The largest epoch that can be written down: JSON has it exactly.
    static let limit: UInt64 = 1 << 53

    /// How far ahead of this node's clock a run may have begun, in microseconds: ten years, for clocks that are wrong.
    static let tolerance: UInt64 = 10 * 365 * 86_400_000_000

    /// A clock that shows an earlier time than this (2026) has not been set, and says nothing about others.
    static let earliestClock: UInt64 = 1_767_225_600_000_000

    /// Whether a run may have begun under an epoch by now.
    static func isPlausible(_ epoch: UInt64, at now: Moment) -> Bool {
        epoch <= max(UInt64(max(0, now.wall)), earliestClock) + tolerance
    }
}

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
