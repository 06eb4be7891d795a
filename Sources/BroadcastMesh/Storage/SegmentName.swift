/// What a segment file is called, and what can be trusted because of it.
///
///     00000003.begun      nobody has waited for the disk yet: a power failure may leave anything of it
///     00000003.segment    before it got this name, its header and its first record were on the disk,
///                         and every segment before it was, whole
///
/// A name is the one thing that a disk changes as a whole, so it is where a statement about the rest can stand.
struct SegmentName: Hashable, Sendable {
    /// Its place in the order in which segments were begun.
    let number: Int

    /// Whether the disk was waited for before it got its name.
    var isSettled: Bool

    private static let settledSuffix = ".segment"
    private static let begunSuffix = ".begun"

    /// The largest number: whoever counts on from there has room.
    static let numberLimit = 1 << 48

    /// What a file is called until it is complete; a start removes those that are left.
    static let unfinished = "unfinished"

    /// What the name of a file ends with that no start reads, nor removes: what came before it was taken away.
    static let aside = ".aside"

    /// Names a segment.
    init(_ number: Int, isSettled: Bool) {
        self.number = number
        self.isSettled = isSettled
    }

    /// Reads the name of a file; `nil` when it is no segment.
    init?(_ text: String) {
        guard let suffix = [Self.settledSuffix, Self.begunSuffix].first(where: text.hasSuffix) else { return nil }
        let digits = text.dropLast(suffix.count)
        guard digits.count >= 8, digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return nil
        }
        guard let number = Int(digits), number <= Self.numberLimit else { return nil }
        self.init(number, isSettled: suffix == Self.settledSuffix)
        // With more zeros than needed it would be looked for under another name.
        guard self.text == text else { return nil }
    }

    /// The name as the directory has it.
    var text: String {
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(0, 8 - digits.count))
        return zeros + digits + (isSettled ? Self.settledSuffix : Self.begunSuffix)
    }

    /// The name that says that it is on the disk.
    var settled: SegmentName { SegmentName(number, isSettled: true) }
}
