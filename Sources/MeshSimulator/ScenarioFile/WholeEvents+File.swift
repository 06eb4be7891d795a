extension WholeFault {
    /// A fault taken apart: its name, and what it is about.
    ///
    /// Files, pictures and what makes a scenario smaller know nothing else of it.
    struct Form: Equatable {
        /// The name, as it stands in a file.
        var what: String

        /// The host that it is about, and another.
        var host: Int?
        var other: Int?

        /// The hosts on one side of it.
        var hosts: [Int] = []

        /// How far a clock is moved, in microseconds, and whether it is put right in the end.
        var microseconds: Int64 = 0
        var isPutRight = false

        /// Whether a node has no time to say goodbye.
        var isKilled = false

        /// After how many calls to its disk a node ends, and whether its machine does.
        var calls = 0
        var failsPower = false

        /// How many of a million it is about.
        var perMillion = 0
    }
}

extension WholeFault.Form {
    /// A fault, taken apart.
    init(_ trouble: WholeFault.Trouble) {
        switch trouble {
        case .split(let side): self.init(what: "split", hosts: side)
        case .deafness(let side): self.init(what: "deafness", hosts: side)
        case .cut(let host, let other): self.init(what: "cut", host: host, other: other)
        case .kill(let host): self.init(what: "kill", host: host)
        case .powerFailure(let host): self.init(what: "power failure", host: host)
        case .interruption(let host, let calls, let failsPower):
            self.init(what: "interruption", host: host, calls: calls, failsPower: failsPower)
        case .tampering(let perMillion): self.init(what: "tampering", perMillion: perMillion)
        case .restoration(let host): self.init(what: "restoration", host: host)
        case .pause(let host): self.init(what: "pause", host: host)
        case .jump(let host, let by, let isPutRight):
            self.init(what: "move clock", host: host, microseconds: by, isPutRight: isPutRight)
        case .disk(let host, let trouble): self.init(what: "\(trouble.rawValue) disk", host: host)
        case .renewal(let host, let isKilled): self.init(what: "renewal", host: host, isKilled: isKilled)
        case .rereading(let host): self.init(what: "rereading", host: host)
        case .names(let isSilent): self.init(what: isSilent ? "silent names" : "forgotten names")
        case .misstart(let host, let kind): self.init(what: "start \(kind.rawValue)", host: host)
        case .removal(let host): self.init(what: "removal", host: host)
        case .exhaustion(let host): self.init(what: "exhaustion", host: host)
        }
    }

    /// The fault; `nil` if there is no such, or something is missing.
    var trouble: WholeFault.Trouble? {
        if what.hasSuffix(" disk"), let trouble = WholeFault.DiskTrouble(rawValue: String(what.dropLast(5))) {
            return host.map { .disk($0, trouble) }
        }
        if what.hasPrefix("start "), let kind = WholeFault.Misstart(rawValue: String(what.dropFirst(6))) {
            return host.map { .misstart($0, kind) }
        }
        switch what {
        case "silent names": return .names(isSilent: true)
        case "forgotten names": return .names(isSilent: false)
        case "removal": return host.map { .removal($0) }
        case "exhaustion": return host.map { .exhaustion($0) }
        case "split": return .split(hosts)
        case "deafness": return .deafness(hosts)
        case "cut":
            guard let host, let other else { return nil }
            return .cut(from: host, to: other)
        case "kill": return host.map { .kill($0) }
        case "power failure": return host.map { .powerFailure($0) }
        case "interruption": return host.map { .interruption($0, afterCalls: calls, failsPower: failsPower) }
        case "tampering": return .tampering(perMillion: perMillion)
        case "restoration": return host.map { .restoration($0) }
        case "pause": return host.map { .pause($0) }
        case "move clock": return host.map { .jump($0, by: microseconds, isPutRight: isPutRight) }
        case "rereading": return host.map { .rereading($0) }
        case "renewal": return host.map { .renewal($0, isKilled: isKilled) }
        default: return nil
        }
    }
}

extension WholeFault: FileRecord {
    static var blank: Self { WholeFault(.split([]), start: 0, end: 0) }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        var form = Form(trouble)
        try fields.member("begin_ns", &start)
        try fields.member("end_ns", &end)
        try fields.member("what", &form.what)
        try fields.member("host", &form.host, usual: nil)
        try fields.member("other", &form.other, usual: nil)
        try fields.member("hosts", &form.hosts, usual: [])
        try fields.member("by_us", &form.microseconds, usual: 0)
        try fields.member("put_right", &form.isPutRight, usual: false)
        try fields.member("killed", &form.isKilled, usual: false)
        try fields.member("calls", &form.calls, usual: 0)
        try fields.member("power", &form.failsPower, usual: false)
        try fields.member("per_million", &form.perMillion, usual: 0)
        guard form.calls >= 0 else { throw ScenarioFileError(place: fields.path("calls"), reason: "is below zero") }
        guard end >= start else {
            throw ScenarioFileError(place: fields.path("end_ns"), reason: "is before its begin")
        }
        guard let trouble = form.trouble else {
            let reason = "\"\(form.what)\" is no fault, or lacks a member"
            throw ScenarioFileError(place: fields.path("what"), reason: reason)
        }
        self.trouble = trouble
    }
}

extension WholeAction: FileRecord {
    static var blank: Self { WholeAction(browser: 0, deed: .speak(1), time: 0) }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        var (said, asked, node, after): (Int?, Int?, Int?, Int64) =
            switch deed {
            case .speak(let count): (count, nil, nil, 0)
            case .reload(let node, let after): (nil, nil, node, after)
            case .ask(let count): (nil, count, nil, 0)
            }
        try fields.member("at_ns", &time)
        try fields.member("who", &browser)
        try fields.member("says", &said, usual: nil)
        try fields.member("asks_for", &asked, usual: nil)
        try fields.member("reloads_at", &node, usual: nil)
        try fields.member("after_ns", &after, usual: 0)
        switch (said, asked, node) {
        case (let count?, nil, nil) where count > 0: deed = .speak(count)
        case (nil, let count?, nil) where count > 0: deed = .ask(count)
        case (nil, nil, let node?) where after >= 0: deed = .reload(node: node, after: after)
        default: throw ScenarioFileError(place: fields.place, reason: "is no action")
        }
    }
}

extension WholeScenario.Link: FileRecord {
    static var blank: Self { Self(dialer: 0, listener: 0, isDatagrams: false) }

    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError) {
        try fields.member("from", &dialer)
        try fields.member("to", &listener)
        try fields.member("udp", &isDatagrams, usual: false)
        try fields.member("distant", &isDistant, usual: false)
        try fields.member("thin", &isThin, usual: false)
    }
}
