import Bytes

/// What is remembered of a channel's messages, by number, in the order of arrival.
///
/// Retention lets go in the order of ranks, and after a heal older messages lie behind newer ones: so memory is given
/// back page by page, wherever nothing on one is held. Numbers stay what they are.
struct RecordPages {
    /// How many records are on a page.
    private static let pageSize = 64

    /// Records in a row.
    private struct Page {
        /// The records; none once all were let go.
        var records: [MessageRecord] = []

        /// How many of them are held.
        var heldCount = 0

        /// Where the first one's frame was, and which of the channel's messages the last was that was let go: what is
        /// left of a page that was given back.
        var offset = 0
        var letGoAt = 0

        /// A record; where all were given back, one that says nothing but that it is gone.
        func record(_ place: Int) -> MessageRecord {
            records.isEmpty ? .gone(at: letGoAt, offset: offset) : records[place]
        }

        /// Whether a message is held.
        func isHeld(_ place: Int) -> Bool { !records.isEmpty && records[place].isHeld }

        /// Adds the record of a message that just arrived.
        mutating func append(_ record: MessageRecord, at place: Int) {
            // A page that was given back before it was full goes on with a full set of numbers.
            while records.count < place { records.append(.gone(at: letGoAt, offset: offset)) }
            records.append(record)
            heldCount += 1
        }

        /// Notes that a message was let go.
        mutating func letGo(_ place: Int, at letGoAt: Int) {
            precondition(records[place].isHeld, "a message was let go twice")
            records[place].letGoAt = letGoAt
            self.letGoAt = letGoAt
            heldCount -= 1
            if heldCount == 0 { records = [] }
        }
    }

    /// The pages before the last, as far as something on one is held or on a page before it.
    private var pages = SlidingArray<Page>()

    /// The last page, to which the next message comes unless it is full: the only one of most channels.
    private var lastPage = Page()

    /// The number of the first message that is held.
    private(set) var start = 0

    /// The number that the next message gets.
    private(set) var end = 0

    // Which page is meant is asked in each of these: to lend one of two is to copy it, with its references.

    /// A record from ``start`` up to ``end``; where its page was given back, one that says nothing but that it is gone.
    subscript(number: Int) -> MessageRecord {
        let (page, place) = number.quotientAndRemainder(dividingBy: Self.pageSize)
        return page == pages.end ? lastPage.record(place) : pages[page].record(place)
    }

    /// The rank of a message that is held, without a copy of all else that is remembered of it.
    func rank(of number: Int) -> Int64 {
        let (page, place) = number.quotientAndRemainder(dividingBy: Self.pageSize)
        return page == pages.end ? lastPage.records[place].rank : pages[page].records[place].rank
    }

    /// The number of the message whose frame begins at an offset of the channel's log; ``end`` for what comes next.
    ///
    /// - Parameter offset: Where a frame begins, at or behind that of the first message that is held.
    /// - Returns: The number.
    func number(at offset: Int) -> Int {
        (start..<end).partition { self[$0].offset < offset }
    }

    /// Whether a message from ``start`` up to ``end`` is held.
    private func isHeld(_ number: Int) -> Bool {
        let (page, place) = number.quotientAndRemainder(dividingBy: Self.pageSize)
        return page == pages.end ? lastPage.isHeld(place) : pages[page].isHeld(place)
    }

    /// Whether all records of a page were given back.
    private func isGone(_ page: Int) -> Bool {
        page == pages.end ? lastPage.records.isEmpty : pages[page].records.isEmpty
    }

    /// Adds the record of a message that just arrived.
    mutating func append(_ record: MessageRecord) {
        if end % Self.pageSize == 0 {
            let isFirst = end == 0
            if !isFirst { pages.append(lastPage) }
            lastPage = Page(offset: record.offset)
            // The first page grows as it must, for most channels have but a few messages; of others each page is filled.
            if !isFirst { lastPage.records.reserveCapacity(Self.pageSize) }
        }
        lastPage.append(record, at: end % Self.pageSize)
        end += 1
    }

    /// Notes that retention let a message go, as the `letGoAt`th of its channel.
    mutating func letGo(_ number: Int, at letGoAt: Int) {
        let (page, place) = number.quotientAndRemainder(dividingBy: Self.pageSize)
        if page == pages.end { lastPage.letGo(place, at: letGoAt) } else { pages[page].letGo(place, at: letGoAt) }
        guard number == start else { return }
        while start < end, !isHeld(start) {
            // What is left of a page that was given back is passed over whole.
            let page = start / Self.pageSize
            start = isGone(page) ? min(end, (page + 1) * Self.pageSize) : start + 1
        }
        pages.removeAll(below: start / Self.pageSize, leaving: Page())
    }
}
