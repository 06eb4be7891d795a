/// Timeouts that all last equally long, so the order of setting is the order of ringing.
///
/// A timeout is never taken out: who it was set for is asked, when it rings, whether it still means anything.
struct TimeoutQueue<Element> {
    /// How long each lasts, in nanoseconds.
    let duration: Int64

    private var elements: [(deadline: Int64, element: Element)] = []
    private var first = 0

    /// Starts without any.
    init(duration: Int64) {
        self.duration = duration
    }

    /// When the next one rings, in monotonic nanoseconds.
    var deadline: Int64? {
        first < elements.count ? elements[first].deadline : nil
    }

    /// Sets one.
    mutating func append(_ element: Element, at now: Int64) {
        elements.append((now + duration, element))
    }

    /// Lets all of them ring later.
    mutating func postpone(by lag: Int64) {
        for index in elements.indices { elements[index].deadline += lag }
    }

    /// Takes out the next one that has rung.
    mutating func popExpired(at now: Int64) -> Element? {
        guard first < elements.count, elements[first].deadline <= now else { return nil }
        defer {
            first += 1
            // Moves the rest to the front once half is used up, so each element is moved once on average.
            if first * 2 >= elements.count {
                elements.removeFirst(first)
                first = 0
            }
        }
        return elements[first].element
    }
}
