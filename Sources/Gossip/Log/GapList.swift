import Bytes

/// The gaps of a log, in the order of their numbers, in blocks: to put one between others costs a block, however many there are.
///
/// Where messages of a busy channel and of many quiet ones take turns, each that is let go leaves a gap between two that are
/// held.
struct GapList: Sendable {
    /// Where a gap is.
    private struct BlockPlace {
        var block: Int
        var index: Int
    }

    /// None of them is empty.
    private var blocks: [GapBlock] = []

    /// What it takes to tell channels apart, in bytes.
    private(set) var namingBytes = 0

    /// How many there are.
    var count: Int { blocks.reduce(0) { $0 + $1.gaps.count } }

    /// How many entries with numbers in a range are in gaps; of most blocks only what they have together is looked at.
    func entryCount(in range: ClosedRange<UInt64>) -> UInt64 {
        var count: UInt64 = 0
        var block = place(from: range.lowerBound).block
        while block < blocks.count, blocks[block].gaps[0].lower <= range.upperBound {
            count += blocks[block].entryCount(in: range)
            block += 1
        }
        return count
    }

    /// The whole gap that an entry is in, if it is in one.
    func gap(at sequence: UInt64) -> Gap? {
        let place = place(from: sequence)
        guard place.block < blocks.count else { return nil }
        let gap = blocks[place.block].gaps[place.index]
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
            for index in (block == first.block ? first.index : 0)..<blocks[block].gaps.count {
                guard body(blocks[block].gaps[index]) else { return }
            }
        }
    }

    /// How many messages of a channel above an entry are in gaps, at most: of the first block each gap is looked at, of the
    /// others what they count together.
    ///
    /// - Parameters:
    ///   - channel: The channel.
    ///   - sequence: The entry.
    ///   - looks: Are taken: one for a block, and for eight counts of a gap.
    /// - Returns: How many.
    func messages(of channel: ChannelKey, above sequence: UInt64, _ looks: inout Looks) -> UInt64 {
        let first = place(from: sequence + 1)
        guard first.block < blocks.count else { return 0 }
        var sum: UInt64 = 0
        for gap in blocks[first.block].gaps[first.index...] {
            looks.take(1 + gap.counts.count / 8)
            // Only of the first one a part may be below.
            let isWhole = gap.lower > sequence
            sum += isWhole ? gap.messages(of: channel) : gap.suffix(from: sequence + 1).messages(of: channel)
        }
        for block in (first.block + 1)..<max(first.block + 1, blocks.count) {
            looks.take()
            sum += blocks[block].messages(of: channel)
        }
        return sum
    }

    /// Puts a gap in its place and joins it with its neighbours.
    mutating func insert(_ gap: Gap) {
        var place = place(from: gap.lower)
        if let before = self.place(before: place), upper(at: before) + 1 == gap.lower {
            change(before.block) { $0.append(gap, at: before.index) }
            place = before
        } else {
            place = insert(gap, at: place)
        }
        guard let next = self.place(behind: place), gap.upper + 1 == blocks[next.block].gaps[next.index].lower else {
            return
        }
        guard next.block != place.block else { return change(place.block) { $0.joinNext(at: place.index) } }
        let joined = change(next.block) { $0.remove(at: next.index) }
        if blocks[next.block].gaps.isEmpty { blocks.remove(at: next.block) }
        change(place.block) { $0.append(joined, at: place.index) }
    }

    /// Counts more messages in the gap that an entry is in, of nobody knows which channels.
    mutating func add(_ messages: UInt64, at sequence: UInt64) {
        let place = place(from: sequence)
        change(place.block) { block in
            var gap = block.remove(at: place.index)
            gap.add(messages, to: nil)
            block.insert(gap, at: place.index)
        }
    }

    /// Puts a gap before the one at a place, and tells where it is.
    private mutating func insert(_ gap: Gap, at place: BlockPlace) -> BlockPlace {
        var place = place
        if place.block == blocks.count, let last = blocks.indices.last {
            place = BlockPlace(block: last, index: blocks[last].gaps.count)
        }
        guard place.block < blocks.count else {
            insert(GapBlock(gap), at: place.block)
            return place
        }
        if blocks[place.block].gaps.count >= GapBlock.size {
            // Logs grow at their end: there the block stays full.
            if place.index == GapBlock.size {
                insert(GapBlock(gap), at: place.block + 1)
                return BlockPlace(block: place.block + 1, index: 0)
            }
            let half = GapBlock.size / 2
            let rest = change(place.block) { $0.split(from: half) }
            insert(rest, at: place.block + 1)
            if place.index > half { place = BlockPlace(block: place.block + 1, index: place.index - half) }
        }
        let index = place.index
        change(place.block) { $0.insert(gap, at: index) }
        return place
    }

    /// Counts messages without their names, the oldest first, until to tell channels apart takes no more than so many bytes.
    mutating func forgetOldestNames(downTo bytes: Int) {
        for block in blocks.indices where namingBytes > bytes && blocks[block].namingBytes > 0 {
            change(block) { $0.forgetNames() }
        }
    }

    private mutating func change<Result>(_ block: Int, _ body: (inout GapBlock) -> Result) -> Result {
        namingBytes -= blocks[block].namingBytes
        defer { namingBytes += blocks[block].namingBytes }
        return body(&blocks[block])
    }

    private mutating func insert(_ block: GapBlock, at index: Int) {
        blocks.insert(block, at: index)
        namingBytes += block.namingBytes
    }

    private func upper(at place: BlockPlace) -> UInt64 { blocks[place.block].gaps[place.index].upper }

    /// Where the first gap is that ends at or above `sequence`; behind all blocks when there is none.
    private func place(from sequence: UInt64) -> BlockPlace {
        let block = (0..<blocks.count).partition { blocks[$0].upper < sequence }
        guard block < blocks.count else { return BlockPlace(block: block, index: 0) }
        return BlockPlace(
            block: block,
            index: (0..<blocks[block].gaps.count).partition { blocks[block].gaps[$0].upper < sequence }
        )
    }

    private func place(before place: BlockPlace) -> BlockPlace? {
        if place.index > 0 { return BlockPlace(block: place.block, index: place.index - 1) }
        return place.block > 0 ? BlockPlace(block: place.block - 1, index: blocks[place.block - 1].gaps.count - 1) : nil
    }

    private func place(behind place: BlockPlace) -> BlockPlace? {
        if place.index + 1 < blocks[place.block].gaps.count {
            return BlockPlace(block: place.block, index: place.index + 1)
        }
        return place.block + 1 < blocks.count ? BlockPlace(block: place.block + 1, index: 0) : nil
    }
}
