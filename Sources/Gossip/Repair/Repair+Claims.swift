/// Gaps that neighbours have in place of what is missing.
extension Repair {
    /// A neighbour says that it has a gap in place of what is missing.
    mutating func noteClaim(_ gap: ClosedRange<UInt64>, of origin: Int, by link: Int) {
        if request(for: origin) != nil { claims.insert(gap, of: origin, by: link) }
    }

    /// Whether a neighbour need not be asked for entries: it did not bring what is missing, or said that they are in a gap.
    func lacks(_ entries: ClosedRange<UInt64>, of origin: Int, link: Int) -> Bool {
        guard let request = request(for: origin) else { return false }
        return request.triedLinks.contains(link) || claims.contain(entries, of: origin, by: link)
    }
}
