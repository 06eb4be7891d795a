extension Simulation {
    /// Writes down what happens, if somebody wants a picture of it.
    mutating func note(_ event: Chronicle.Event, on host: Int) {
        guard scenario.keepsChronicle else { return }
        findings.chronicle.note(event, on: host, at: now - Self.beginning)
    }
}
