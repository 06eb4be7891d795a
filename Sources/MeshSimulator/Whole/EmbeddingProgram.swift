import BroadcastMesh
import WebSocket

/// A program that embeds a node: it posts and hears without a connection, and ends and starts with its node.
struct EmbeddingProgram {
    /// Its number among the guests.
    let number: Int

    /// The node, and the channel.
    let host: Int
    let channel: String
    let postsJSON: Bool

    /// Its place in the channel, and in which run of the node it has that.
    private var ear: SteppedNode.Ear?
    private var run: Int32 = 0

    /// Whether it has looked at what there is since it began to hear.
    private var hasLooked = false

    /// What it has heard, which it keeps from one run to the next.
    private var position: String?

    /// What it has still to post.
    private var pending: [RelayMessage] = []
    private var postCount = 0

    /// What the node was given of it, in this run of it, and has not answered, by number.
    private var posted: [Int: RelayMessage] = [:]

    /// Begins without a node.
    init(_ number: Int, in host: Int, of plan: WholeGuest) {
        self.number = number
        self.host = host
        channel = plan.channel
        postsJSON = plan.postsJSON
    }

    /// Has something to post.
    mutating func add(_ count: Int, bytes: Int) {
        for _ in 0..<count {
            postCount += 1
            pending.append(RelayMessage(speaker: number, number: postCount, length: bytes, prefersJSON: postsJSON))
        }
    }

    /// Takes out what it has to post.
    mutating func takePending() -> [RelayMessage] {
        defer { pending = [] }
        return pending
    }

    /// Has given a message to its node.
    mutating func note(_ message: RelayMessage, as number: Int) { posted[number] = message }

    /// Takes out a message that its node answers; `nil` for one of another program.
    mutating func takePosted(_ number: Int) -> RelayMessage? { posted.removeValue(forKey: number) }

    /// Begins to hear, in a run of the node, unless it does.
    ///
    /// - Returns: Whether it goes on where it was; `nil` when it hears already.
    mutating func listen(on node: inout SteppedNode, in run: Int32) -> Bool? {
        guard ear == nil || self.run != run else { return nil }
        let goesOn = position != nil
        // Nobody may hear of what an earlier run has not answered, or somebody.
        if self.run != run { posted = [:] }
        ear = node.listen(to: channel, after: position)
        position = ear?.position
        (self.run, hasLooked) = (run, false)
        return goesOn
    }

    /// Hears what there is.
    mutating func hear(on node: inout SteppedNode) -> [SteppedNode.Sound] {
        guard var ear, !hasLooked || node.hasNews(for: ear) else { return [] }
        hasLooked = true
        let heard = node.hear(&ear)
        position = ear.position
        self.ear = ear
        return heard
    }

    /// Hears no more; it begins again where it was.
    mutating func leave(_ node: inout SteppedNode, in run: Int32) {
        if let ear, self.run == run { node.leave(ear) }
        ear = nil
    }
}

extension WholeMesh {
    /// Lets the programs that embed a node do what they do behind a turn of it.
    ///
    /// - Returns: Whether another turn must follow.
    mutating func servePrograms(of host: Int) -> Bool {
        guard recordings == nil, scenario.recording == nil else { return false }
        var hasActed = false
        let answers = hosts[host].process?.node.takeAnswers() ?? []
        for guest in guests.programs {
            guard case .program(var program) = guests.all[guest], program.host == host,
                let process = hosts[host].process, process.node.serves
            else { continue }
            if begin(&program, guest, process) { hasActed = true }
            for answer in answers {
                guard let message = program.takePosted(answer.number) else { continue }
                if let id = answer.id, scenario.sabotage != .refuseOwn {
                    handleAnswered(RelayAnswer(message: message, id: id), of: guest)
                } else {
                    judgeRefusal(of: message, guest, "\(answer.error.map { "\($0)" } ?? "it is refused")")
                }
            }
            if post(&program, guest, process) { hasActed = true }
            let news = program.hear(on: &process.node)
            guests.all[guest] = .program(program)
            for heard in news { hear(heard, guest) }
            if !news.isEmpty { hasActed = true }
        }
        return hasActed
    }

    /// A program's post is not taken: as by a node that ends, or whose disk takes nothing, or that takes shorter ones only.
    private mutating func judgeRefusal(of message: RelayMessage, _ guest: Int, _ reason: String) {
        let (host, run) = (guests.nodes[guest], guests.runs[guest])
        guard !isTooLongForSome(message), !isStopping(host), !isExcused(CloseCode.internalError, host, run) else {
            return
        }
        judge.object(.refused(reader: "guest\(guest)", reason: reason))
    }

    private mutating func begin(
        _ program: inout EmbeddingProgram,
        _ guest: Int,
        _ process: WholeHost.RunningNode
    ) -> Bool {
        let run = hosts[program.host].runs
        (guests.nodes[guest], guests.runs[guest]) = (program.host, run)
        guard let goesOn = program.listen(on: &process.node, in: run) else { return false }
        let listener = RelayJudge.Listener(guest: guest, serial: UInt64(run), echoes: true, goesOn: goesOn)
        guests.judge.handleOpened(
            listener,
            on: program.channel,
            at: RelayJudge.RunName(host: program.host, run: run),
            internet.now
        )
        return true
    }

    private mutating func post(
        _ program: inout EmbeddingProgram,
        _ guest: Int,
        _ process: WholeHost.RunningNode
    ) -> Bool {
        let messages = program.takePending()
        guard !messages.isEmpty else { return false }
        note(messages, guest, serial: UInt64(guests.runs[guest]))
        for message in messages {
            let number = process.node.post(
                message.bytes,
                as: message.type,
                isJSON: message.isJSON,
                in: program.channel
            )
            program.note(message, as: number)
        }
        return true
    }

    private mutating func hear(_ heard: SteppedNode.Sound, _ guest: Int) {
        let channel = guests.plans[guest].channel
        switch heard {
        case .message(let type, let bytes, let isJSON):
            if scenario.sabotage == .deafenProgram { return }
            guests.judge.hear(RelayHearing(type: type, bytes: bytes, isJSON: isJSON), guest, on: channel)
        case .lost(let count): handleGap(count, guest, on: channel)
        }
    }

    /// A program does something, behind the next turn of its node.
    mutating func act(_ number: Int32, _ guest: Int, _ program: EmbeddingProgram) {
        var program = program
        switch guests.plans[guest].deeds[Int(number)].matter {
        case .post(let count, let bytes): program.add(count, bytes: bytes)
        case .reload:
            guard let process = hosts[program.host].process else { break }
            program.leave(&process.node, in: hosts[program.host].runs)
        }
        guests.all[guest] = .program(program)
        planTurn(of: program.host, at: internet.now)
    }

    /// Programs without a node hear nothing in the end.
    mutating func dismissPrograms() {
        judgeMaking()
        for (guest, client) in guests.all.enumerated() {
            guard case .program(let program) = client, hosts[program.host].process == nil else { continue }
            guests.judge.handleGone(guest, from: program.channel)
        }
    }
}
