/// What is to be seen of the requests.
extension Repair {
    /// Whether something is to be done about what is missing of an origin.
    func isDue(_ origin: Int, at now: Moment) -> Bool {
        request(for: origin).map { $0.deadline <= now.monotonic } ?? false
    }

    /// The later runs of a run's node that wait for it.
    func laterRuns(of origin: Int) -> [Int] { request(for: origin)?.laterRuns ?? [] }
}
