import Bytes

/// An array in pages: one element more or less costs the same wherever it stands.
///
/// In one array all that stand behind it would be moved: a megabyte for each of many that come in front of 65,536 others.
struct PagedArray<Element> {
    /// How many elements a page has at most: 4 kB of them, which take less time to be moved than their place to be found.
    static var pageLimit: Int { Swift.max(16, 4096 / MemoryLayout<Element>.stride) }

    /// None of them is empty.
    private var pages: [[Element]] = []

    /// How many elements stand in front of each page.
    private var starts: [Int] = []

    /// How many elements there are.
    private(set) var count = 0

    /// Adds an element at the end.
    mutating func append(_ element: Element) { insert(element, at: count) }

    /// Puts an element at a place, and moves those from there on up by one.
    mutating func insert(_ element: Element, at place: Int) {
        precondition(place <= count, "an element was put behind the end")
        let page = pageWithRoom(at: place)
        pages[page].insert(element, at: place - starts[page])
        move(after: page, by: 1)
    }

    /// Takes out one element, and moves those behind it down by one.
    mutating func remove(at place: Int) {
        let page = pageNumber(of: place)
        pages[page].remove(at: place - starts[page])
        move(after: page, by: -1)
        // Few elements do not hold the memory of many.
        merge(page)
        if page > 0 { merge(page - 1) }
    }

    /// Takes out so many elements at the front.
    mutating func removeFirst(_ goneCount: Int) {
        guard goneCount > 0 else { return }
        guard goneCount < count else { return self = PagedArray() }
        let page = pageNumber(of: goneCount)
        pages[page].removeFirst(goneCount - starts[page])
        pages.removeFirst(page)
        starts.removeFirst(page)
        starts[0] = 0
        for page in starts.indices.dropFirst() { starts[page] -= goneCount }
        count -= goneCount
    }

    /// The place of the first element that is not below, in an array sorted by that.
    func partition(isBelow: (Element) -> Bool) -> Int {
        // Nearly always it is the end, and comparing with the last tells.
        guard let last, !isBelow(last) else { return count }
        let page = (0..<pages.count).partition { isBelow(pages[$0][pages[$0].count - 1]) }
        return starts[page] + (0..<pages[page].count).partition { isBelow(pages[page][$0]) }
    }

    /// The page that gets what is put at a place, with room for it: one that is full is split, and between two pages it comes
    /// to either, or to a new one.
    private mutating func pageWithRoom(at place: Int) -> Int {
        let page = place == 0 ? 0 : pageNumber(of: place - 1)
        if page < pages.count, pages[page].count < Self.pageLimit { return page }
        let next = pages.isEmpty ? 0 : page + 1
        guard page == pages.count || place == starts[page] + Self.pageLimit else { return split(page, at: place) }
        if next < pages.count, pages[next].count < Self.pageLimit { return next }
        pages.insert([], at: next)
        starts.insert(place, at: next)
        return next
    }

    /// Makes two pages of one that is full.
    ///
    /// - Returns: The one that has the place.
    private mutating func split(_ page: Int, at place: Int) -> Int {
        let half = Self.pageLimit / 2
        pages.insert(Array(pages[page][half...]), at: page + 1)
        starts.insert(starts[page] + half, at: page + 1)
        pages[page].removeLast(Self.pageLimit - half)
        return place > starts[page] + half ? page + 1 : page
    }

    /// Counts elements that came to a page, or went.
    private mutating func move(after page: Int, by change: Int) {
        count += change
        for later in starts.indices[(page + 1)...] { starts[later] += change }
    }

    /// Makes one page of two that are half empty together.
    private mutating func merge(_ page: Int) {
        guard page < pages.count else { return }
        if pages[page].isEmpty {
            pages.remove(at: page)
            starts.remove(at: page)
        } else if page + 1 < pages.count, pages[page].count + pages[page + 1].count <= Self.pageLimit / 2 {
            starts.remove(at: page + 1)
            let next = pages.remove(at: page + 1)
            pages[page] += next
        }
    }

    /// The page that has a place.
    private func pageNumber(of place: Int) -> Int {
        if let last = starts.last, place >= last { return starts.count - 1 }
        return (0..<starts.count).partition { starts[$0] <= place } - 1
    }
}

extension PagedArray: RandomAccessCollection, MutableCollection {
    /// The place of the first element.
    var startIndex: Int { 0 }

    /// One above the place of the last element.
    var endIndex: Int { count }

    /// The element at a place.
    subscript(place: Int) -> Element {
        _read {
            let page = pageNumber(of: place)
            yield pages[page][place - starts[page]]
        }
        _modify {
            let page = pageNumber(of: place)
            yield &pages[page][place - starts[page]]
        }
    }
}

extension PagedArray: Sendable where Element: Sendable {}

extension PagedArray: Equatable where Element: Equatable {
    /// Whether both have the same elements, in whatever pages.
    static func == (first: PagedArray, second: PagedArray) -> Bool { first.elementsEqual(second) }
}
