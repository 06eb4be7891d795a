import MeshClient
import Reactor

/// Many clients on a thread of their own, who load a node: they send what is asked for, and count what comes.
///
/// It is as cheap as such a thing gets, for what it takes of the machine the node lacks: large reads, frames that are
/// found by their headers, no memory taken for a message.
actor Loader: TurnHandler {
    /// How much is read at once, in bytes.
    private static let readSize = 256 << 10

    /// How many clients connect at a time: more would only wait for each other.
    static let openingLimit = 64

    private let loop: EventLoop
    private var connections: [LoadConnection] = []
    private var buffer = [UInt8](repeating: 0, count: readSize)
    private var free: [Int] = []
    private var message = LoadMessage.relayed
    private var pace = LoadPace.never
    private(set) var tally = Tally(clients: 0, hearers: 0, senders: 0)
    private(set) var guests = LoadGuests()

    /// When anything came last, by the monotonic clock in nanoseconds.
    private(set) var lastNews: Int64 = Clock.monotonic()

    /// Why the load ended, if it did.
    private(set) var failure: CommandError?

    /// The executor of the loop.
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    /// Starts the thread.
    init() throws(CommandError) {
        do throws(SystemError) {
            loop = try EventLoop(grain: 1)
        } catch {
            throw .failure("\(error)")
        }
        loop.attach(self)
    }

    /// Lets every connection go, and then ends the thread.
    ///
    /// When it returns nothing is sealed any more: a process must not end while another thread is in OpenSSL.
    func stop() {
        pace = .never
        connections = []
        guests = LoadGuests()
        loop.stop()
    }

    /// Has clients come, as quickly as they are let in.
    func invite(_ group: LoadGroup) {
        guests.invite(group)
        lastNews = Clock.monotonic()
    }

    /// Begins to send.
    func send(_ message: LoadMessage, at pace: LoadPace, counting tally: Tally) {
        self.message = message
        self.pace = pace
        self.tally = tally
    }

    /// Sends no more.
    func fallSilent() { pace = .never }

    /// Has clients come and go again, so many at a time.
    func receiveVisits(_ group: LoadGroup) {
        guests.leaveAtOnce = true
        invite(group)
    }

    /// Whether all that was sent is with everybody.
    var hasDelivered: Bool { tally.deliveries >= tally.wanted }

    /// Takes how long messages took since this was asked before.
    func takeLatencies() -> Latencies {
        defer { tally.latencies = Latencies() }
        return tally.latencies
    }

    /// How far it has come.
    func count() throws(CommandError) -> LoadCount {
        if let failure { throw failure }
        return LoadCount(
            time: Clock.monotonic(),
            spent: Clock.threadProcessor(),
            deliveries: tally.deliveries,
            visits: guests.visits
        )
    }

    /// Does the work of one turn.
    nonisolated func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64? {
        assumeIsolated { $0.turn(events) }
    }

    private func turn(_ events: borrowing [ReadyEvent]) -> Int64? {
        guard failure == nil else { return nil }
        do throws(CommandError) {
            for index in events.indices {
                try handle(events[index])
                // What is due is sent on time, however much there is to read: who waits for readers measures no delay.
                if index & 31 == 31, pace.deadline != nil { try speak() }
            }
            try greet()
            try speak()
        } catch {
            failure = error
            connections = []
        }
        return pace.deadline
    }

    private func handle(_ event: ReadyEvent) throws(CommandError) {
        let slot = Int(event.token & 0xFFFF_FFFF)
        guard slot < connections.count, connections[slot].token == event.token else { return }
        lastNews = Clock.monotonic()
        let connection = connections[slot]
        switch try connection.handleReady(event, using: &buffer, into: &tally) {
        case .none: break
        case .opened:
            guests.handleArrival()
            if guests.leaveAtOnce { try connection.close() }
        case .ended:
            connection.cut()
            guests.handleDeparture(from: slot)
        }
    }

    /// Has those connect who are to come.
    private func greet() throws(CommandError) {
        while let guest = guests.next(within: Self.openingLimit) {
            // What the socket's number meant before is told apart by what stands above it.
            let slot = guest.slot ?? connections.count
            let token = UInt64(slot) | UInt64(guests.invited) << 32
            let connection = try LoadConnection(slot, token, to: guest.url, at: guest.server, on: loop.network)
            if slot < connections.count { connections[slot] = connection } else { connections.append(connection) }
        }
    }

    private func speak() throws(CommandError) {
        switch pace {
        case .never: break
        case .window(let window):
            tally.takeFree(into: &free)
            for sender in free {
                var isWaiting = false
                while tally.waiting(of: sender) < window {
                    say(from: sender, at: Clock.monotonic())
                    isWaiting = true
                }
                if isWaiting { try connections[sender].flush() }
            }
        case .rate:
            while let next = pace.takeDue(at: Clock.monotonic()) {
                let sender = next.turn % tally.senders
                // What was due and had to wait has waited: without that, nothing would be said while all is slow.
                say(from: sender, at: next.due)
                try connections[sender].flush()
            }
        }
    }

    private func say(from sender: Int, at time: Int64) {
        let sequence = tally.send(from: sender)
        message.mark(with: Stamp(sender: UInt32(sender), sequence: sequence, time: UInt64(time)))
        connections[sender].say(message.bytes, maskedBy: 0x9E37_79B9 &* (sequence | 1))
    }
}
