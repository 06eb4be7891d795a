import Gossip

extension WholeTerrain: FileRecord {
    static var blank: Self { Self() }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        try fields.member("waits_for_disks", &waitsForDisks, usual: true)
        try fields.member("loses_unsynced", &losesUnsynced, usual: false)
        try fields.member("power_leaves", &powerLuck, usual: nil)
        try fields.member("recorded", &isRecorded, usual: false)
        try fields.member("sealed_by", &seal, usual: nil)
        try fields.member("wide_file", &self[.wideFile], usual: false)
        try fields.member("named_hosts", &self[.namedHosts], usual: false)
        try fields.member("later_named_hosts", &self[.laterNamedHosts], usual: false)
        try fields.member("demonstration", &self[.demonstration], usual: false)
        try fields.member("never_waits", &self[.neverWaits], usual: false)
        try fields.member("mutual_links", &self[.mutualLinks], usual: false)
        try fields.member("many_origins", &self[.manyOrigins], usual: false)
        try fields.member("sealed_doors", &self[.sealedDoors], usual: false)
        try fields.member("machines", &machines, usual: [])
        try fields.member("releases", &releases, usual: [])
        try fields.member("replaces_programs", &replacesPrograms, usual: false)
        try fields.member("revision", &revision, usual: nil)
        try fields.member("refuge", &refuge, usual: nil)
    }
}

extension WholeMachine: FileRecord {
    static var blank: Self { Self() }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        try fields.member("clock_offset_us", &offset, usual: 0)
        try fields.member("clock_drift_per_million", &drift, usual: 0)
        try fields.member("frozen_at_boot", &isFrozenAtBoot, usual: false)
        try fields.member("without_data", &hasNoData, usual: false)
    }
}

extension WholeRelease: FileRecord {
    static var blank: Self { Self() }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        try fields.member("speaks", &dialect, usual: .current)
        try fields.member("format", &format, usual: EarlierSegments.current)
        guard (4...EarlierSegments.current).contains(format) else {
            throw ScenarioFileError(place: fields.place, reason: "such a journal is refused")
        }
    }
}

extension Dialect: FileValue {}

extension WholeRevision: FileRecord {
    static var blank: Self { Self() }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        try fields.member("retention", &retention, usual: nil)
        try fields.member("message_bytes", &messageBytes, usual: nil)
        try fields.member("added_links", &added, usual: [])
        try fields.member("removed_links", &removed, usual: [])
        try fields.member("turned_links", &turned, usual: [])
        try fields.member("turns_keys", &turnsKeys, usual: false)
        try fields.member("last_node", &lastNode, usual: .stays)
        guard retention ?? 1 > 0, (1...16_777_216).contains(messageBytes ?? 1) else {
            throw ScenarioFileError(place: fields.place, reason: "such a file is refused")
        }
    }
}

extension WholeRevision.LastNode: FileValue {}

extension SimulatedDisk.Luck: FileValue {}

extension WholeTerrain.Seal: FileValue {}

extension WholeRefuge: FileRecord {
    static var blank: Self { Self(nodes: [], start: 0) }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        try fields.member("nodes", &nodes)
        try fields.member("start_ns", &start)
    }
}
