extension BroadcastChannel {
    /// The messages of a channel, each once, those of one node in the order in which they were posted.
    ///
    /// It is a place in the node's own log: nothing is kept for it, and nobody waits for who takes messages slowly. Where
    /// retention lets messages go before they are taken, ``ChannelError/overtaken(lost:)`` is thrown in their place. Two
    /// loops over it, one after the other, go on where the first one stopped, and share the messages where they run side by
    /// side:
    ///
    ///     let messages = tea.messages()
    ///     while !Task.isCancelled {
    ///         do {
    ///             for try await message in messages { print(message.text) }
    ///             break
    ///         } catch ChannelError.overtaken(let lost) {
    ///             print("missed \(lost)")
    ///         }
    ///     }
    ///
    /// It ends when the task is cancelled, and when the node has stopped.
    public struct Messages: AsyncSequence, Sendable {
        private let hearing: Hearing

        init(_ hearing: Hearing) {
            self.hearing = hearing
        }

        /// What was taken of the channel, to go on from there another time; `nil` before the channel was ever heard.
        public var position: Position? { hearing.position }

        /// Waits until the channel is heard: what is posted from then on comes.
        ///
        /// A task that is cancelled does not wait.
        public func ready() async {
            await hearing.begin()
        }

        /// Begins to take messages.
        public func makeAsyncIterator() -> Iterator {
            Iterator(hearing: hearing)
        }

        /// Takes messages one by one.
        public struct Iterator: AsyncIteratorProtocol {
            fileprivate let hearing: Hearing

            /// The next message; `nil` once the task was cancelled, or the node has stopped.
            ///
            /// - Throws: ``ChannelError/overtaken(lost:)`` where messages are missing; the next call goes on behind them.
            public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(ChannelError)
                -> Message?
            {
                try await hearing.next()
            }

            /// The next message; `nil` once the task was cancelled, or the node has stopped.
            public mutating func next() async throws -> Message? {
                try await next(isolation: nil)
            }
        }
    }
}
