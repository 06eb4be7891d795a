import JSON

/// The runs that nodes say there are.
extension WholeMesh {
    /// Nobody believes in a run that no clock can have begun, of whichever node: its own next one would have to come later
    /// still.
    mutating func judgeRuns(_ status: JSONValue, of host: Int) {
        let latest = (hosts.map { $0.clock.latestTime(at: internet.now) }.max() ?? 0) + Self.decade
        let shown = [status["epoch"]] + (status["nodes"]?.list ?? []).map { $0["epoch"] }
        for epoch in shown.compactMap({ $0?.integer }) {
            let epoch = scenario.sabotage == .inventRun ? epoch + Int(Self.decade) * 2 : epoch
            guard epoch > Int(latest) else { continue }
            judge.object(.cannotHaveBegun(node: "n\(host)", run: "a run with the epoch \(epoch)"))
        }
    }

    /// How far ahead a run may have begun, and some for what comes after it: eleven years, in microseconds.
    private static let decade: Int64 = 11 * 365 * 86_400_000_000
}
