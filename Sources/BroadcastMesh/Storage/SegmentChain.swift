/// Which segments a directory had, as far as those that a start finds say.
///
/// A segment says whether there was one right before it, and one that was rewritten up to which number it has the
/// contents: what is missing in between was taken away by somebody, and not let go by the node.
///
///     00000001   00000002 (has 2 to 4)   00000007
///                                     ╰ 5 and 6 are missing
struct SegmentChain {
    /// Up to which number everything was found, or is known to be missing: a new segment's number is above.
    private(set) var last = 0

    /// What is missing, oldest first.
    private(set) var missing: [ClosedRange<Int>] = []

    /// Whether what the next entries of an origin go on behind may be among what is missing: so until a checkpoint has
    /// said of every origin how far it was.
    private(set) var isBehindHole = false

    /// Takes notice of a segment that is about to be read.
    ///
    /// - Returns: Whether what was right before it is missing.
    mutating func begin(_ name: SegmentName, _ header: SegmentHeader) -> Bool {
        guard header.lengthBefore > 0, last < name.number - 1 else { return false }
        missing.append((last + 1)...(name.number - 1))
        isBehindHole = true
        return true
    }

    /// Takes notice that it was read.
    ///
    /// - Parameters:
    ///   - name: The segment's name.
    ///   - header: Its front.
    ///   - next: The number of the next segment in the directory, if there is one.
    /// - Returns: The number of the last segment whose contents it has.
    mutating func end(_ name: SegmentName, _ header: SegmentHeader, before next: Int?) -> Int {
        if header.ownLength == 0 { isBehindHole = false }
        let own =
            switch header.lastContents {
            case .number(let number): max(name.number, number)
            // Nobody can tell what is missing behind it.
            case .unknown: max(name.number, (next ?? 0) - 1)
            }
        last = max(last, own)
        return own
    }
}

extension SegmentHeader {
    /// What a segment says about the last one whose contents it has.
    enum LastContents: Equatable {
        case number(Int)
        case unknown
    }

    /// Its own number counts too: one that was written bit by bit has no other's contents.
    var lastContents: LastContents {
        if knowsLast { return .number(lastNumber) }
        // In the oldest format nothing tells which ones were rewritten.
        return knowsFolded && ownLength == 0 ? .number(0) : .unknown
    }
}
