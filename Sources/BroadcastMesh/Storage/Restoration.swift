/// What a start has made of the segments that it found, up to the one that it reads.
///
///     sound ──a segment ends too early, or stands behind one that is not there──▶ torn
///       ▲                                                                          │
///       └──────────────────── a segment that the disk was waited for ──────────────┘
///
/// What the disk was not waited for is taken while all before it is sound, and not behind a tear: it was promised to nobody. What
/// the disk was waited for is always taken.
struct Restoration {
    /// The segments that were read, as far as they are sound.
    private(set) var read: [ClosedSegment] = []

    /// Which segments there were.
    var chain = SegmentChain()

    /// What is cut off.
    private(set) var torn: [Journal.Torn] = []

    /// The files of which nothing is taken, for another in front of them is not there: whoever has taken that away may put it
    /// back, and then these are of use again.
    private(set) var aside: [String] = []

    /// The other files of which nothing is taken.
    private(set) var superfluous: [String] = []

    /// Whether what the disk was not waited for comes behind a tear, and whether a segment is missing there.
    private var isBehindTear = false
    private var isBehindAbsence = false

    /// Comes to the next segment.
    ///
    /// - Parameters:
    ///   - name: The segment.
    ///   - isCutOff: Whether it was begun behind something that is missing.
    /// - Returns: Whether it is to be taken.
    mutating func begin(_ name: SegmentName, isCutOff: Bool) -> Bool {
        if name.isSettled { (isBehindTear, isBehindAbsence) = (false, false) }
        if !isBehindTear, isCutOff, read.last?.last != name.number - 1 { isBehindAbsence = true }
        return !isBehindTear && !isCutOff
    }

    /// Takes notice of what became of the segment.
    ///
    /// - Parameters:
    ///   - segment: What was read of it; `nil` for nothing.
    ///   - name: Its name.
    ///   - path: Where its file is.
    ///   - byteCount: How long that is, in bytes.
    mutating func note(_ segment: ClosedSegment?, of name: SegmentName, at path: String, byteCount: Int) {
        let length = segment?.bytes ?? 0
        if length < byteCount {
            isBehindTear = true
            let keptAs = isBehindAbsence ? path + SegmentName.aside : nil
            torn.append(Journal.Torn(file: path, offset: length, byteCount: byteCount - length, keptAs: keptAs))
        }
        if let segment {
            read.append(segment)
        } else if isBehindAbsence {
            aside.append(name.text)
        } else {
            superfluous.append(name.text)
        }
    }
}
