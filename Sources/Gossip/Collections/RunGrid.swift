/// What one part knows of each run and each link: a row for each run that is not closed, with a place for each link.
///
/// What is about one run lies side by side in memory, whichever links it is about. Places are those of ``RunColumn``.
struct RunGrid<Value> {
    private let empty: Value
    private var values: [Value] = []

    /// How many links have a place in each row.
    private(set) var width = 0

    /// Which run has each row, by its place; a free row has a negative one.
    private var runs: [Int] = []

    /// Starts without runs and links; `empty` is what is known of one that is new.
    init(empty: Value) {
        self.empty = empty
    }

    /// Adds a run, at a place that no other has.
    mutating func add(_ run: Int) {
        let row = RunNumber.place(of: run)
        while runs.count <= row {
            runs.append(-1)
            values.append(contentsOf: repeatElement(empty, count: width))
        }
        precondition(runs[row] < 0, "a run was added at the place of another")
        runs[row] = run
    }

    /// Forgets a run, for ever.
    mutating func close(_ run: Int) {
        for place in places(of: run) { values[place] = empty }
        runs[row(of: run)] = -1
    }

    /// Makes room for links with numbers below `count`.
    mutating func makeRoom(forLinks count: Int) {
        guard count > width else { return }
        var wider: [Value] = []
        wider.reserveCapacity(runs.count * count)
        for row in 0..<runs.count {
            wider.append(contentsOf: values[row * width..<(row + 1) * width])
            wider.append(contentsOf: repeatElement(empty, count: count - width))
        }
        values = wider
        width = count
    }

    /// Forgets everything about a link that has closed.
    mutating func forget(link: Int) {
        guard link < width else { return }
        for row in 0..<runs.count { values[row * width + link] = empty }
    }

    /// Changes what is known, of every run and every link.
    mutating func changeAll(_ change: (inout Value) -> Void) {
        for place in values.indices { change(&values[place]) }
    }

    /// What is known of a run and a link, to be read or changed in place.
    subscript(run: Int, link: Int) -> Value {
        _read { yield values[row(of: run) * width + link] }
        _modify { yield &values[row(of: run) * width + link] }
    }

    /// The places of a run's row; see ``subscript(place:)``.
    func places(of run: Int) -> Range<Int> {
        let row = row(of: run)
        return row * width..<(row + 1) * width
    }

    /// The row of a run that is not closed.
    @inline(always)
    private func row(of run: Int) -> Int {
        let row = RunNumber.place(of: run)
        precondition(runs[row] == run, "a run was asked for that is closed")
        return row
    }

    /// What stands at a place of a row.
    subscript(place place: Int) -> Value { values[place] }
}
