/// Why something cannot be measured.
enum BenchmarkError: Error {
    /// Something is not on this machine.
    case missing(String)

    /// What was to be measured did not happen, or was not told of.
    case notSeen(String)
}
