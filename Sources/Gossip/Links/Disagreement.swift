/// Since when a peer was told differently what should be the same, matter by matter: it counts once it lasts.
///
/// While a file is changed on the nodes of a mesh, one after the other, neighbours differ for as long as that takes. Were
/// that told, every change of a file would be a row of warnings that are wrong by the time they are read.
struct Disagreement {
    /// How long a matter must differ before it is told, in nanoseconds: as long as a script takes to bring a file, and
    /// a SIGHUP, to a dozen machines, and short beside the day for which a forgotten node goes unnoticed otherwise.
    static let patience: Int64 = .milliseconds(10_000)

    /// What differs, and since when, in monotonic nanoseconds.
    private var since: [(matter: Agreement.Matter, time: Int64)] = []

    /// What has differed for ``patience``, in the order of matters.
    private(set) var lasting: [Agreement.Matter] = []

    /// Takes notice of what differs.
    ///
    /// - Parameters:
    ///   - differences: All that does, in the order of matters.
    ///   - now: The time, in monotonic nanoseconds.
    /// - Returns: Whether something else lasts than before, be it nothing.
    mutating func note(_ differences: [Agreement.Matter], at now: Int64) -> Bool {
        since = differences.map { matter in since.first { $0.matter == matter } ?? (matter, now) }
        let before = lasting
        lasting = since.filter { now - $0.time >= Self.patience }.map(\.matter)
        return lasting != before
    }
}
