/// What one part knows of each run that is not closed, by the run's number.
///
/// All columns have the same place for a run, and its number says which; see ``RunNumber``. Of a run that is closed nothing
/// can be changed, and what is read is what an unknown one has: it takes nothing, once another run has its place.
struct RunColumn<Value> {
    /// What is known, one place behind that of the run; the first one stands for all that are closed.
    private var values: [Value]

    /// The number of the run that has each place; negative for none.
    private var numbers: [Int] = []

    /// Starts without runs; `empty` is what is known of a closed one.
    init(empty: Value) {
        values = [empty]
    }

    /// The numbers of the runs, in the order of their places.
    var runs: [Int] { numbers.filter { $0 >= 0 } }

    /// Whether a run has a number and is not closed.
    func contains(_ run: Int) -> Bool {
        let place = RunNumber.place(of: run)
        return place < numbers.count && numbers[place] == run
    }

    /// Adds a run, at a place that no other has.
    mutating func add(_ run: Int, _ value: Value) {
        let place = RunNumber.place(of: run)
        while numbers.count <= place {
            numbers.append(-1)
            values.append(values[0])
        }
        precondition(numbers[place] < 0, "a run was added at the place of another")
        numbers[place] = run
        values[place + 1] = value
    }

    /// Forgets a run, for ever.
    mutating func close(_ run: Int) {
        precondition(contains(run), "a run was closed that is not there")
        let place = RunNumber.place(of: run)
        numbers[place] = -1
        values[place + 1] = values[0]
    }

    /// What is known of a run, to be read or changed in place.
    subscript(run: Int) -> Value {
        // One place to lend from: where there are two, each read is a copy, with all its references.
        _read { yield values[contains(run) ? RunNumber.place(of: run) + 1 : 0] }
        _modify {
            precondition(contains(run), "a run was changed that is closed")
            yield &values[RunNumber.place(of: run) + 1]
        }
    }
}
