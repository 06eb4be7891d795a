/// An answer to `/status` while it is written: of a hundred thousand channels it has tens of megabytes.
struct StatusDraft {
    /// What was written so far.
    private(set) var bytes: [UInt8] = []

    /// What follows the list of channels.
    private let back: ArraySlice<UInt8>

    /// The channel that is next, and whether one stands in the list.
    private var next = 0
    private var needsComma = false

    /// Begins with everything that stands before the channels.
    ///
    /// - Parameters:
    ///   - report: The rest of the report.
    ///   - lines: What is said of each channel; the same are given to ``goOn(with:paidBy:)``.
    init(_ report: StatusReport, listing lines: [ChannelLines.Line?]) {
        let (json, place) = report.jsonWithoutChannels
        back = json[place...]
        bytes.reserveCapacity(lines.reduce(json.count) { $0 + ($1?.json.count ?? 0) + 1 })
        bytes += json[..<place]
    }

    /// Writes as many channels as the turn has room for, and at the end what follows them.
    ///
    /// - Returns: Whether it is complete.
    mutating func goOn(with lines: [ChannelLines.Line?], paidBy budget: inout TurnBudget) -> Bool {
        while next < lines.count {
            guard budget.isOpen else { return false }
            let start = bytes.count
            let end = min(next + Self.linesAtOnce, lines.count)
            for line in lines[next..<end] {
                guard let line else { continue }
                if needsComma { bytes.append(UInt8(ascii: ",")) }
                bytes += line.json
                needsComma = true
            }
            budget.spend(channelLines: 0, looks: end - next)
            budget.spend(bytes: bytes.count - start)
            next = end
        }
        bytes += back
        return true
    }

    /// How many channels are written before it is asked again whether there is room for more.
    private static let linesAtOnce = 64
}
