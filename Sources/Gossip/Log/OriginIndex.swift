/// Finds the number of a run by its identity: a table of open addressing with linear probing.
///
/// Every frame names the origin that it is about, so this is asked more often than anything else. A question is one
/// look at memory, nearly always; a `Dictionary` takes three, and hashes what is a hash already.
struct OriginIndex {
    /// What is looked for, and the number that goes with it; a slot without one is free.
    private struct Slot {
        static let free = Slot(identity: 0, number: -1)

        var identity: UInt64
        var number: Int
    }

    /// A power of two of slots, at most half of them in use.
    private var slots = [Slot](repeating: .free, count: 16)
    private var count = 0

    /// Finds the number for which `isMatch` holds, among those with this identity: two runs may share one.
    func number(of identity: UInt64, where isMatch: (Int) -> Bool) -> Int? {
        var index = Int(truncatingIfNeeded: identity) & (slots.count - 1)
        while slots[index].number >= 0 {
            let slot = slots[index]
            if slot.identity == identity, isMatch(slot.number) { return slot.number }
            index = (index + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Adds a number that is not in the table.
    mutating func insert(_ number: Int, for identity: UInt64) {
        if (count + 1) * 2 > slots.count {
            let old = slots
            slots = [Slot](repeating: .free, count: old.count * 2)
            for slot in old where slot.number >= 0 { place(slot) }
        }
        place(Slot(identity: identity, number: number))
        count += 1
    }

    /// Takes a number out, and closes the hole that it leaves.
    mutating func remove(_ number: Int, for identity: UInt64) {
        let mask = slots.count - 1
        var hole = Int(truncatingIfNeeded: identity) & mask
        while slots[hole].number != number { hole = (hole + 1) & mask }
        var next = (hole + 1) & mask
        while slots[next].number >= 0 {
            let home = Int(truncatingIfNeeded: slots[next].identity) & mask
            // What stands behind its home may move up to the hole, unless the hole lies in front of that.
            if (next - home) & mask >= (next - hole) & mask {
                slots[hole] = slots[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        slots[hole] = .free
        count -= 1
    }

    private mutating func place(_ slot: Slot) {
        var index = Int(truncatingIfNeeded: slot.identity) & (slots.count - 1)
        while slots[index].number >= 0 { index = (index + 1) & (slots.count - 1) }
        slots[index] = slot
    }
}
