/// Owners of sockets by a small number that is used again.
struct SlotTable<Element: AnyObject> {
    private var elements: [Element?] = []
    private var freeSlots: [Int] = []

    /// How many slots are in use.
    private(set) var count = 0

    /// One more than the highest slot that was ever in use.
    var slotCount: Int { elements.count }

    /// Who is kept in a slot, if anybody.
    subscript(slot: Int) -> Element? {
        slot < elements.count ? elements[slot] : nil
    }

    /// Keeps a new element in a free slot.
    ///
    /// - Parameter make: Makes the element, which is told its slot.
    /// - Returns: The element.
    mutating func insert(_ make: (Int) -> Element) -> Element {
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
        } else {
            slot = elements.count
            elements.append(nil)
        }
        let element = make(slot)
        elements[slot] = element
        count += 1
        return element
    }

    /// Lets go of the element of a slot, which may then be used again.
    mutating func remove(_ slot: Int) {
        precondition(elements[slot] != nil, "a slot was emptied twice")
        elements[slot] = nil
        freeSlots.append(slot)
        count -= 1
    }
}
