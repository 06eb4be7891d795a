/// What became of the name of a client, which is still to be done something about.
enum ClaimChange: Equatable {
    /// Somebody had it earlier, on the other side of a partition.
    case lost

    /// Its client came back over another connection.
    case replaced

    /// Its client may have come back over another connection.
    case doubted
}
