/// The held messages of a channel in the order of their ranks, and which of them goes first.
///
/// To make room the one of the lowest rank goes; because it is too old, the oldest, and how old a message is its rank
/// does not always tell: see ``AgeOrder``.
struct Timeline {
    /// All that are held, by rank.
    private(set) var order = RankOrder()

    /// How old those are of which the rank does not tell: in most channels there are none.
    private var exceptions = Rarely<AgeOrder>()

    /// How many messages were let go.
    private(set) var letGoCount = 0

    /// The highest rank that one of them had.
    private(set) var letGoRank = Int64.min

    /// How old those are of which the rank does not tell.
    private(set) var ages: AgeOrder {
        _read { yield exceptions.value }
        _modify { yield &exceptions.value }
    }

    /// The first of those; asked for each message.
    private var oldestAge: (time: Int64, number: Int)? { exceptions.isUsed ? ages.first : nil }

    /// How many are held, second copies included.
    var count: Int { order.count }

    /// The rank of the message that goes first to make room, once settled.
    func lowestRank(of records: RecordPages) -> Int64? { order.oldest.map { records.rank(of: $0) } }

    /// Of when the message is that is the first to be too old, once settled.
    func oldestTime(of records: RecordPages) -> Int64? {
        lowestRank(of: records).map { min($0, oldestAge?.time ?? .max) }
    }

    /// Adds the newest record.
    ///
    /// - Parameters:
    ///   - number: Its number.
    ///   - records: All records, with it.
    ///   - age: Of when it is for retention.
    mutating func append(_ number: Int, of records: RecordPages, age: Int64) {
        let rank = records.rank(of: number)
        let isNewest = order.newest.map { records.rank(of: $0) < rank } ?? true
        order.append(number, isNewest: isNewest)
        if age != rank { ages.append(number, at: age) }
    }

    /// Brings late messages to their place.
    mutating func settle(_ records: RecordPages, by isBefore: (Int, Int) -> Bool) {
        order.settle { records[$0].isEarlier(than: records[$1], by: isBefore) }
    }

    /// Takes out the message of the lowest rank, once settled.
    ///
    /// - Returns: Its record's number; `nil` when nothing is held.
    mutating func removeLowest(of records: RecordPages) -> Int? {
        guard let number = order.oldest else { return nil }
        order.removeOldest()
        noteLetGo(number, of: records)
        return number
    }

    /// Takes out the message that is the first to be too old, once settled.
    ///
    /// - Returns: Its record's number; `nil` when nothing is held.
    mutating func removeOldest(of records: RecordPages, by isBefore: (Int, Int) -> Bool) -> Int? {
        guard let lowest = lowestRank(of: records), let first = oldestAge, first.time < lowest else {
            return removeLowest(of: records)
        }
        remove(first.number, of: records, by: isBefore)
        return first.number
    }

    /// Takes out a message, once settled.
    mutating func remove(_ number: Int, of records: RecordPages, by isBefore: (Int, Int) -> Bool) {
        order.remove(number) { records[$0].isEarlier(than: records[$1], by: isBefore) }
        noteLetGo(number, of: records)
    }

    private mutating func noteLetGo(_ number: Int, of records: RecordPages) {
        letGoCount += 1
        letGoRank = max(letGoRank, records.rank(of: number))
    }

    /// Forgets how old messages are that are gone.
    mutating func forgetAges(of records: RecordPages) {
        guard exceptions.isUsed else { return }
        func isHeld(_ number: Int) -> Bool { number >= records.start && records[number].isHeld }
        while let first = ages.first, !isHeld(first.number) { ages.removeFirst() }
        if ages.count > 2 * count + 64 { ages.keepAll(where: isHeld) }
    }

    /// Finds out anew of when messages are, once settled; see ``Channel/recount(upTo:isBack:)``.
    mutating func recount(_ records: RecordPages, upTo latest: Int64, isBack: Bool) {
        if isBack {
            let more = order.numbers { records[$0].rank > latest }.map { (time: latest, number: $0) }
            guard ages.count > 0 || !more.isEmpty else { return }
            ages.renew(with: more) { min($1, latest) }
        } else {
            guard ages.count > 0 else { return }
            ages.renew { number, before in
                let time = records[number].time <= latest ? records[number].time : before
                return time == records[number].rank ? nil : time
            }
        }
    }
}
