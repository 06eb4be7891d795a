/// The held messages of a channel in the order of history: by rank, then by ID.
///
/// Most messages arrive in that order and are only appended. Those that come late, after a heal, are gathered
/// and merged when somebody asks: one pass for a batch instead of one insertion for each.
struct RankOrder {
    private var sorted = SlidingArray<Int>()
    private var late: [Int] = []

    /// Adds a record's number; `isNewest` says that it surely lies after everything added so far.
    mutating func append(_ number: Int, isNewest: Bool) {
        if isNewest, late.isEmpty { sorted.append(number) } else { late.append(number) }
    }

    /// The record that was the newest when last settled, or since.
    var newest: Int? { sorted.last }

    /// How many records there are.
    var count: Int { sorted.count + late.count }

    /// Brings what came late to its place.
    ///
    /// Only the records after the first late one's place are moved. In live traffic of many origins that is a handful,
    /// however many are held.
    mutating func settle(by isBefore: (Int, Int) -> Bool) {
        guard !late.isEmpty else { return }
        late.sort(by: isBefore)
        let first = sorted.partition { isBefore($0, late[0]) }
        let moved = (first..<sorted.end).map { sorted[$0] }
        sorted.removeAll(from: first)
        var place = 0
        for number in late {
            while place < moved.count, isBefore(moved[place], number) {
                sorted.append(moved[place])
                place += 1
            }
            sorted.append(number)
        }
        for number in moved[place...] { sorted.append(number) }
        late.removeAll(keepingCapacity: true)
    }

    /// The oldest record, once settled.
    var oldest: Int? { sorted.first }

    /// Forgets the oldest record.
    mutating func removeOldest() {
        sorted.removeAll(below: sorted.start + 1)
    }

    /// Forgets a record somewhere in the middle, once settled.
    mutating func remove(_ number: Int, by isBefore: (Int, Int) -> Bool) {
        let place = sorted.partition { isBefore($0, number) }
        precondition(place < sorted.end && sorted[place] == number, "a message is not where its rank says")
        sorted.remove(at: place)
    }

    /// The last `count` records that `isWanted` accepts, newest first, once settled.
    ///
    /// - Parameters:
    ///   - count: How many at most.
    ///   - passed: How many others had to be looked at is added.
    ///   - isWanted: Accepts those that count.
    /// - Returns: Their numbers.
    func newest(_ count: Int, passing passed: inout Int, where isWanted: (Int) -> Bool) -> [Int] {
        var numbers: [Int] = []
        var place = sorted.end
        while place > sorted.start, numbers.count < count {
            place -= 1
            if isWanted(sorted[place]) { numbers.append(sorted[place]) } else { passed += 1 }
        }
        return numbers
    }

    /// The records up to the last that `isBefore` accepts, once settled.
    ///
    /// - Parameter isBefore: Accepts every record up to some place of the order, and none behind it.
    /// - Returns: Their numbers, newest first.
    func backward(from isBefore: (Int) -> Bool) -> some Sequence<Int> {
        let end = sorted.partition(isBelow: isBefore)
        return (sorted.start..<end).lazy.reversed().map { sorted[$0] }
    }

    /// The records from the first that `isAfter` accepts on, once settled.
    ///
    /// - Parameter isAfter: Accepts every record from some place of the order on, and none before it.
    /// - Returns: Their numbers, oldest first.
    func numbers(from isAfter: (Int) -> Bool) -> some Sequence<Int> {
        let first = sorted.partition { !isAfter($0) }
        return (first..<sorted.end).lazy.map { sorted[$0] }
    }
}
