/// The gaps of a log, in the order of their numbers, in blocks: to put one between others costs a block, however many there are.
///
/// Where messages of a busy channel and of many quiet ones take turns, each that is let go leaves a gap between two that are
/// held.
struct GapList: Sendable {
    /// How many gaps a block has at most.
    static let blockSize = 128

    /// Where a gap is.
    private struct BlockPlace {
        var block: Int
        var index: Int
    }

    /// None of them is empty.
    private var blocks: [[Gap]] = []

    /// How many there are.
    var count: Int { blocks.reduce(0) { $0 + $1.count } }

    /// The whole gap that an entry is in, if it is in one.
    func gap(at sequence: UInt64) -> Gap? {
        let place = place(from: sequence)
        guard place.block < blocks.count else { return nil }
        let gap = blocks[place.block][place.index]
        return gap.lower <= sequence ? gap : nil
    }

    /// Looks at gaps in their order, from the first on that ends at or above `sequence`.
    ///
    /// - Parameters:
    ///   - sequence: An entry.
    ///   - body: Looks at one, and says whether to go on.
    func forEach(from sequence: UInt64, _ body: (borrowing Gap) -> Bool) {
        let first = place(from: sequence)
        for block in first.block..<max(first.block, blocks.count) {
            for index in (block == first.block ? first.index : 0)..<blocks[block].count {
                guard body(blocks[block][index]) else { return }
            }
        }
    }

    /// Puts a gap in its place and joins it with its neighbours.
    mutating func insert(_ gap: Gap) {
        var place = place(from: gap.lower)
        if let before = self.place(before: place), blocks[before.block][before.index].upper + 1 == gap.lower {
            blocks[before.block][before.index].append(gap)
            place = before
        } else {
            place = insert(gap, at: place)
        }
        guard let next = self.place(behind: place), gap.upper + 1 == blocks[next.block][next.index].lower else {
            return
        }
        let joined = blocks[next.block].remove(at: next.index)
        if blocks[next.block].isEmpty { blocks.remove(at: next.block) }
        blocks[place.block][place.index].append(joined)
    }

    /// Puts a gap before the one at a place, and tells where it is.
    private mutating func insert(_ gap: Gap, at place: BlockPlace) -> BlockPlace {
        var place = place
        if place.block == blocks.count, let last = blocks.indices.last {
            place = BlockPlace(block: last, index: blocks[last].count)
        }
        guard place.block < blocks.count else {
            blocks.append([gap])
            return place
        }
        if blocks[place.block].count >= Self.blockSize {
            // Logs grow at their end: there the block stays full.
            let half = place.index == Self.blockSize ? Self.blockSize : Self.blockSize / 2
            let rest = Array(blocks[place.block][half...])
            blocks[place.block].removeLast(rest.count)
            if place.index == Self.blockSize {
                blocks.insert([gap], at: place.block + 1)
                return BlockPlace(block: place.block + 1, index: 0)
            }
            blocks.insert(rest, at: place.block + 1)
            if place.index > half { place = BlockPlace(block: place.block + 1, index: place.index - half) }
        }
        blocks[place.block].insert(gap, at: place.index)
        return place
    }

    /// Where the first gap is that ends at or above `sequence`; behind all blocks when there is none.
    private func place(from sequence: UInt64) -> BlockPlace {
        let block = Self.partition(blocks.count) { blocks[$0][blocks[$0].count - 1].upper < sequence }
        guard block < blocks.count else { return BlockPlace(block: block, index: 0) }
        return BlockPlace(
            block: block,
            index: Self.partition(blocks[block].count) { blocks[block][$0].upper < sequence }
        )
    }

    private func place(before place: BlockPlace) -> BlockPlace? {
        if place.index > 0 { return BlockPlace(block: place.block, index: place.index - 1) }
        return place.block > 0 ? BlockPlace(block: place.block - 1, index: blocks[place.block - 1].count - 1) : nil
    }

    private func place(behind place: BlockPlace) -> BlockPlace? {
        if place.index + 1 < blocks[place.block].count { return BlockPlace(block: place.block, index: place.index + 1) }
        return place.block + 1 < blocks.count ? BlockPlace(block: place.block + 1, index: 0) : nil
    }

    /// The first of so many numbers that is not below.
    private static func partition(_ count: Int, isBelow: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBelow(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
