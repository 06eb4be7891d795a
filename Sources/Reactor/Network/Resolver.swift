import Glibc
import Synchronization

/// Asks for the addresses of names, without making anybody wait who asks for another.
///
/// The system's resolver blocks, at times for a minute, and cannot be stopped. So each name has a thread of its own while
/// it is asked for; whoever asks for the same meanwhile waits for the same answer, each as long as it likes. The tasks'
/// own threads, two on a small machine, are never lent to it.
public final class Resolver: Sendable {
    /// Asks the system; what a test puts in its place is called on a thread that may wait.
    public typealias LookUp = @Sendable (_ host: String, _ port: UInt16) throws(SystemError) -> [SocketAddress]

    /// How many names are asked for at the same time: each takes a thread, perhaps for a minute.
    public static let nameLimit = 64

    /// How long an answer is waited for: as long as the system's resolver waits for one server that is silent.
    ///
    /// Where that is the first of several, each answer takes longer than anybody waits; see ``lateLife``.
    public static let patience: Duration = .seconds(5)

    /// How long an answer that came when nobody waited any more is kept for who asks again, in nanoseconds.
    static let lateLife: Int64 = 30_000_000_000

    /// The one that everybody uses.
    public static let shared = Resolver()

    private struct Question: Hashable {
        var host: String
        var port: UInt16
    }

    private struct Waiter {
        var number: Int
        var take: @Sendable (Result<[SocketAddress], SystemError>) -> Void
    }

    private struct Waiting {
        /// Who waits, by what is asked for; a thread asks for each.
        var waiters: [Question: [Waiter]] = [:]
        var count = 0

        /// Answers that came when nobody waited any more, and until when they are good, in monotonic nanoseconds.
        var late: [Question: (addresses: [SocketAddress], end: Int64)] = [:]

        /// Keeps what nobody waited for; only so much, and only so long.
        mutating func keep(_ addresses: [SocketAddress], for question: Question, at now: Int64) {
            late = late.filter { $0.value.end > now }
            guard late.count < Resolver.nameLimit else { return }
            late[question] = (addresses, now + Resolver.lateLife)
        }
    }

    private let lookUp: LookUp
    private let waiting = Mutex(Waiting())

    /// Makes one that asks in a way of its own.
    ///
    /// - Parameter lookUp: Asks for the addresses of a name.
    public init(lookUp: @escaping LookUp = SocketAddress.resolve) {
        self.lookUp = lookUp
    }

    /// Finds the addresses of a host.
    ///
    /// - Parameters:
    ///   - host: A name, or a numeric address without brackets, which is not asked for.
    ///   - port: The port that the addresses get.
    ///   - patience: How long to wait at most; a task that is cancelled waits no longer.
    /// - Returns: At least one address, in the order in which they should be tried, the families by turns.
    /// - Throws: `getaddrinfo HOST: …` when there is none, or no answer in time.
    public func resolve(
        host: String,
        port: UInt16,
        patience: Duration = Resolver.patience
    ) async throws(SystemError) -> [SocketAddress] {
        if let address = SocketAddress(numericHost: host, port: port) { return [address] }
        let question = Question(host: host, port: port)
        if let late = waiting.withLock({ $0.late[question] }), late.end > Clock.monotonic() {
            return late.addresses.alternatingFamilies
        }
        let number = waiting.withLock { waiting in
            waiting.count += 1
            return waiting.count
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                ask(question, number, patience) { continuation.resume(returning: $0) }
                // Who was cancelled before it waited is not found there.
                if Task.isCancelled { giveUp(number, question) }
            }
        } onCancel: {
            giveUp(number, question)
        }
        return try result.get().alternatingFamilies
    }

    private func ask(
        _ question: Question,
        _ number: Int,
        _ patience: Duration,
        _ take: @escaping @Sendable (Result<[SocketAddress], SystemError>) -> Void
    ) {
        let isFirst: Bool? = waiting.withLock { waiting in
            let isFirst = waiting.waiters[question] == nil
            guard !isFirst || waiting.waiters.count < Self.nameLimit else { return nil }
            waiting.waiters[question, default: []].append(Waiter(number: number, take: take))
            return isFirst
        }
        guard let isFirst else { return take(.failure(Self.noAnswer(question.host))) }
        if isFirst { startAsking(question) }
        Task {
            do { try await Task.sleep(for: patience) } catch { return }
            self.giveUp(number, question)
        }
    }

    private func startAsking(_ question: Question) {
        do throws(SystemError) {
            try startThread {
                do throws(SystemError) {
                    self.answer(question, .success(try self.lookUp(question.host, question.port)))
                } catch {
                    self.answer(question, .failure(error))
                }
            }
        } catch {
            answer(question, .failure(error))
        }
    }

    private func answer(_ question: Question, _ result: Result<[SocketAddress], SystemError>) {
        let waiters = waiting.withLock { waiting in
            let waiters = waiting.waiters.removeValue(forKey: question) ?? []
            if waiters.isEmpty, case .success(let addresses) = result {
                waiting.keep(addresses, for: question, at: Clock.monotonic())
            }
            return waiters
        }
        for waiter in waiters { waiter.take(result) }
    }

    /// Lets one go without an answer; the thread goes on asking, and nobody starts another for the same name.
    private func giveUp(_ number: Int, _ question: Question) {
        let waiter = waiting.withLock { waiting -> Waiter? in
            guard let index = waiting.waiters[question]?.firstIndex(where: { $0.number == number }) else { return nil }
            return waiting.waiters[question]?.remove(at: index)
        }
        waiter?.take(.failure(Self.noAnswer(question.host)))
    }

    private static func noAnswer(_ host: String) -> SystemError {
        SystemError(call: "getaddrinfo", subject: host, code: EAI_AGAIN)
    }
}

extension [SocketAddress] {
    /// The addresses with the two families by turns, each family in its order, beginning with the first one's.
    ///
    /// So a machine without one of the two finds an address that works at the second try (RFC 8305 §4).
    public var alternatingFamilies: [SocketAddress] {
        guard let first else { return [] }
        var families = (filter { $0.isSameFamily(as: first) }[...], filter { !$0.isSameFamily(as: first) }[...])
        var addresses: [SocketAddress] = []
        while addresses.count < count {
            if let next = families.0.popFirst() { addresses.append(next) }
            if let next = families.1.popFirst() { addresses.append(next) }
        }
        return addresses
    }
}
