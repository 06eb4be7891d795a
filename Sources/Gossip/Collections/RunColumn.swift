/// What one part knows of each run that is not closed, by the run's number.
///
/// Numbers are given in order and never used again; the places behind them are. Of a run that is closed nothing can be
/// changed, and what is read is what an unknown one has.
struct RunColumn<Value> {
    /// What is known; the first one stands for all runs that are closed.
    private var values: [Value]

    /// Where each run stands among them, by its number; 0 once it is closed.
    private var places: [Int32] = []

    private var freePlaces: [Int32] = []

    /// Starts without runs; `empty` is what is known of a closed one.
    init(empty: Value) {
        values = [empty]
    }

    /// How many runs ever got a number.
    var madeCount: Int { places.count }

    /// Whether a run has a number and is not closed.
    func contains(_ run: Int) -> Bool { run < places.count && places[run] > 0 }

    /// Adds the run that got the next number.
    mutating func add(_ run: Int, _ value: Value) {
        precondition(run == places.count, "a run was added out of turn")
        if let free = freePlaces.popLast() {
            places.append(free)
            values[Int(free)] = value
        } else {
            places.append(Int32(values.count))
            values.append(value)
        }
    }

    /// Forgets a run, for ever.
    mutating func close(_ run: Int) {
        precondition(places[run] > 0, "a run was closed twice")
        values[Int(places[run])] = values[0]
        freePlaces.append(places[run])
        places[run] = 0
    }

    /// What is known of a run, to be read or changed in place.
    subscript(run: Int) -> Value {
        _read { yield values[Int(places[run])] }
        _modify {
            precondition(places[run] > 0, "a run was changed that is closed")
            yield &values[Int(places[run])]
        }
    }
}
