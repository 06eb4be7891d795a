/// A queue: in at the end, out at the front, each at a constant cost in the long run.
struct Fifo<Element: Sendable>: Sendable {
    private var elements: [Element?] = []
    private var start = 0

    /// Whether nothing waits.
    var isEmpty: Bool { start == elements.count }

    /// How many wait.
    var count: Int { elements.count - start }

    /// What waits longest.
    var first: Element? { start < elements.count ? elements[start] : nil }

    /// Adds an element at the end.
    mutating func append(_ element: Element) { elements.append(element) }

    /// Takes the element at the front.
    mutating func popFirst() -> Element? {
        guard start < elements.count else { return nil }
        let element = elements[start].take()
        start += 1
        if start == elements.count {
            elements.removeAll(keepingCapacity: true)
            start = 0
        } else if start > 64, start * 2 > elements.count {
            elements.removeFirst(start)
            start = 0
        }
        return element
    }

    /// Takes away the last ones.
    mutating func removeLast(_ count: Int) { elements.removeLast(count) }
}
