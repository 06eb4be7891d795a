/// Something that happens once, and those who wait for it.
///
/// Who comes after it has happened waits for nothing, so nobody waits in vain.
enum Milestone<Waiter> {
    /// It has not happened.
    case ahead([Waiter])

    /// It has.
    case passed

    /// Nobody waits yet.
    init() { self = .ahead([]) }

    /// Keeps somebody who waits.
    ///
    /// - Returns: `false` when there is nothing to wait for.
    mutating func wait(_ waiter: Waiter) -> Bool {
        guard case .ahead(let waiters) = self else { return false }
        self = .ahead(waiters + [waiter])
        return true
    }

    /// It happens.
    ///
    /// - Returns: Who waited for that.
    mutating func pass() -> [Waiter] {
        defer { self = .passed }
        guard case .ahead(let waiters) = self else { return [] }
        return waiters
    }
}
