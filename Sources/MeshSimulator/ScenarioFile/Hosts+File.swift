import Gossip

extension Scenario.Host: FileRecord {
    static var blank: Self { Self(name: "", startsAt: nil) }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        try fields.member("name", &name)
        try fields.member("starts_at_ns", &startsAt)
        try fields.member("clock_offset_us", &wallOffset, usual: 0)
        try fields.member("keeps_journal", &keepsJournal, usual: false)
        try fields.member("longest_turn_ns", &longestTurn, usual: 0)
        try fields.member("keeps_messages", &keptMessages, usual: nil)
        try fields.member("takes_bytes", &takenBytes, usual: nil)
        try fields.member("speaks", &dialect, usual: .current)
        try fields.member("lies", &hostility, usual: nil)
    }
}

extension Hostility: FileRecord {
    static var blank: Self { Self(begin: 0, end: nil, spoiledPerMillion: 0, forgesRuns: false) }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        try fields.member("begin_ns", &begin)
        try fields.member("end_ns", &end, usual: nil)
        try fields.member("spoiled_per_million", &spoiledPerMillion)
        try fields.member("forges_runs", &forgesRuns, usual: false)
    }
}

extension Scenario.Edge: FileRecord {
    static var blank: Self { Self(dialer: 0, listener: 0, profile: WireProfile()) }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        try fields.member("from", &dialer)
        try fields.member("to", &listener)
        try fields.member("udp", &carriesDatagrams, usual: false)
        try profile.describe(to: &fields)
    }
}

extension WireProfile {
    /// Names the members that a link has of its path.
    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        let usual = WireProfile()
        try fields.member("delay_ns", &delay, usual: usual.delay)
        try fields.member("lost_per_million", &lossPerMillion, usual: usual.lossPerMillion)
        try fields.member("doubled_per_million", &duplicatesPerMillion, usual: usual.duplicatesPerMillion)
        try fields.member("retransmission_ns", &retransmission, usual: usual.retransmission)
        try fields.member("bytes_per_second", &bytesPerSecond, usual: usual.bytesPerSecond)
        try fields.member("buffer_bytes", &bufferBytes, usual: usual.bufferBytes)
        try fields.member("queue_bytes", &queueBytes, usual: usual.queueBytes)
        guard min(bytesPerSecond, bufferBytes, queueBytes) > 0, retransmission > 0,
            min(lossPerMillion, duplicatesPerMillion) >= 0, max(lossPerMillion, duplicatesPerMillion) < 1_000_000
        else {
            throw ScenarioFileError(place: fields.place, reason: "such a link carries nothing")
        }
    }
}

extension DelayLaw: FileRecord {
    static var blank: Self { .constant(0) }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        var (law, least, most) =
            switch self {
            case .constant(let delay): ("constant", delay, Int64?.none)
            case .uniform(let range): ("uniform", range.lowerBound, range.upperBound)
            case .heavyTail(let base): ("heavy tail", base, nil)
            }
        try fields.member("law", &law)
        try fields.member("least", &least)
        try fields.member("most", &most, usual: nil)
        guard least >= 0 else { throw ScenarioFileError(place: fields.path("least"), reason: "is below zero") }
        switch law {
        case "constant": self = .constant(least)
        case "uniform" where (most ?? least) >= least: self = .uniform(least...(most ?? least))
        case "heavy tail": self = .heavyTail(base: least)
        default: throw ScenarioFileError(place: fields.path("law"), reason: "\"\(law)\" is no law of delays")
        }
    }
}
