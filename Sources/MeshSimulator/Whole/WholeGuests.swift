import ChannelProtocol

/// The clients of a mesh of whole nodes that take part in no chat, and who watches them.
struct WholeGuests {
    /// One of them.
    enum Guest {
        case relay(RelayClient)
        case poster(RelayPoster)
        case stranger(Stranger)
        case program(EmbeddingProgram)
    }

    /// What they are; those behind the scenario's own read whole histories in the end.
    let plans: [WholeGuest]

    /// They.
    var all: [Guest] = []

    /// Those who ask nodes for their status.
    var probes: [StatusProbe] = []

    /// Where each is, or goes.
    var nodes: [Int]

    /// Which run of its node each went to; negative where nobody can tell.
    var runs: [Int32]

    /// Whether one that reads slowly is about to.
    var isAboutToRead: [Bool]

    /// Those that were let go, people too, by which run of a node.
    var cuts: [(reader: String, host: Int, run: Int32)] = []

    /// From when on a stranger was to read what is posted, in nanoseconds.
    var deafFrom: [Int: Int64] = [:]

    /// When each was let go last that had been taken in, in nanoseconds.
    var letGoAt: [Int: Int64] = [:]

    /// Those that embed a node.
    let programs: [Int]

    /// Those that post under keys of others.
    var thieves: KeyThieves

    /// Who watches.
    var judge: RelayJudge

    /// Begins with nobody.
    init(_ scenario: WholeScenario) {
        let crowd = scenario.crowd
        // Those who can hear or post.
        let plain = crowd.guests.filter { if case .stranger = $0.kind { false } else { true } }
        let channels = Dictionary(plain.map { ($0.channel, $0.path) }) { first, _ in first }
        let auditors = channels.sorted { $0.key < $1.key }.flatMap { _, path in
            [false, true].map { speaksEvents in
                WholeGuest(
                    .relay(WholeGuest.Listening(history: 1_000_000, speaksEvents: speaksEvents)),
                    // Elsewhere the channel protocol is not spoken.
                    at: speaksEvents && !path.hasPrefix(ClientPath.channels) ? ClientPath.channels : path,
                    [WholeGuest.Deed(.reload(node: -1, early: 0), time: scenario.auditAt)]
                )
            }
        }
        plans = crowd.guests + auditors
        programs = crowd.guests.indices.filter { if case .program = crowd.guests[$0].kind { true } else { false } }
        thieves = KeyThieves(amongst: crowd.guests)
        nodes = Array(repeating: 0, count: plans.count)
        runs = Array(repeating: 0, count: plans.count)
        isAboutToRead = Array(repeating: false, count: plans.count)
        judge = RelayJudge(
            losesOld: scenario.losesOld,
            suspects: scenario.suspects.count,
            // Who speaks as a node does may raise the ranks of some nodes, and of what is said there, before the others'.
            keepsTimeOrder: scenario.terms.keepsTimeOrder
                && !(scenario.terrain.seal == nil && crowd.guests.contains { $0.kind == .stranger(.falsePeer) }),
            isCalm: scenario.isCalm,
            lengthForAll: scenario.lengthForAll,
            forgetsWhereLost: scenario.forgetsWhereLost
        )
    }

    /// Whether somebody may come under the name of a person.
    var hasThief: Bool {
        plans.contains { $0.kind == .stranger(.theft) }
    }
}

/// What happens to a guest.
enum WholeVisit: Sendable {
    /// It does something.
    case deed(Int32)

    /// It goes to a node, by chance if that is negative, with so many messages behind its request; void if it has
    /// connected since.
    case open(node: Int32, early: Int32, serial: UInt64)

    /// It has waited long enough; void if it has connected since.
    case unlessOpen(serial: UInt64)

    /// It reads a little.
    case read

    /// It takes the next step of its script; void if it has begun anew.
    case step(serial: UInt64)
}
