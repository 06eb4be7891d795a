import Gossip
import JSON

extension Scenario {
    /// What a scenario file begins with, so that nobody takes another file for one.
    private static let format = "mesh scenario 1"

    /// Reads a scenario that was written to a file.
    ///
    /// - Parameter bytes: The file.
    /// - Throws: Where it is no scenario; one that is read names no host, wire, client or traveller that is not there.
    public init(parsing bytes: Span<UInt8>) throws(ScenarioFileError) {
        self = try Scenario(reading: ScenarioText.value(in: bytes), at: "")
        try checkNumbers()
    }

    /// The scenario as a file: one JSON object, a line for each host, link, action and fault, so that two files can be
    /// compared.
    ///
    /// Two things are not in it: what tests break on purpose, and who listens to what happens.
    public var file: [UInt8] { ScenarioText.file(of: fields) }
}

extension Scenario: FileRecord {
    static var blank: Self { Scenario(seed: 0, hosts: [], edges: []) }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        try fields.format(Self.format)
        try fields.member("seed", &seed)
        try fields.member("calm_at_ns", &calmAt)
        try fields.member("settling_ns", &settlingTime)
        try fields.member("clients", &clientCount)
        try fields.member("has_readers", &hasReaders, usual: true)
        try fields.member("is_measured", &isMeasured, usual: false)
        try fields.member("measures_from_ns", &measuresFrom, usual: 0)
        try fields.member("settings", &settings)
        try fields.member("hosts", &hosts)
        try fields.member("links", &edges)
        try fields.member("travellers", &travellers)
        try fields.member("faults", &faults)
        try fields.member("actions", &actions)
    }

    /// Makes sure that whatever is named by its number is there.
    private func checkNumbers() throws(ScenarioFileError) {
        func check(_ number: Int, below count: Int, _ place: String) throws(ScenarioFileError) {
            guard number < 0 || number >= count else { return }
            throw ScenarioFileError(place: place, reason: "\(number) is none of the \(count) that there are")
        }
        for (index, edge) in edges.enumerated() {
            try check(edge.dialer, below: hosts.count, "links[\(index)].from")
            try check(edge.listener, below: hosts.count, "links[\(index)].to")
        }
        for (index, fault) in faults.enumerated() {
            let form = Fault.Form(fault.kind)
            for host in form.hosts + [form.host].compactMap(\.self) {
                try check(host, below: hosts.count, "faults[\(index)].host")
            }
            if let wire = form.link { try check(wire, below: edges.count, "faults[\(index)].link") }
        }
        for (index, action) in actions.enumerated() {
            let form = Action.Form(action.kind)
            if let host = form.host { try check(host, below: hosts.count, "actions[\(index)].host") }
            if let client = form.client { try check(client, below: clientCount, "actions[\(index)].client") }
            if let traveller = form.traveller {
                try check(traveller, below: travellers.count, "actions[\(index)].traveller")
            }
        }
    }
}
