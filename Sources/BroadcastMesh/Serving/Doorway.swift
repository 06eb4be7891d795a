import Reactor

/// Where clients come in: the listeners, how many there is room for, and what was told of those who could not come in.
struct Doorway {
    /// What comes of one try to take somebody in.
    enum Admission: ~Copyable {
        /// A connection, under a number that no other has, modulo 2²⁴, and whether it is one too many.
        case connection(Accepted, generation: UInt32, isExcess: Bool)

        /// Somebody was told that there is no room, and is gone.
        case turnedAway

        /// Nobody waits, or nobody can be taken in for a moment.
        case nobody
    }

    private let network: any Network
    private let log: Log

    /// What makes HTTPS of it, if anything does.
    var seal: ClientSeal?

    /// What accepts clients, while the node serves.
    private var listeners: ListenerGroup?

    /// How many connections there may be: what the limit of descriptors leaves.
    private(set) var budget = DescriptorBudget(limit: 0, open: 0, peers: 0)

    /// Counts the connections that were ever accepted.
    private var acceptedCount: UInt32 = 0

    /// What was told lately.
    private var complaints = OncePerMinute<String>()

    /// Is closed.
    init(on network: any Network, sealedBy seal: ClientSeal? = nil, log: Log) {
        self.network = network
        self.seal = seal
        self.log = log
    }

    /// Opens the HTTP port.
    ///
    /// - Parameter addresses: Where.
    /// - Returns: The first address, with the port that was found.
    /// - Throws: When a port cannot be opened.
    mutating func open(on addresses: [SocketAddress]) throws(SystemError) -> SocketAddress {
        let log = log
        let listeners = try ListenerGroup(on: addresses, as: .clientListener, of: network) { log.tellUnopened($0) }
        self.listeners = listeners
        return listeners.addresses[0]
    }

    /// Takes nobody in any more.
    mutating func close() {
        listeners = nil
    }

    /// How many there is room for.
    mutating func admit(_ budget: DescriptorBudget) {
        self.budget = budget
    }

    /// How many clients there is room for.
    var room: Int { budget.clients }

    /// Where the listeners are.
    var addresses: [SocketAddress] { listeners?.addresses ?? [] }

    /// Where they are, in one line.
    var description: String { listeners?.description ?? "" }

    /// When to go on taking clients in, or to look at the certificate, in monotonic nanoseconds.
    var deadline: Int64? {
        guard let reading = seal?.nextReading else { return listeners?.resumes }
        return min(reading, listeners?.resumes ?? reading)
    }

    /// Takes one client in.
    ///
    /// - Parameters:
    ///   - slot: Which listener has some.
    ///   - count: How many connections there are.
    ///   - now: Monotonic nanoseconds.
    ///   - refusal: What is told to who cannot be taken in.
    /// - Returns: It, if somebody waits and can be taken in.
    mutating func accept(
        at slot: Int,
        besides count: Int,
        at now: Int64,
        refusingWith refusal: () -> [UInt8]
    ) -> Admission {
        guard let listener = listeners?[slot] else { return .nobody }
        // Those who are being refused must not use up what is kept for peers.
        guard count < budget.clients + budget.refusals else {
            return turnAway(from: listener, at: now, refusal)
        }
        do throws(SystemError) {
            guard let accepted = try listener.socket.accept() else { return .nobody }
            acceptedCount &+= 1
            let (generation, isExcess) = (acceptedCount & 0xFF_FFFF, count >= budget.clients)
            guard let seal else { return .connection(accepted, generation: generation, isExcess: isExcess) }
            let peer = accepted.peerAddress
            guard let socket = seal.network.adopt(accepted.socket) else {
                complain("OpenSSL has no room for a connection", at: now)
                return .nobody
            }
            return .connection(Accepted(socket, from: peer), generation: generation, isExcess: isExcess)
        } catch {
            complain("\(error)", at: now)
            rest(at: now)
            return .nobody
        }
    }

    /// Tells one that there is no room, without keeping the connection.
    private mutating func turnAway(
        from listener: ListeningSocket,
        at now: Int64,
        _ refusal: () -> [UInt8]
    ) -> Admission {
        do throws(SystemError) {
            guard let accepted = try listener.socket.accept() else { return .nobody }
            // Before a handshake nothing can be said.
            guard seal == nil else { return .turnedAway }
            // What was read is not answered with a reset, which would take the answer with it.
            var request = [UInt8](repeating: 0, count: 4096)
            _ = try? accepted.socket.receive(into: &request)
            _ = accepted.socket.offer(refusal().span)
            return .turnedAway
        } catch {
            complain("\(error)", at: now)
            rest(at: now)
            return .nobody
        }
    }

    private mutating func complain(_ reason: String, at now: Int64) {
        guard complaints.admit("accept clients", at: now) != nil else { return }
        log.warning("cannot accept", ["reason": .string(reason)])
    }

    private mutating func rest(at now: Int64) {
        let network = network
        listeners?.rest(at: now, on: network)
    }

    /// Goes on taking clients in, if it is time to.
    mutating func resumeIfDue(at now: Int64) {
        let network = network
        listeners?.resumeIfDue(at: now, on: network)
    }
}
