import Synchronization
package import WebSocket

/// What a program posts on the node that it embeds, for who drives the node by hand.
extension SteppedNode {
    /// What became of posts of a program.
    final class Answers: Sendable {
        private let answers = Mutex<[Answer]>([])

        /// Notes an answer.
        func append(_ answer: Answer) { answers.withLock { $0.append(answer) } }

        /// Takes all answers.
        func take() -> [Answer] {
            answers.withLock { answers in
                defer { answers = [] }
                return answers
            }
        }
    }

    /// What became of a post.
    package struct Answer: Sendable {
        /// Which post.
        package let number: Int

        /// The message's ID; `nil` when the node has not taken it.
        package let id: String?

        /// Why the node has not taken it; `nil` when it holds it.
        package let error: (any Error)?
    }

    /// Posts a message, which the node takes in one of its turns; one must follow.
    ///
    /// - Returns: What the post is known by in ``takeAnswers()``.
    @discardableResult
    package func post(_ bytes: [UInt8], as type: MessageType, isJSON: Bool, in channel: String) -> Int {
        let post = ChannelPost(
            channel: Array(channel.utf8),
            type: type,
            bytes: bytes,
            notes: MessageNotes(isJSON: isJSON)
        )
        let number = node.turns.posts.number()
        _ = node.turns.posts.add(post, number) { [answers] result in
            switch result {
            case .success(let id): answers.append(Answer(number: number, id: id, error: nil))
            case .failure(let error): answers.append(Answer(number: number, id: nil, error: error))
            }
        }
        return number
    }

    /// Takes out what became of posts, in the order in which that was known.
    package func takeAnswers() -> [Answer] { answers.take() }
}
