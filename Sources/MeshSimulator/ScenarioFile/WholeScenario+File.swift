import Gossip
import JSON

extension WholeScenario {
    /// What a file of a scenario of whole nodes begins with.
    private static let format = "mesh whole scenario 1"

    /// Reads a scenario that was written to a file.
    ///
    /// - Parameter bytes: The file.
    /// - Throws: Where it is no such scenario; one that is read names no node or client that is not there.
    public init(parsing bytes: Span<UInt8>) throws(ScenarioFileError) {
        self = try WholeScenario(reading: ScenarioText.value(in: bytes), at: "")
        try checkNumbers()
    }

    /// Whether a file is about whole nodes, whatever else may be wrong with it.
    public static func isWhole(_ bytes: Span<UInt8>) -> Bool {
        (try? ScenarioText.value(in: bytes))?["format"]?.string == format
    }

    /// The scenario as a file: one JSON object, a line for each link, action and fault.
    ///
    /// What tests break on purpose is not in it.
    public var file: [UInt8] { ScenarioText.file(of: fields) }
}

extension WholeScenario: FileRecord {
    static var blank: Self { WholeScenario(seed: 0, nodes: 1) }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        try fields.format(Self.format)
        try fields.member("seed", &seed)
        try fields.member("nodes", &nodes)
        try fields.member("people", &browsers)
        try fields.member("slow_readers", &crowd.slowReaders, usual: [])
        try fields.member("quiet_at_ns", &quietAt)
        try profile.describe(to: &fields)
        try fields.member("terrain", &terrain, usual: WholeTerrain())
        try fields.member("retention", &crowd.retention, usual: nil)
        try fields.member("seconds", &crowd.seconds, usual: nil)
        try fields.member("narrow", &crowd.isNarrow, usual: false)
        try fields.member("message_bytes", &crowd.messageBytes, usual: nil)
        try fields.member("messages_per_second", &crowd.rate, usual: nil)
        try fields.member("descriptors", &crowd.descriptors, usual: nil)
        try fields.member("turn_ns", &crowd.turn, usual: nil)
        try fields.member("limits", &crowd.limits, usual: GossipLimits())
        try fields.member("manners", &crowd.manners, usual: [])
        try fields.member("links", &links)
        try fields.member("guests", &crowd.guests, usual: [])
        try fields.member("faults", &faults)
        try fields.member("actions", &actions)
    }

    private func check(_ number: Int, below count: Int, _ place: String) throws(ScenarioFileError) {
        guard number < 0 || number >= count else { return }
        throw ScenarioFileError(place: place, reason: "\(number) is none of the \(count) that there are")
    }

    /// Makes sure that whatever is named by its number is there.
    private func checkNumbers() throws(ScenarioFileError) {
        guard nodes > 0, nodes <= 1000, browsers >= 0, browsers <= 1000, quietAt > 0, crowd.retention ?? 1 > 0,
            crowd.seconds ?? 1 > 0, (1...1_000_000).contains(crowd.rate ?? 1),
            crowd.descriptors ?? 64 >= 64, (1...16_777_216).contains(crowd.messageBytes ?? 1)
        else {
            throw ScenarioFileError(place: "", reason: "such a mesh cannot be")
        }
        if let turn = crowd.turn, !Self.turns.contains(turn) {
            throw ScenarioFileError(place: "turn_ns", reason: "\(turn) is none of \(Self.turns)")
        }
        for (index, link) in (links + (terrain.revision?.added ?? [])).enumerated() {
            try check(link.dialer, below: nodes, "links[\(index)].from")
            try check(link.listener, below: nodes, "links[\(index)].to")
            guard link.dialer != link.listener else {
                throw ScenarioFileError(place: "links[\(index)]", reason: "joins a node to itself")
            }
        }
        guard Set(links.map { Set([$0.dialer, $0.listener]) }).count == links.count else {
            throw ScenarioFileError(place: "links", reason: "two of them join the same nodes")
        }
        for reader in crowd.slowReaders { try check(reader, below: browsers, "slow_readers") }
        for host in terrain.refuge?.nodes ?? [] { try check(host, below: nodes, "terrain.refuge.nodes") }
        let named = (terrain.revision?.removed ?? []) + (terrain.revision?.turned ?? [])
        for link in named { try check(link, below: links.count, "terrain.revision.removed") }
        for (index, fault) in faults.enumerated() {
            let form = WholeFault.Form(fault.trouble)
            for host in form.hosts + [form.host, form.other].compactMap(\.self) {
                try check(host, below: nodes, "faults[\(index)]")
            }
        }
        for guest in crowd.guests {
            if case .program(let node) = guest.kind { try check(node, below: nodes, "guests") }
        }
        try checkDeeds()
    }

    /// Makes sure that whoever does something, and wherever that is, is there.
    private func checkDeeds() throws(ScenarioFileError) {
        for (index, action) in actions.enumerated() {
            try check(action.browser, below: browsers, "actions[\(index)].who")
            if case .reload(let node, _) = action.deed { try check(node, below: nodes, "actions[\(index)].reloads_at") }
        }
        for (index, guest) in crowd.guests.enumerated() {
            // Below zero it is any node.
            for case .reload(let node, _) in guest.deeds.map(\.matter) where node >= 0 {
                try check(node, below: nodes, "guests[\(index)].deeds")
            }
        }
    }
}
