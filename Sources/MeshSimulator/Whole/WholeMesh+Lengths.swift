import JSON

/// Messages that are too long for some nodes.
extension WholeMesh {
    /// Each node holds what was posted on a channel, or counts it as lost: as long as it runs, for a channel in which nobody
    /// is, and of which nothing is held, it forgets.
    ///
    /// - Parameters:
    ///   - name: The channel.
    ///   - accepted: How many messages were taken on.
    ///   - sent: How often somebody sent one: where a node does not hold the first copy, it may take another.
    mutating func judgeLengths(_ name: String, accepted: Int, sent: Int) {
        guard !guests.judge.isLenient else { return }
        for probe in guests.probes where hosts[probe.host].runs == 1 {
            guard let counted = probe.status?["messages"]?["lost"]?.integer else { continue }
            let held = probe.channel("relay", name).held
            let lost = scenario.sabotage == .forgetLong ? 0 : counted
            guard !(accepted...max(accepted, sent)).contains(held + lost) else { continue }
            judge.object(
                .doesNotCount(node: "n\(probe.host)", channel: name, held: held, lost: lost, said: accepted)
            )
        }
    }
}
