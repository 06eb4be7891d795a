/// Something that begins with nothing in it.
protocol Initial {
    /// Starts with nothing.
    init()
}

/// Something that most who have it never change: until then it takes no more than a reference.
struct Rarely<Value: Initial> {
    /// None as long as nothing was changed, else one.
    private var changed: [Value] = []

    /// Whether it was ever changed: to ask that first costs nothing, while to read makes something with nothing in it.
    var isUsed: Bool { !changed.isEmpty }

    /// Reads a part of it where it lies, for who does so with each message.
    ///
    /// - Parameter body: Reads it.
    /// - Returns: What `body` returns; `nil` when it was never changed.
    func read<Result>(_ body: (borrowing Value) -> Result) -> Result? { changed.isEmpty ? nil : body(changed[0]) }

    /// What it is, to be read or changed in place; the first change takes its memory.
    var value: Value {
        _read {
            if changed.isEmpty { yield Value() } else { yield changed[0] }
        }
        _modify {
            if changed.isEmpty { changed = [Value()] }
            yield &changed[0]
        }
    }
}
