/// What can be made smaller while it breaks the same promise.
protocol Shrinkable {
    /// Which promises there are.
    associatedtype Promise

    /// How many parts it has that can be left out, and how many things that are not as usual.
    var size: Int { get }

    /// What it is, as a file: two with the same are the same scenario.
    var file: [UInt8] { get }

    /// Whether a promise that is broken means something: in a mesh that is apart from the start it does not.
    var isConnected: Bool { get }

    /// What may be left out or made more usual, in the order in which that is tried.
    var reductions: [Reduction<Self>] { get }

    /// Whether a promise of some kind is broken.
    func breaks(_ kind: Promise) -> Bool
}

/// One way to make something smaller.
enum Reduction<Whole> {
    /// Leaves out stretches of a list, shorter and shorter ones.
    case thin(count: (Whole) -> Int, remove: (inout Whole, Range<Int>) -> Void)

    /// Leaves out things that others name by their numbers, the last first.
    case drop(count: (Whole) -> Int, remove: (inout Whole, Int) -> Void)

    /// Makes something more usual.
    case simplify((inout Whole) -> Void)

    /// Leaves out stretches of things that others name by their numbers.
    static func several(count: @escaping (Whole) -> Int, _ remove: @escaping (inout Whole, Int) -> Void) -> Self {
        .thin(count: count) { whole, numbers in
            for number in numbers.reversed() { remove(&whole, number) }
        }
    }

    /// Leaves out stretches of a list that nobody names.
    static func thin<Element>(_ list: WritableKeyPath<Whole, [Element]>) -> Self {
        .thin(count: { $0[keyPath: list].count }, remove: { $0[keyPath: list].removeSubrange($1) })
    }
}
