import MeshClient

/// The one connection that a session has at a time: what an earlier one still says is nobody's business.
struct CurrentConnection {
    /// What a connection has to say.
    struct Report: Sendable {
        /// Which connection.
        fileprivate let number: Int

        /// What happened to it.
        let news: NodeConnection.News

        /// Lets the connection go on: until then nothing more is read from the node.
        let done: CheckedContinuation<Void, Never>
    }

    private(set) var connection: NodeConnection?
    private var number = 0
    private let trust: ServerTrust

    /// Begins without one.
    ///
    /// - Parameter trust: Whose word is taken for the certificates of nodes.
    init(trusting trust: ServerTrust) {
        self.trust = trust
    }

    /// Hangs up, and dials.
    ///
    /// - Parameters:
    ///   - url: Where.
    ///   - pass: Passes a report on to who will resume ``Report/done``; `false` when nobody listens any more.
    mutating func dial(_ url: String, pass: @escaping @Sendable (Report) -> Bool) {
        hangUp()
        connection = NodeConnection(to: url, trusting: trust) { [number] news in
            await withCheckedContinuation { done in
                if !pass(Report(number: number, news: news, done: done)) { done.resume() }
            }
        }
    }

    /// Ends the connection, if there is one.
    mutating func hangUp() {
        connection?.drop()
        connection = nil
        number += 1
    }

    /// Whether a report is of this connection.
    func made(_ report: Report) -> Bool { report.number == number }

    /// Sends a text, once the connection is open.
    func send(_ text: String) { connection?.send(text) }
}
