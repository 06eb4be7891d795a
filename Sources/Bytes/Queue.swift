/// Elements one behind the other: in at the end, out at the front, each at a constant cost in the long run.
///
/// What is taken out is handed over, and nothing of it stays here: who takes an array out owns it alone, and can use its
/// memory again. Two arrays take turns, so what waits costs one place each, and in the long run no memory is asked for
/// while no more wait than ever did.
///
///     front, the first at its end        back
///     ├─ c ─┼─ b ─┼─ a ─┤ ──▶ out    ──▶ ├─ d ─┼─ e ─┤   turned round, it is the front once that is empty
@frozen
public struct Queue<Element>: RandomAccessCollection {
    @usableFromInline var front: [Element] = []
    @usableFromInline var back: [Element] = []

    /// Begins empty.
    @inlinable
    public init() {}

    /// The place of the element that has waited longest.
    @inlinable public var startIndex: Int { 0 }

    /// One above the place of the element that came last.
    @inlinable public var endIndex: Int { front.count + back.count }

    /// The element at a place, counted from the front.
    @inlinable
    public subscript(place: Int) -> Element {
        get { place < front.count ? front[front.count - 1 - place] : back[place - front.count] }
        _modify {
            if place < front.count {
                yield &front[front.count - 1 - place]
            } else {
                yield &back[place - front.count]
            }
        }
    }

    /// Adds an element at the end.
    @inlinable
    public mutating func append(_ element: Element) { back.append(element) }

    /// Takes out the element that has waited longest.
    @inlinable
    public mutating func popFirst() -> Element? {
        if front.isEmpty {
            swap(&front, &back)
            front.reverse()
        }
        return front.popLast()
    }

    /// Takes out the elements that came last; traps when there are not so many.
    @inlinable
    public mutating func removeLast(_ count: Int) {
        let newer = Swift.min(count, back.count)
        back.removeLast(newer)
        front.removeFirst(count - newer)
    }
}

extension Queue: Sendable where Element: Sendable {}
