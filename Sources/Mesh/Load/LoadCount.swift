/// How far a load has come, at a moment.
struct LoadCount {
    /// When, by the monotonic clock in nanoseconds.
    var time: Int64

    /// What the load's own thread has spent on a processor, in nanoseconds.
    var spent: Int64

    /// How many messages came.
    var deliveries: Int

    /// How many clients came and went again.
    var visits: Int

    /// What came since another moment.
    static func - (now: LoadCount, before: LoadCount) -> LoadCount {
        LoadCount(
            time: now.time - before.time,
            spent: now.spent - before.spent,
            deliveries: now.deliveries - before.deliveries,
            visits: now.visits - before.visits
        )
    }
}
