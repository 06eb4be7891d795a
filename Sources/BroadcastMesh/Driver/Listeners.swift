import Bytes

/// The places of a program in the channels of its node, and who waits for something to come there.
struct Listeners {
    private typealias Waiter = CheckedContinuation<Void, Never>

    /// By the number of who listens.
    private var places: [Int: Listener] = [:]

    /// Who waits for messages, each once, in the order of their turns, and the tasks that do; none where they were cancelled.
    private var row = Queue<Hearing>()
    private var waiting: [Int: [Waiter]] = [:]

    /// How many stand in the row up to the last that was not looked at since something came, or since it stands there; and how
    /// much had come by then.
    private(set) var unseenCount = 0
    private var newsCount: UInt64 = 0

    /// The tasks that wait for the node to serve.
    private var early: [Waiter] = []

    /// The place of somebody who listens, if it has begun.
    subscript(_ number: Int) -> Listener? {
        get { places[number] }
        set { places[number] = newValue }
    }

    /// How many places there are.
    var count: Int { places.count }

    /// How many wait for messages.
    var waitingCount: Int { row.count }

    /// Keeps somebody who waits for messages.
    mutating func wait(for hearing: Hearing, _ continuation: CheckedContinuation<Void, Never>) {
        if waiting[hearing.number] == nil {
            row.append(hearing)
            unseenCount = row.count
        }
        waiting[hearing.number, default: []].append(continuation)
    }

    /// Takes in how much has come by now: where that is more than before, all are to be looked at.
    mutating func noteNews(_ count: UInt64) {
        guard count != newsCount else { return }
        (newsCount, unseenCount) = (count, row.count)
    }

    /// Takes out who comes next of those who wait; whoever gets nothing is to be put back.
    mutating func popFirst() -> Hearing? {
        while let hearing = row.popFirst() {
            unseenCount = max(0, unseenCount - 1)
            if waiting[hearing.number]?.isEmpty == false { return hearing }
            waiting[hearing.number] = nil
        }
        return nil
    }

    /// Has somebody wait on, behind all others.
    ///
    /// - Parameters:
    ///   - hearing: Who was taken out.
    ///   - isSeen: Whether all that came for it was looked at.
    mutating func putBack(_ hearing: Hearing, isSeen: Bool = true) {
        row.append(hearing)
        if !isSeen { unseenCount = row.count }
    }

    /// Lets the tasks of somebody go on who was taken out.
    mutating func release(_ hearing: Hearing) {
        for continuation in waiting.removeValue(forKey: hearing.number) ?? [] { continuation.resume() }
    }

    /// Lets the tasks of somebody go on who stands in the row: they look again.
    mutating func wake(_ number: Int) {
        guard let woken = waiting[number] else { return }
        waiting[number] = []
        for continuation in woken { continuation.resume() }
    }

    /// Keeps a task that waits for the node to serve.
    mutating func waitForService(_ continuation: CheckedContinuation<Void, Never>) { early.append(continuation) }

    /// Lets those go on who wait for the node to serve: they look again.
    mutating func wakeEarly() {
        let woken = early
        early = []
        for continuation in woken { continuation.resume() }
    }

    /// Lets everybody go on.
    mutating func wakeAll() {
        wakeEarly()
        let woken = waiting
        (row, waiting, unseenCount) = (Queue(), [:], 0)
        for continuation in woken.values.joined() { continuation.resume() }
    }
}
