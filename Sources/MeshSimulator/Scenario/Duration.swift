extension Int64 {
    /// So many milliseconds in nanoseconds: the unit of virtual time.
    static func milliseconds(_ count: Int) -> Int64 { Int64(count) * 1_000_000 }

    /// So many seconds in nanoseconds.
    static func seconds(_ count: Int) -> Int64 { Int64(count) * 1_000_000_000 }
}
