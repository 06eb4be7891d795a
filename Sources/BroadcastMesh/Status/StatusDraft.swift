/// An answer to `/status` while it is written: of a hundred thousand channels it has tens of megabytes.
struct StatusDraft {
    /// What was written so far.
    private(set) var bytes: [UInt8] = []

    /// What stands between the list of users and that of channels, until it is written, and what follows that.
    private var middle: ArraySlice<UInt8>
    private let back: ArraySlice<UInt8>

    /// All users, and which is next.
    private let users: [StatusReport.User]
    private var nextUser = 0

    /// The channel that is next, and whether one stands in the list.
    private var next = 0
    private var needsComma = false

    /// Begins with everything that stands before the users.
    ///
    /// - Parameters:
    ///   - report: The rest of the report.
    ///   - lines: What is said of each channel; the same are given to ``goOn(with:paidBy:)``.
    init(_ report: StatusReport, listing lines: [ChannelLines.Line?]) {
        let json = report.jsonWithoutLists
        middle = json.bytes[json.users..<json.channels]
        back = json.bytes[json.channels...]
        users = report.users
        bytes.reserveCapacity(lines.reduce(json.bytes.count) { $0 + ($1?.json.count ?? 0) + 1 })
        bytes += json.bytes[..<json.users]
    }

    /// Writes as many users and channels as the turn has room for, and at the end what follows them.
    ///
    /// - Returns: Whether it is complete.
    mutating func goOn(with lines: [ChannelLines.Line?], paidBy budget: inout TurnBudget) -> Bool {
        guard listUsers(paidBy: &budget) else { return false }
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

    /// - Returns: Whether all are written.
    private mutating func listUsers(paidBy budget: inout TurnBudget) -> Bool {
        while nextUser < users.count {
            guard budget.isOpen else { return false }
            let end = min(nextUser + Self.linesAtOnce, users.count)
            if nextUser > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += StatusReport.members(users[nextUser..<end])
            budget.spend(users: end - nextUser)
            nextUser = end
        }
        bytes += middle
        middle = []
        return true
    }

    /// How many users or channels are written before it is asked again whether there is room for more.
    private static let linesAtOnce = 64
}
