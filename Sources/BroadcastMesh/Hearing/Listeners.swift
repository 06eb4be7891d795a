/// The places of a program in the channels of its node, and who waits for something to come there.
struct Listeners {
    /// By the number of who listens.
    private var places: [Int: Listener] = [:]

    private var waiting: [Int: [CheckedContinuation<Void, Never>]] = [:]

    /// What those wait for who wait for the node to serve, rather than for messages.
    static let service = 0

    /// The place of somebody who listens, if it has begun.
    subscript(_ number: Int) -> Listener? {
        get { places[number] }
        set { places[number] = newValue }
    }

    /// How many places there are.
    var count: Int { places.count }

    /// Whether anybody waits.
    var hasWaiting: Bool { !waiting.isEmpty }

    /// Who waits for messages.
    var numbers: [Int] { waiting.keys.filter { $0 != Self.service } }

    /// Keeps somebody who waits.
    mutating func wait(for number: Int, _ continuation: CheckedContinuation<Void, Never>) {
        waiting[number, default: []].append(continuation)
    }

    /// Lets those go on who wait for something: they look again.
    mutating func wake(_ number: Int) {
        for continuation in waiting.removeValue(forKey: number) ?? [] { continuation.resume() }
    }

    /// Lets everybody go on.
    mutating func wakeAll() {
        let woken = waiting
        waiting = [:]
        for continuation in woken.values.joined() { continuation.resume() }
    }
}
