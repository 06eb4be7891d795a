/// Those who wait, one behind the other.
struct Row<Element> {
    private var elements: [Element] = []
    private var start = 0

    /// Starts with nobody.
    init() {}

    /// Whether nobody waits.
    var isEmpty: Bool { start == elements.count }

    /// How many wait.
    var count: Int { elements.count - start }

    /// Who stands at the front.
    var first: Element? { start < elements.count ? elements[start] : nil }

    /// All who wait, in their order.
    var all: ArraySlice<Element> { elements[start...] }

    /// Adds one at the end.
    mutating func append(_ element: Element) { elements.append(element) }

    /// Takes away who stands at the front.
    mutating func removeFirst() {
        start += 1
        guard start * 2 > elements.count else { return }
        elements.removeFirst(start)
        start = 0
    }

    /// Takes out who stands at the front.
    mutating func popFirst() -> Element? {
        guard let element = first else { return nil }
        removeFirst()
        return element
    }
}
