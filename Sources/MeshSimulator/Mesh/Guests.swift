/// Who uses the mesh from outside.
struct Guests {
    /// Clients that attach once, by number; `nil` for one that is not attached.
    var clients: [Client?]

    /// Clients that come back.
    var travellers: [Traveller]

    /// Where travellers are, or their ghosts.
    var seats: [HostedSeat] = []

    /// What a reader just got.
    var fresh: [Int] = []

    /// Nobody is attached.
    init(in scenario: Scenario) {
        clients = Array(repeating: nil, count: scenario.clientCount)
        travellers = scenario.travellers
    }
}
