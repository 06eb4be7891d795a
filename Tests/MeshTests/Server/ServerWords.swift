@testable import Mesh
@testable import MeshClient

/// What the program makes of what a server says, without a socket.
enum ServerWords {
    /// What `mesh status` prints of an answer; `nil` when it is none of a node.
    static func status(_ answer: [UInt8]) -> String? {
        NodeStatus(decoding: answer).map { StatusReport($0).text }
    }

    /// What `mesh chat` prints while a node says some things and is gone, and where it then looks for another.
    ///
    /// - Parameters:
    ///   - frames: What the node says, each a text message.
    ///   - columns: How wide the terminal is; `nil` for a pipe.
    /// - Returns: The lines that it prints, and the URLs that it dials.
    /// - Throws: Never: the node that it begins with has an address.
    static func chat(_ frames: [String], columns: Int?) throws -> (lines: [String], dialed: [String]) {
        var session = ChatSession(
            ChatParticipant(
                username: "ana",
                channel: nil,
                secret: "0123456789abcdef",
                history: 20,
                home: try NodeAddress("http://127.0.0.1:8081")
            )
        )
        var (lines, dialed): ([String], [String]) = ([], [])
        func take(_ actions: [ChatAction]) {
            for action in actions {
                switch action {
                case .dial(let url): dialed.append(url)
                case .show(let news): lines += ChatLines(columns: columns).lines(for: news)
                case .unsent(_, let text), .unconfirmed(let text), .end(let text): lines.append(TerminalText.line(text))
                case .send, .hangUp: break
                }
            }
        }
        var now: Int64 = 1_000_000_000
        take(session.join(at: now))
        for (number, frame) in frames.enumerated() {
            now += 1_000_000
            take(session.handleFrame(frame, at: now))
            if session.canPost { take(session.post("hello", key: "k\(number)", at: now)) }
        }
        for _ in 0..<3 {
            take(session.handleClose(code: 1006, reason: "it is gone", at: now, chance: 0.5))
            now = max(now, session.deadline ?? now)
            take(session.handleTimer(at: now, chance: 0.5))
        }
        take(session.leave())
        return (lines, dialed)
    }

    /// What `mesh tail` prints of messages.
    static func tail(_ messages: [BroadcastChannel.Message.Content]) -> [String] {
        messages.flatMap { content in
            let message = BroadcastChannel.Message(
                id: "alpha@1/1",
                node: "alpha",
                time: .zero,
                key: nil,
                content: content
            )
            return [TailLine.text(for: message), TailLine.json(for: message)]
        }
    }
}
