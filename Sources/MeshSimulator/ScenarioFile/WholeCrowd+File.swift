import JSON

extension WholeManners: FileValue {
    func write(to writer: inout JSONWriter) { writer.value(rawValue) }

    init(reading value: JSONValue, at place: String) throws(ScenarioFileError) {
        self.init(rawValue: try Int(reading: value, at: place))
    }
}

extension Mischief: FileValue {}

extension WholeGuest: FileRecord {
    static var blank: Self { Self(.poster(keyed: false), at: "/") }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        var (isKeyed, listening, mischief, node): (Bool?, Listening?, Mischief?, Int?) =
            switch kind {
            case .relay(let listening): (nil, listening, nil, nil)
            case .poster(let isKeyed): (isKeyed, nil, nil, nil)
            case .stranger(let mischief): (nil, nil, mischief, nil)
            case .program(let node): (nil, nil, nil, node)
            }
        try fields.member("path", &path)
        try fields.member("posts_with_keys", &isKeyed, usual: nil)
        try fields.member("listens", &listening, usual: nil)
        try fields.member("mischief", &mischief, usual: nil)
        try fields.member("embeds", &node, usual: nil)
        try fields.member("posts_json", &postsJSON, usual: false)
        try fields.member("deeds", &deeds, usual: [])
        switch (isKeyed, listening, mischief, node) {
        case (let isKeyed?, nil, nil, nil): kind = .poster(keyed: isKeyed)
        case (nil, let listening?, nil, nil): kind = .relay(listening)
        case (nil, nil, let mischief?, nil): kind = .stranger(mischief)
        case (nil, nil, nil, let node?): kind = .program(node: node)
        default: throw ScenarioFileError(place: fields.place, reason: "listens, posts, or means no good")
        }
    }
}

extension WholeGuest.Listening: FileRecord {
    static var blank: Self { Self() }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        try fields.member("echoes", &echoes, usual: true)
        try fields.member("history", &history, usual: nil)
        try fields.member("pace", &pace, usual: nil)
        try fields.member("speaks_events", &speaksEvents, usual: false)
        try fields.member("guards_keys", &guardsKeys, usual: false)
        try fields.member("steals", &steals, usual: false)
    }
}

extension WholeGuest.Deed: FileRecord {
    static var blank: Self { Self(.post(1, bytes: 0), time: 0) }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        var (posts, bytes, node, early): (Int?, Int, Int?, Int) =
            switch matter {
            case .post(let count, let bytes): (count, bytes, nil, 0)
            case .reload(let node, let early): (nil, 0, node, early)
            }
        try fields.member("at_ns", &time)
        try fields.member("posts", &posts, usual: nil)
        try fields.member("bytes", &bytes, usual: 0)
        try fields.member("reloads_at", &node, usual: nil)
        try fields.member("early", &early, usual: 0)
        switch (posts, node) {
        case (let posts?, nil) where posts > 0 && bytes >= 0: matter = .post(posts, bytes: bytes)
        case (nil, let node?) where early >= 0: matter = .reload(node: node, early: early)
        default: throw ScenarioFileError(place: fields.place, reason: "is no deed")
        }
    }
}
