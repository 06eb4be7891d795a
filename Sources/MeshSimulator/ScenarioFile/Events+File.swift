extension Fault: FileRecord {
    static var blank: Self { Fault(kind: .twin(host: 0), begin: 0, end: 0) }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        var form = Form(kind)
        try fields.member("begin_ns", &begin)
        try fields.member("end_ns", &end)
        try fields.member("what", &form.what)
        try fields.member("link", &form.link, usual: nil)
        try fields.member("host", &form.host, usual: nil)
        try fields.member("hosts", &form.hosts, usual: [])
        try fields.member("forward", &form.forward, usual: false)
        try fields.member("backward", &form.backward, usual: false)
        try fields.member("silent", &form.isSilent, usual: false)
        try fields.member("by_us", &form.microseconds, usual: 0)
        try fields.member("put_right", &form.isPutRight, usual: false)
        guard end >= begin else { throw ScenarioFileError(place: fields.path("end_ns"), reason: "is before its begin") }
        guard let kind = form.kind else {
            throw ScenarioFileError(
                place: fields.path("what"),
                reason: "\"\(form.what)\" is no fault, or lacks a member"
            )
        }
        self.kind = kind
    }
}

extension Action: FileRecord {
    static var blank: Self { Action(time: 0, kind: .detach(client: 0)) }

    /// An action as it stands in a file: its name, and what it is about.
    struct Form {
        var what: String
        var client: Int?
        var traveller: Int?
        var rascal: Int?
        var trick: String?
        var host: Int?
        var username: String?
        var size: Int?
        var isSilent = false
        var forgets = false
        var pause: Int64?
    }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        var form = Form(kind)
        try fields.member("at_ns", &time)
        try fields.member("what", &form.what)
        try fields.member("client", &form.client, usual: nil)
        try fields.member("traveller", &form.traveller, usual: nil)
        try fields.member("rascal", &form.rascal, usual: nil)
        try fields.member("trick", &form.trick, usual: nil)
        try fields.member("host", &form.host, usual: nil)
        try fields.member("as", &form.username, usual: nil)
        try fields.member("bytes", &form.size, usual: nil)
        try fields.member("silent", &form.isSilent, usual: false)
        try fields.member("forgets", &form.forgets, usual: false)
        try fields.member("pause_ns", &form.pause, usual: nil)
        guard let kind = form.kind else {
            let reason = "\"\(form.what)\" is no action, or lacks a member"
            throw ScenarioFileError(place: fields.path("what"), reason: reason)
        }
        self.kind = kind
    }
}

extension Action.Form {
    /// An action, taken apart.
    init(_ kind: Action.Kind) {
        switch kind {
        case .attach(let client, let host, let username):
            self.init(what: "attach", client: client, host: host, username: username)
        case .detach(let client): self.init(what: "detach", client: client)
        case .post(let client, let size): self.init(what: "post", client: client, size: size)
        case .hop(let traveller, let host, let isSilent, let forgets):
            self.init(what: "hop", traveller: traveller, host: host, isSilent: isSilent, forgets: forgets)
        case .rest(let traveller, let pause): self.init(what: "rest", traveller: traveller, pause: pause)
        case .say(let traveller, let size): self.init(what: "say", traveller: traveller, size: size)
        case .misbehave(let rascal, let host, let trick):
            self.init(what: "misbehave", rascal: rascal, trick: trick.rawValue, host: host)
        }
    }

    /// The action; `nil` if there is no such, or something is missing.
    fileprivate var kind: Action.Kind? {
        if what == "misbehave", let rascal, let host, let trick = trick.flatMap(Trick.init) {
            return .misbehave(rascal: rascal, host: host, trick: trick)
        }
        if what == "rest", let traveller, let pause, pause >= 0 { return .rest(traveller: traveller, pause: pause) }
        return switch (what, client, traveller, host, size) {
        case ("attach", let client?, nil, let host?, nil): .attach(client: client, host: host, username: username)
        case ("detach", let client?, nil, nil, nil): .detach(client: client)
        case ("post", let client?, nil, nil, let size?) where size > 0: .post(client: client, size: size)
        case ("hop", nil, let traveller?, let host?, nil):
            .hop(traveller: traveller, host: host, isSilent: isSilent, forgets: forgets)
        case ("say", nil, let traveller?, nil, let size?) where size > 0: .say(traveller: traveller, size: size)
        default: nil
        }
    }
}
