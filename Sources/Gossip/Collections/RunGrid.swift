/// What one part knows of each run and each link: a row for each run that is not closed, with a place for each link that was
/// added.
///
/// What is about one run lies side by side in memory, whichever links it is about. Places are those of ``RunColumn``. A link
/// is added when its peer has greeted: there are as many as neighbours then, however many knock.
struct RunGrid<Value> {
    private let empty: Value
    private var values: [Value] = []

    /// How many links can have a place in each row: as many as had one at a time.
    private(set) var width = 0

    /// Which place in each row a link has, by its number; negative for none.
    private var columns: [Int] = []

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

    /// Gives a link a place in each row.
    mutating func add(link: Int) {
        while columns.count <= link { columns.append(-1) }
        precondition(columns[link] < 0, "a link was added twice")
        let column = (0..<width).first { !columns.contains($0) } ?? width
        if column == width { widen() }
        columns[link] = column
    }

    private mutating func widen() {
        var wider: [Value] = []
        wider.reserveCapacity(runs.count * (width + 1))
        for row in 0..<runs.count {
            wider.append(contentsOf: values[row * width..<(row + 1) * width])
            wider.append(empty)
        }
        values = wider
        width += 1
    }

    /// Whether a link has a place in each row.
    func contains(link: Int) -> Bool { link < columns.count && columns[link] >= 0 }

    /// Forgets everything about a link that has closed; of one that was not added, there is nothing.
    mutating func forget(link: Int) {
        guard contains(link: link) else { return }
        for row in 0..<runs.count { values[row * width + columns[link]] = empty }
        columns[link] = -1
    }

    /// Changes what is known, of every run and every link.
    mutating func changeAll(_ change: (inout Value) -> Void) {
        for place in values.indices { change(&values[place]) }
    }

    /// What is known of a run and a link, to be read, or, once the link was added, changed in place.
    subscript(run: Int, link: Int) -> Value {
        _read {
            let row = row(of: run)
            yield contains(link: link) ? values[row * width + columns[link]] : empty
        }
        _modify {
            precondition(contains(link: link), "something was noted of a link that has no place")
            yield &values[row(of: run) * width + columns[link]]
        }
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
