import Gossip
import Synchronization

/// A program that listens to a channel: what it was brought and has not taken, and how far it is.
final class Hearing: Sendable {
    private enum Heard {
        case message(HeardMessage)
        case gap(lost: Int, position: BroadcastChannel.Position)
    }

    private struct Inbox {
        /// What is taken next.
        var arrivals: ArraySlice<Heard> = []

        /// Of what was taken.
        var position: BroadcastChannel.Position?
        var isFinished = false
    }

    private static let count = Atomic<Int>(0)

    /// What it is known by.
    let number: Int

    /// The channel's name.
    let channel: [UInt8]

    /// What was heard before.
    let start: BroadcastChannel.Position?

    private let host: any ChannelHost
    private let inbox: Mutex<Inbox>

    init(_ channel: [UInt8], after position: BroadcastChannel.Position?, on host: any ChannelHost) {
        number = Self.count.add(1, ordering: .relaxed).newValue
        self.channel = channel
        self.host = host
        start = position
        inbox = Mutex(Inbox(position: position))
    }

    deinit {
        Task { [host, number] in await host.forget(number) }
    }

    /// What was taken of the channel; `nil` as long as it was never heard.
    var position: BroadcastChannel.Position? { inbox.withLock { $0.position } }

    /// Whether nothing is here, and something may still come.
    var isWaiting: Bool { inbox.withLock { $0.arrivals.isEmpty && !$0.isFinished } }

    /// The channel is heard.
    func open(at position: BroadcastChannel.Position) {
        inbox.withLock { inbox in
            if inbox.position == nil { inbox.position = position }
        }
    }

    /// Messages have come.
    func add(_ messages: [HeardMessage]) {
        inbox.withLock { inbox in
            for message in messages { inbox.arrivals.append(.message(message)) }
        }
    }

    /// Messages are missing; who was told of them stands at a position.
    func addGap(lost: Int, before position: BroadcastChannel.Position) {
        inbox.withLock { $0.arrivals.append(.gap(lost: lost, position: position)) }
    }

    /// Nothing more will come.
    func finish() {
        inbox.withLock { $0.isFinished = true }
    }

    /// Begins to hear.
    func begin() async {
        await host.begin(self)
    }

    /// The next message; `nil` once the node has stopped, or the task was cancelled.
    ///
    /// - Throws: ``ChannelError/overtaken(lost:)``.
    func next() async throws(ChannelError) -> BroadcastChannel.Message? {
        while !Task.isCancelled {
            let (arrival, isFinished) = inbox.withLock { inbox -> (Heard?, Bool) in
                let arrival = inbox.arrivals.popFirst()
                switch arrival {
                case .message(let message): inbox.position?.inMesh.advance(to: message.id)
                case .gap(_, let position): inbox.position = position
                case nil: break
                }
                return (arrival, inbox.isFinished)
            }
            switch arrival {
            case .message(let message): return BroadcastChannel.Message(message)
            case .gap(let lost, _): throw .overtaken(lost: lost)
            case nil:
                guard !isFinished else { return nil }
                await host.bring(to: self)
            }
        }
        return nil
    }
}
