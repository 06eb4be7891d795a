import Bytes

/// Timeouts that all last equally long, so the order of setting is the order of ringing.
///
/// A timeout is never taken out: who it was set for is asked, when it rings, whether it still means anything.
struct TimeoutQueue<Element> {
    /// How long each lasts, in nanoseconds.
    let duration: Int64

    private var elements = Queue<(deadline: Int64, element: Element)>()

    /// Starts without any.
    init(duration: Int64) {
        self.duration = duration
    }

    /// When the next one rings, in monotonic nanoseconds.
    var deadline: Int64? { elements.first?.deadline }

    /// Sets one.
    mutating func append(_ element: Element, at now: Int64) {
        elements.append((now + duration, element))
    }

    /// Lets all of them ring later.
    mutating func postpone(by lag: Int64) {
        for place in elements.indices { elements[place].deadline += lag }
    }

    /// Takes out the next one that has rung.
    mutating func popExpired(at now: Int64) -> Element? {
        guard let deadline, deadline <= now else { return nil }
        return elements.popFirst()?.element
    }
}
