import Bytes

/// Elements in an order that their owner knows, in pages: one more or one less costs the same wherever it stands.
///
/// In one array all that stand behind it would be moved, and whoever sends a hundred thousand from the last to the first
/// would have that done for each.
struct OrderedPages<Element> {
    /// How many elements a page has at most: 4 kB of them, which take less time to be moved than their place to be found.
    static var pageLimit: Int { max(16, 4096 / MemoryLayout<Element>.stride) }

    /// None of them is empty.
    private var pages: [[Element]] = []

    /// How many elements there are.
    private(set) var count = 0

    /// All of them, in order.
    var all: FlattenSequence<[[Element]]> { pages.joined() }

    /// The first one.
    var first: Element? { pages.first?.first }

    /// The last one.
    var last: Element? { pages.last?.last }

    /// The first element that does not stand below a place.
    func first(notBelow isBelow: (Element) -> Bool) -> Element? {
        let (page, index) = place(isBelow)
        return page < pages.count ? pages[page][index] : nil
    }

    /// How many elements stand below a place.
    func count(below isBelow: (Element) -> Bool) -> Int {
        let (page, index) = place(isBelow)
        return pages[..<page].reduce(index) { $0 + $1.count }
    }

    /// So many elements, beginning with the first that does not stand below a place.
    func prefix(_ limit: Int, notBelow isBelow: (Element) -> Bool) -> [Element] {
        var (page, index) = place(isBelow)
        var elements: [Element] = []
        while page < pages.count, elements.count < limit {
            elements += pages[page][index...].prefix(limit - elements.count)
            (page, index) = (page + 1, 0)
        }
        return elements
    }

    /// Puts an element in front of the first one that does not stand below it.
    mutating func insert(_ element: Element, isBelow: (Element) -> Bool) {
        count += 1
        // Nearly always it is the last, and comparing it with that tells.
        var (page, index) = last.map(isBelow) == true ? (pages.count, 0) : place(isBelow)
        if page == pages.count {
            guard page > 0, pages[page - 1].count < Self.pageLimit else { return pages.append([element]) }
            return pages[page - 1].append(element)
        }
        if pages[page].count == Self.pageLimit {
            let half = Self.pageLimit / 2
            pages.insert(Array(pages[page][half...]), at: page + 1)
            pages[page].removeLast(Self.pageLimit - half)
            if index > half { (page, index) = (page + 1, index - half) }
        }
        pages[page].insert(element, at: index)
    }

    /// Takes out the first element that does not stand below a place, if it is the one that is meant.
    ///
    /// - Parameters:
    ///   - isBelow: Whether an element stands below the place.
    ///   - isMeant: Whether an element is the one.
    /// - Returns: The element; `nil` when it is not there.
    mutating func remove(isBelow: (Element) -> Bool, where isMeant: (Element) -> Bool) -> Element? {
        let (page, index) = place(isBelow)
        guard page < pages.count, isMeant(pages[page][index]) else { return nil }
        return remove(at: index, of: page)
    }

    /// Takes out the first one.
    mutating func removeFirst() -> Element? { pages.isEmpty ? nil : remove(at: 0, of: 0) }

    /// Takes out the last one.
    mutating func removeLast() -> Element? {
        pages.isEmpty ? nil : remove(at: pages[pages.count - 1].count - 1, of: pages.count - 1)
    }

    /// Takes out all that are not wanted.
    mutating func removeAll(where isUnwanted: (Element) -> Bool) {
        let kept = all.filter { !isUnwanted($0) }
        pages = stride(from: 0, to: kept.count, by: Self.pageLimit).map {
            Array(kept[$0..<min($0 + Self.pageLimit, kept.count)])
        }
        count = kept.count
    }

    private mutating func remove(at index: Int, of page: Int) -> Element {
        let element = pages[page].remove(at: index)
        count -= 1
        if pages[page].isEmpty {
            pages.remove(at: page)
        } else {
            // Few elements do not hold the memory of many.
            merge(page)
            if page > 0 { merge(page - 1) }
        }
        return element
    }

    /// Makes one page of two that are half empty together.
    private mutating func merge(_ page: Int) {
        guard page + 1 < pages.count, pages[page].count + pages[page + 1].count <= Self.pageLimit / 2 else { return }
        pages[page] = pages[page] + pages.remove(at: page + 1)
    }

    /// Where the first element stands that is not below; behind the last page when all are.
    private func place(_ isBelow: (Element) -> Bool) -> (page: Int, index: Int) {
        let page = (0..<pages.count).partition { isBelow(pages[$0][pages[$0].count - 1]) }
        guard page < pages.count else { return (page, 0) }
        // Of this one the last is not below.
        return (page, (0..<pages[page].count - 1).partition { isBelow(pages[page][$0]) })
    }
}

extension OrderedPages: Sendable where Element: Sendable {}

extension OrderedPages: Equatable where Element: Equatable {
    /// Whether both have the same elements, in whatever pages.
    static func == (first: OrderedPages, second: OrderedPages) -> Bool { first.all.elementsEqual(second.all) }
}
