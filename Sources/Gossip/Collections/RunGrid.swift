/// What one part knows of each run and each link: a row for each run that is not closed, with a place for each link.
///
/// What is about one run lies side by side in memory, whichever links it is about. See ``RunColumn`` for numbers.
struct RunGrid<Value> {
    private let empty: Value
    private var values: [Value] = []

    /// How many links have a place in each row.
    private(set) var width = 0

    /// How many rows were ever in use at one time.
    private var rowCount = 0

    /// Which row a run has, by its number; negative once it is closed.
    private var rows: [Int32] = []

    /// Rows of runs that are closed.
    private var freeRows: [Int32] = []

    /// Starts without runs and links; `empty` is what is known of one that is new.
    init(empty: Value) {
        self.empty = empty
    }

    /// Adds the run that got the next number.
    mutating func add(_ run: Int) {
        precondition(run == rows.count, "a run was added out of turn")
        if let free = freeRows.popLast() {
            rows.append(free)
        } else {
            rows.append(Int32(rowCount))
            rowCount += 1
            values.append(contentsOf: repeatElement(empty, count: width))
        }
    }

    /// Forgets a run, for ever.
    mutating func close(_ run: Int) {
        for place in places(of: run) { values[place] = empty }
        freeRows.append(rows[run])
        rows[run] = -1
    }

    /// Makes room for links with numbers below `count`.
    mutating func makeRoom(forLinks count: Int) {
        guard count > width else { return }
        var wider: [Value] = []
        wider.reserveCapacity(rowCount * count)
        for row in 0..<rowCount {
            wider.append(contentsOf: values[row * width..<(row + 1) * width])
            wider.append(contentsOf: repeatElement(empty, count: count - width))
        }
        values = wider
        width = count
    }

    /// Forgets everything about a link that has closed.
    mutating func forget(link: Int) {
        guard link < width else { return }
        for row in 0..<rowCount { values[row * width + link] = empty }
    }

    /// Changes what is known, of every run and every link.
    mutating func changeAll(_ change: (inout Value) -> Void) {
        for place in values.indices { change(&values[place]) }
    }

    /// What is known of a run and a link, to be read or changed in place.
    subscript(run: Int, link: Int) -> Value {
        _read { yield values[Int(rows[run]) * width + link] }
        _modify { yield &values[Int(rows[run]) * width + link] }
    }

    /// The places of a run's row; see ``subscript(place:)``.
    func places(of run: Int) -> Range<Int> {
        let row = Int(rows[run])
        return row * width..<(row + 1) * width
    }

    /// What stands at a place of a row.
    subscript(place place: Int) -> Value { values[place] }
}
