import ChannelProtocol
import Reactor
import WebSocket

/// A client that follows a script of bytes, whatever comes back.
struct Stranger {
    /// Its number among the guests, what it does, and where.
    let number: Int
    let mischief: Mischief
    let path: String

    /// Where its sockets are.
    let network: SimulatedNetwork

    /// What it has still to do, and what is to come of it.
    private(set) var steps: [StrangerStep] = []
    private(set) var consequence = Consequence.anything

    /// The connection of this time, or what it sends datagrams with.
    private(set) var connection: RawConnection?
    private var datagrams: RawDatagrams?

    /// Counts the times.
    private(set) var serial: UInt64 = 0

    private var dice: Dice

    /// How long it waits before it looks again whether a greeting is here, in nanoseconds.
    private static let lookingTime: Int64 = 10_000_000

    /// Begins without a connection.
    init(_ number: Int, _ mischief: Mischief, at path: String, on network: SimulatedNetwork, seed: UInt64) {
        self.number = number
        self.mischief = mischief
        self.path = path
        self.network = network
        dice = Dice(seed: seed, stream: 0xB122)
    }

    /// Begins to do it, once more.
    ///
    /// - Parameters:
    ///   - address: Where.
    ///   - origins: The runs of nodes that clients have heard of.
    ///   - base: Below which path the node is found besides.
    ///   - sabotage: What it is to show: it posts where people are, if it is a peer, or does not notice that it is let go.
    mutating func begin(
        _ address: SocketAddress,
        knowing origins: [String],
        below base: String?,
        for sabotage: WholeScenario.Sabotage?
    ) {
        connection?.leave(abruptly: true)
        serial += 1
        (steps, consequence) = mischief.script("stranger\(number)-\(serial)", at: path, below: base, &dice)
        datagrams = nil
        if let awaited = mischief.consequence(atSealedDoor: network.visitingSeal != nil) { consequence = awaited }
        if mischief.isPeer {
            var peer = FalsePeer(&dice, knowing: origins, isNoticed: sabotage == .forgeEntries)
            steps = mischief == .endlessFrame ? peer.endlessFrame() : peer.script()
        }
        do {
            if mischief.sendsDatagrams {
                datagrams = try RawDatagrams(to: address, on: network, overhears: mischief == .eavesdropping)
            } else {
                let notes = sabotage != .keepDeaf
                connection = try RawConnection(
                    to: address,
                    on: network,
                    token: serial,
                    through: mischief.speaksThroughSeal ? network.visitingSeal : nil,
                    notesEnd: notes
                )
            }
        } catch {
            connection = nil
        }
    }

    /// Goes on with the script.
    ///
    /// - Returns: How long it waits then, in nanoseconds; `nil` when it is at the end.
    mutating func goOn() -> Int64? {
        while let step = steps.first {
            steps.removeFirst()
            switch step {
            case .send(let bytes):
                connection?.send(bytes)
                datagrams?.send(bytes)
            case .welcome:
                guard let connection, !connection.isCut else { return nil }
                guard let welcome = GossipGrammar.welcome(to: connection.received) else {
                    steps.insert(.welcome, at: 0)
                    return Self.lookingTime
                }
                connection.send(welcome.encoded)
            case .askForPast:
                guard let connection, !connection.isCut else { return nil }
                guard let id = connection.lastMessage(ofAtLeast: 2) else {
                    steps.insert(.askForPast, at: 0)
                    return Self.lookingTime
                }
                connection.send(Mischief.frame(.text, ChatRequest.history(before: id, count: 10)))
            case .repeatOverheard: datagrams?.sendOverheard()
            case .upgraded:
                guard let connection, !connection.isCut else { return nil }
                guard let status = connection.statuses.first else {
                    steps.insert(.upgraded, at: 0)
                    return Self.lookingTime
                }
                guard status == 101 else { return nil }
            case .wait(let time): return time
            case .stopReading: connection?.stopReading()
            case .leave(let abruptly): connection?.leave(abruptly: abruptly)
            }
        }
        return nil
    }

    /// Lets go of its connection.
    mutating func end() {
        connection?.leave(abruptly: dice.below(2) == 0)
        connection = nil
    }

    /// Goes on after something happened on its socket.
    func handleReady() {
        var events: [ReadyEvent] = []
        network.takeReady(into: &events)
        for event in events where event.token == connection?.token { connection?.handleReady(event) }
        datagrams?.handleReady()
    }

    /// Whether what a node sent it over TCP begins otherwise than with a record of a seal.
    var isLetIn: Bool { connection?.received.first.map { ToySession.RecordKind(rawValue: $0) == nil } ?? false }

    /// Whether what came is what had to come.
    var isSatisfied: Bool {
        if consequence == .questions { return datagrams?.hasHeardFrames != true }
        guard let connection else { return true }
        switch consequence {
        case .anything, .questions: return true
        case .answers(let statuses): return connection.statuses == statuses
        case .told(let statuses, let text): return connection.statuses == statuses && connection.contains(text)
        case .sentAway(let status): return connection.statuses == [status] && connection.isCut
        case .end: return connection.isCut
        case .close(let code): return connection.closing.code == code
        case .taken(let status, let refusal):
            return connection.statuses == [status]
                || connection.statuses == [refusal] && connection.isCut && connection.isToldWhenToReturn
                // Before the end of a handshake nothing can be said.
                || mischief == .crowding && network.visitingSeal != nil && connection.statuses == [] && connection.isCut
        case .refusals(let refusal, let status):
            // While time passes, one more is taken now and then; the last may be asked for its body.
            let statuses = connection.statuses
            return statuses.first == status && statuses.contains(refusal)
                && statuses.allSatisfy { [status, refusal, 100].contains($0) }
        case .packings(let packed, let count):
            return connection.statuses == Array(repeating: 200, count: count) && connection.packings == packed
        case .pongs(let count): return connection.closing.pongs == count && connection.closing.code == 1000
        }
    }

    /// What came, in short.
    var shown: String {
        guard let connection else { return datagrams?.hasHeardFrames == true ? "what is for its peer" : "nothing" }
        let closing = connection.closing
        let statuses = connection.statuses
        let first = "\(statuses.prefix(40))\(statuses.count > 40 ? " and \(statuses.count - 40) more" : "")"
        return "answers \(first), code \(closing.code ?? 0), \(closing.pongs) pongs"
    }
}
