/// How many messages are lost among some entries of a gap, which may be taken in parts around what is here.
///
/// A gap counts messages, and not which entries they are: any part of it may have all of them, and who has seen some of its
/// entries may lack all. Who has seen none was told of some with the parts before, and is told of the rest with this one.
struct LostCount: Equatable, Sendable {
    /// How many there are at most.
    var most: UInt64

    /// How many of them were not counted before.
    var fresh: UInt64

    /// The first entry of the gap, as it came: whoever has seen nothing from there on was told of what was counted before.
    var first: UInt64

    /// Counts messages among entries of a gap.
    init(most: UInt64, fresh: UInt64, since first: UInt64) {
        (self.most, self.fresh, self.first) = (most, fresh, first)
    }

    /// Counts messages, all of them at once, of a gap that begins with an entry.
    init(_ messages: UInt64, from first: UInt64) {
        self.init(most: messages, fresh: messages, since: first)
    }

    /// Adds those of entries behind.
    mutating func add(_ next: LostCount) {
        most += next.most
        fresh += next.fresh
    }
}
