/// What a picture shows of a run, whichever kind of scenario it was.
struct DrawnRun {
    /// Something that went wrong for a while.
    struct Trouble {
        /// When it began and ended, in nanoseconds.
        var begin: Int64
        var end: Int64

        /// What it was, in words.
        var what: String

        /// The columns between which something was cut.
        var link: (Int, Int)?

        /// The columns on one side of it.
        var side: [Int] = []

        /// The column of a host that got no turn.
        var paused: Int?

        /// A note that belongs to a column.
        var note: (host: Int, text: String)?
    }

    /// The names of the nodes, one a column.
    var hosts: [String]

    /// What went wrong.
    var troubles: [Trouble]

    /// The promises that were broken, in words.
    var violations: [String]

    /// What happened.
    var chronicle: Chronicle
}

extension DrawnRun {
    /// A run of gossip alone; `nil` when nobody kept its chronicle.
    init?(_ scenario: Scenario, _ outcome: Outcome) {
        guard let chronicle = outcome.chronicle else { return nil }
        hosts = scenario.hosts.map(\.name)
        violations = outcome.violations.map(\.description)
        self.chronicle = chronicle
        troubles = scenario.faults.map { fault in
            var trouble = Trouble(begin: fault.begin, end: fault.end, what: fault.what)
            let form = Fault.Form(fault.kind)
            trouble.link = form.link.map { (scenario.edges[$0].dialer, scenario.edges[$0].listener) }
            trouble.side = form.hosts
            switch fault.kind {
            case .pause(let host): trouble.paused = host
            case .jump(let host, let by, _): trouble.note = (host, "clock \(by / 1_000_000) s")
            case .oldFile(let host, _):
                trouble.side = []
                trouble.note = (host, "old file")
            case .cut, .refuse, .split, .crash, .twin: break
            }
            return trouble
        }
    }

    /// A run of whole nodes; `nil` when nobody kept its chronicle.
    init?(_ scenario: WholeScenario, _ outcome: WholeOutcome) {
        guard let chronicle = outcome.chronicle else { return nil }
        hosts = (0..<scenario.nodes).map { "n\($0)" }
        violations = outcome.violations.map(\.description)
        self.chronicle = chronicle
        troubles = scenario.faults.map { fault in
            var trouble = Trouble(begin: fault.start, end: fault.end, what: fault.trouble.text)
            switch fault.trouble {
            case .split(let side), .deafness(let side): trouble.side = side
            case .cut(let from, let to): trouble.link = (from, to)
            case .pause(let host): trouble.paused = host
            case .jump(let host, let by, _): trouble.note = (host, "clock \(by / 1_000_000) s")
            case .disk(let host, let disk): trouble.note = (host, "\(disk.rawValue) disk")
            case .renewal(let host, _), .rereading(let host): trouble.note = (host, "new file")
            case .restoration(let host): trouble.note = (host, "earlier disk")
            case .misstart(let host, let kind): trouble.note = (host, "started \(kind.rawValue)")
            case .removal(let host): trouble.note = (host, "segment removed")
            case .exhaustion(let host): trouble.note = (host, "no descriptors")
            case .kill, .powerFailure, .interruption, .tampering, .names: break
            }
            return trouble
        }
        guard let refuge = scenario.terrain.refuge else { return }
        let end = scenario.refugeJudgedAt ?? refuge.start
        troubles.append(Trouble(begin: refuge.start, end: end, what: "healed for good: part", side: refuge.nodes))
    }
}
