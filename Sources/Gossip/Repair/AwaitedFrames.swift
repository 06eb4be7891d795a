/// Frames that links were in the middle of when a question came up: the answer may be in them.
///
/// A short message overtakes the long one before it. To ask for that would bring it twice, over a line that is slow
/// as it is. What was begun when the question came up is waited for, and a few frames that were about to be.
struct AwaitedFrames {
    /// How many frames behind those that were begun may hold what is awaited: they stood in the sender's queue.
    static let spare: UInt64 = 64

    /// By the serial of a link: the first frame that is not awaited.
    private var ends: [(link: Int, end: UInt64)] = []

    /// Whether what is missing may be in the frames that a link is in the middle of.
    mutating func mayComeFrom(_ source: RepairSource) -> Bool {
        guard !source.unfinished.isEmpty else { return false }
        if let known = ends.first(where: { $0.link == source.serial }) {
            return source.unfinished.lowerBound < known.end
        }
        ends.append((source.serial, source.unfinished.upperBound + Self.spare))
        return true
    }

    /// How long to wait before anybody is asked, when all who have it are in the middle of sending something.
    mutating func patience(with sources: [RepairSource]) -> Int64? {
        var patience: Int64?
        for source in sources {
            guard mayComeFrom(source) else { return nil }
            patience = max(patience ?? 0, source.patience)
        }
        return patience
    }
}
