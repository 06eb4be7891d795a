import Bytes

/// An array that grows at the end and shrinks at the front, and whose elements keep their numbers.
struct SlidingArray<Element> {
    /// How many elements the first piece of memory has room for: 8 bytes of them, with what an array and its allocator add
    /// 48, since every channel that was used once has a few arrays with one element each.
    private static var leastCapacity: Int { max(1, 8 / MemoryLayout<Element>.stride) }

    private var elements: [Element] = []

    /// How many elements at the front of the storage are gone but not yet given back.
    private var goneCount = 0

    /// The number of the first element.
    private(set) var start = 0

    /// The number that the next element will have.
    var end: Int { start + count }

    /// How many elements there are.
    var count: Int { elements.count - goneCount }

    /// Whether there are none.
    var isEmpty: Bool { count == 0 }

    /// The element of a number from ``start`` up to ``end``.
    subscript(number: Int) -> Element {
        _read { yield elements[number - start + goneCount] }
        _modify { yield &elements[number - start + goneCount] }
    }

    /// The element that came first.
    var first: Element? { isEmpty ? nil : elements[goneCount] }

    /// The element that came last.
    var last: Element? { isEmpty ? nil : elements.last }

    /// Adds an element at the end.
    mutating func append(_ element: Element) {
        if elements.isEmpty { elements.reserveCapacity(Self.leastCapacity) }
        elements.append(element)
    }

    /// Puts an element at the place of `number`, and moves those from there on up by one.
    mutating func insert(_ element: Element, at number: Int) {
        elements.insert(element, at: number - start + goneCount)
    }

    /// Drops every element below `number`; the storage shrinks when half of it is gone.
    ///
    /// - Parameters:
    ///   - number: The first that stays.
    ///   - empty: What stands in the places of those that go until the storage shrinks, and holds no memory.
    mutating func removeAll(below number: Int, leaving empty: Element) {
        let end = goneCount + min(max(0, number - start), count)
        for place in goneCount..<end { elements[place] = empty }
        drop(end - goneCount)
    }

    private mutating func drop(_ count: Int) {
        start += count
        goneCount += count
        guard goneCount > 32, goneCount * 2 > elements.count else { return }
        elements.removeFirst(goneCount)
        goneCount = 0
    }

    /// Drops every element from `number` on.
    mutating func removeAll(from number: Int) {
        elements.removeLast(end - number)
    }

    /// Keeps only the elements that `isWanted` accepts, and numbers them anew from ``start``.
    mutating func filter(_ isWanted: (Element) -> Bool) {
        elements.removeFirst(goneCount)
        goneCount = 0
        elements.removeAll { !isWanted($0) }
    }

    /// The number of the first element that is not below, in an array sorted by that.
    func partition(isBelow: (Element) -> Bool) -> Int {
        (start..<end).partition { isBelow(self[$0]) }
    }
}

// An element that is gone stays in its place until the storage shrinks: of these nothing but the place.
extension SlidingArray where Element: BitwiseCopyable {
    /// Drops every element below `number`; the storage shrinks when half of it is gone.
    mutating func removeAll(below number: Int) {
        drop(min(max(0, number - start), count))
    }

    /// Takes out one element, and moves those behind it down by one.
    mutating func remove(at number: Int) {
        guard number > start else { return removeAll(below: number + 1) }
        elements.remove(at: number - start + goneCount)
    }
}

extension SlidingArray: Sendable where Element: Sendable {}
