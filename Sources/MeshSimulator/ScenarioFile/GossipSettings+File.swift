import Gossip

extension GossipSettings: FileRecord {
    static var blank: Self { Self() }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        let usual = GossipSettings()
        try fields.member("messages", &retention.messages, usual: usual.retention.messages)
        try fields.member("bytes", &retention.bytes, usual: usual.retention.bytes)
        try fields.member("seconds", &retention.seconds, usual: usual.retention.seconds)
        try fields.member("frame_bytes", &frameBytes, usual: usual.frameBytes)
        try fields.member("announces_links", &announcesLinks, usual: usual.announcesLinks)
        try fields.member("announcement_delay_ns", &announcementDelay, usual: usual.announcementDelay)
        try fields.member("patience_ns", &patience, usual: usual.patience)
        try fields.member("probe_interval_ns", &probeInterval, usual: usual.probeInterval)
        try fields.member("silence_limit_ns", &silenceLimit, usual: usual.silenceLimit)
        try fields.member("limits", &limits, usual: usual.limits)
        guard min(retention.messages, retention.bytes, retention.seconds, frameBytes) > 0,
            min(announcementDelay, patience, probeInterval, silenceLimit) > 0
        else {
            throw ScenarioFileError(place: fields.place, reason: "each of these is at least 1")
        }
    }
}

extension GossipLimits: FileRecord {
    static var blank: Self { Self() }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        let usual = GossipLimits()
        for (limit, name) in Self.names {
            try fields.member(name, &self[keyPath: limit], usual: usual[keyPath: limit])
            guard self[keyPath: limit] > 0 else {
                throw ScenarioFileError(place: fields.path(name), reason: "a limit is at least 1")
            }
        }
    }

    /// What each limit is called in a file.
    static var names: [(limit: WritableKeyPath<GossipLimits, Int>, name: String)] {
        [
            (\.stateEntries, "state_entries"), (\.stateBytes, "state_bytes"), (\.lag, "lag"), (\.answers, "answers"),
            (\.controlBytes, "control_bytes"), (\.answerBytes, "answer_bytes"),
            (\.answerPieceBytes, "answer_piece_bytes"), (\.clockBatch, "clock_batch"), (\.probeHeads, "probe_heads"),
            (\.staleRounds, "stale_rounds"), (\.strays, "strays"), (\.lonelyRounds, "lonely_rounds"),
            (\.earlyBytes, "early_bytes"), (\.allEarlyBytes, "all_early_bytes"), (\.members, "members"),
            (\.strangerRuns, "stranger_runs"), (\.nodeRuns, "node_runs"), (\.wholeRuns, "whole_runs"),
            (\.usersAtOnce, "users_at_once"), (\.namingBytes, "naming_bytes"), (\.namesInParts, "names_in_parts"),
            (\.knownEntries, "known_entries"), (\.closedRuns, "closed_runs"), (\.lettingGo, "letting_go"),
            (\.links, "links"), (\.holdsOfRun, "holds_of_run"), (\.stateQuestions, "state_questions"),
        ]
    }
}
