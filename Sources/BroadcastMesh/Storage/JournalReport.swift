/// What a node with a data directory has there, and what it has written since it started.
struct JournalReport: Equatable {
    var segments: Int
    var bytes: Int
    var writtenMessages: Int
    var writtenBytes: Int
    var writeSeconds: Double
    var syncs: Int
    var syncSeconds: Double
}

extension Journal {
    /// The figures, and what the directory has now, for `/status`.
    var report: JournalReport {
        JournalReport(
            segments: archive.segments.count + (segment == nil ? 0 : 1),
            bytes: archive.bytes + (segment?.bytes ?? 0),
            writtenMessages: figures.messages,
            writtenBytes: figures.bytes,
            writeSeconds: Double(figures.writeTime) / 1_000_000_000,
            syncs: figures.syncs,
            syncSeconds: Double(figures.syncTime) / 1_000_000_000
        )
    }
}
