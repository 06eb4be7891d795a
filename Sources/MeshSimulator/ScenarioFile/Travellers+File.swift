extension Traveller: FileRecord {
    static var blank: Self {
        Traveller(
            username: "",
            session: 0,
            firstRequest: .everything,
            patience: 1,
            window: .max,
            delay: 0,
            dice: Dice(seed: 0, stream: 0)
        )
    }

    /// What it is before it goes anywhere; the rest comes while a scenario runs.
    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        var (username, session, patience, window) = (username, session, patience, window)
        var history: Int? = if case .history(let count) = firstRequest { count } else { nil }
        var luck = dice.words
        try fields.member("username", &username)
        try fields.member("session", &session)
        try fields.member("history", &history, usual: nil)
        try fields.member("patience", &patience)
        try fields.member("window", &window, usual: .max)
        try fields.member("delay_ns", &delay)
        try fields.member("luck", &luck)
        guard let dice = Dice(words: luck) else {
            throw ScenarioFileError(place: fields.path("luck"), reason: "wanted four numbers, not all of them zero")
        }
        guard window > 0, delay >= 0, history ?? 0 >= 0 else {
            throw ScenarioFileError(place: fields.place, reason: "window, delay_ns and history count from 0 up")
        }
        self = Traveller(
            username: username,
            session: session,
            firstRequest: history.map { .history($0) } ?? .everything,
            patience: patience,
            window: window,
            delay: delay,
            dice: dice
        )
    }
}
