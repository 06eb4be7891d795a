import Bytes

/// Numbers that come in ascending order and go in any, and which of them is the earliest by an order of their owner's: of all,
/// or of those that came before some number.
///
/// A tree over them in the order in which they came: in each place the earlier of the two below it. So one more, one less and
/// a question cost a look at a few of them, however many there are.
///
///              2
///         7         2          the earliest
///       7   9     2    –
///     3   7   9   5   2        … of those that have not gone, in the order in which they came
struct EarliestNumbers {
    /// How many places the tree has for numbers at least.
    private static let leastPlaces = 2

    /// What stands where nobody does.
    private static let none = -1

    /// The numbers in the order in which they came, also those that have gone since the tree was made.
    private var numbers: [Int] = []

    /// The root at 1, the two below a place at twice its index and behind that, and last the numbers.
    private var tree = [Int](repeating: none, count: 2 * leastPlaces)

    /// How many there are.
    private(set) var count = 0

    /// The earliest of all.
    var first: Int? { tree[1] == Self.none ? nil : tree[1] }

    /// The earliest of those below a number; mostly all are.
    func first(below end: Int, isEarlier: (Int, Int) -> Bool) -> Int? {
        guard numbers.last ?? Self.none >= end else { return first }
        var (low, high) = (places, places + place(of: end))
        var first = Self.none
        while low < high {
            if low % 2 == 1 {
                first = Self.earlier(first, tree[low], isEarlier)
                low += 1
            }
            if high % 2 == 1 {
                high -= 1
                first = Self.earlier(first, tree[high], isEarlier)
            }
            (low, high) = (low / 2, high / 2)
        }
        return first == Self.none ? nil : first
    }

    /// Adds a number that is above all that came before it.
    mutating func append(_ number: Int, isEarlier: (Int, Int) -> Bool) {
        precondition(numbers.last ?? Self.none < number, "a number came after one that is above it")
        if numbers.count == places { rebuild(isEarlier) }
        numbers.append(number)
        count += 1
        set(numbers.count - 1, to: number, isEarlier)
    }

    /// Takes out a number, if it is there.
    mutating func remove(_ number: Int, isEarlier: (Int, Int) -> Bool) {
        let place = place(of: number)
        guard place < numbers.count, tree[places + place] == number else { return }
        count -= 1
        set(place, to: Self.none, isEarlier)
        // Few numbers do not hold the memory of many.
        if places > Self.leastPlaces, count < places / 8 { rebuild(isEarlier) }
    }

    private var places: Int { tree.count / 2 }

    /// Where the first number stands that is not below another.
    private func place(of number: Int) -> Int {
        (0..<numbers.count).partition { numbers[$0] < number }
    }

    private mutating func set(_ place: Int, to number: Int, _ isEarlier: (Int, Int) -> Bool) {
        var index = places + place
        tree[index] = number
        while index > 1 {
            index /= 2
            tree[index] = Self.earlier(tree[2 * index], tree[2 * index + 1], isEarlier)
        }
    }

    /// Makes a tree of those that have not gone, with room for as many more.
    private mutating func rebuild(_ isEarlier: (Int, Int) -> Bool) {
        numbers = tree[places...].filter { $0 != Self.none }
        var places = Self.leastPlaces
        while places < 2 * numbers.count { places *= 2 }
        tree = Array(repeating: Self.none, count: 2 * places)
        tree.replaceSubrange(places..<(places + numbers.count), with: numbers)
        for index in (1..<places).reversed() {
            tree[index] = Self.earlier(tree[2 * index], tree[2 * index + 1], isEarlier)
        }
    }

    private static func earlier(_ first: Int, _ second: Int, _ isEarlier: (Int, Int) -> Bool) -> Int {
        if first == none || second == none { return max(first, second) }
        return isEarlier(second, first) ? second : first
    }
}
