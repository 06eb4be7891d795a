extension UInt64 {
    /// The sum, or the largest number where that is larger: what peers count as lost, they may have made up.
    func adding(_ other: UInt64) -> UInt64 {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
