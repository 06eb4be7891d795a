/// What one part knows of each run that is not closed, by the run's number.
///
/// All columns have the same place for a run, and its number says which; see ``RunNumber``. Of a run that is closed nothing
/// can be changed, and what is read is what an unknown one has: it takes nothing, once another run has its place.
struct RunColumn<Value> {
    /// What stands at one place.
    private struct Cell {
        /// The number of the run that has it; negative for none.
        var run: Int

        var value: Value
    }

    /// What is known of a closed run.
    private let empty: Value

    private var cells: [Cell] = []

    /// Starts without runs; `empty` is what is known of a closed one.
    init(empty: Value) {
        self.empty = empty
    }

    /// The numbers of the runs, in the order of their places.
    var runs: [Int] { cells.lazy.map(\.run).filter { $0 >= 0 } }

    /// Whether a run has a number and is not closed.
    func contains(_ run: Int) -> Bool {
        let place = RunNumber.place(of: run)
        return place < cells.count && cells[place].run == run
    }

    /// Adds a run, at a place that no other has.
    mutating func add(_ run: Int, _ value: Value) {
        let place = RunNumber.place(of: run)
        while cells.count <= place { cells.append(Cell(run: -1, value: empty)) }
        precondition(cells[place].run < 0, "a run was added at the place of another")
        cells[place] = Cell(run: run, value: value)
    }

    /// Forgets a run, for ever.
    mutating func close(_ run: Int) {
        precondition(contains(run), "a run was closed that is not there")
        cells[RunNumber.place(of: run)] = Cell(run: -1, value: empty)
    }

    /// What is known of a run, to be read or changed in place.
    subscript(run: Int) -> Value {
        _read {
            if contains(run) { yield cells[RunNumber.place(of: run)].value } else { yield empty }
        }
        _modify {
            precondition(contains(run), "a run was changed that is closed")
            yield &cells[RunNumber.place(of: run)].value
        }
    }
}
