/// The channels that clients and users keep alive, by number: who is told of what concerns all of them.
///
/// Others are many more, and need not be looked at for that.
struct UsedChannels {
    /// In whatever order, but the same for the same calls.
    private(set) var numbers: [Int] = []

    private var places: [Int: Int] = [:]

    /// Adds a channel, unless it has it.
    mutating func insert(_ number: Int) {
        guard places[number] == nil else { return }
        places[number] = numbers.count
        numbers.append(number)
    }

    /// Takes a channel out that it has.
    mutating func remove(_ number: Int) {
        guard let place = places.removeValue(forKey: number), let last = numbers.popLast(), last != number else {
            return
        }
        numbers[place] = last
        places[last] = place
    }
}
