extension BroadcastChannel {
    /// The messages of a channel, each once, those of one program that posts by this class or by `broadcast-channel.js` in the
    /// order in which it posted them.
    ///
    /// Others of one node are in the order in which they were posted there, but that a message that waits for what is missing
    /// of its sender, 3 s at most, comes behind those that need not wait.
    ///
    /// It is a place in the channel: two loops over it, one after the other, go on where the first one stopped, and share
    /// the messages where they run side by side. While nobody takes messages, some megabytes are kept, and then the node
    /// waits; where it lets messages go meanwhile, ``ChannelError/overtaken(lost:)`` is thrown in their place:
    ///
    ///     let messages = tea.messages()
    ///     while !Task.isCancelled {
    ///         do {
    ///             for try await message in messages { print(message.text) }
    ///         } catch ChannelError.overtaken(let lost) {
    ///             print("missed \(lost)")
    ///         }
    ///     }
    ///
    /// It ends when the task is cancelled, and never else.
    public struct Messages: AsyncSequence, Sendable {
        private let hearing: Hearing

        init(_ hearing: Hearing) {
            self.hearing = hearing
        }

        /// What was taken of the channel, to go on from there another time; `nil` before the channel was ever heard.
        ///
        /// It passes no message that was not taken. While some wait for what is missing of their senders, 3 s at
        /// most, it says what was taken before those came: less than it could, by what came in 4 s at most.
        public var position: Position? { hearing.arrivals.position }

        /// Waits until the channel is heard: what is posted from then on comes.
        ///
        /// A task that is cancelled does not wait.
        public func ready() async {
            await hearing.arrivals.waitUntilOpen()
        }

        /// Begins to take messages.
        public func makeAsyncIterator() -> Iterator {
            Iterator(hearing: hearing)
        }

        /// Takes messages one by one.
        public struct Iterator: AsyncIteratorProtocol {
            fileprivate let hearing: Hearing

            /// The next message; `nil` once the task was cancelled.
            ///
            /// - Throws: ``ChannelError/overtaken(lost:)`` where messages are missing; the next call goes on behind them.
            public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(ChannelError)
                -> Message?
            {
                try await hearing.arrivals.next()
            }

            /// The next message; `nil` once the task was cancelled.
            public mutating func next() async throws -> Message? {
                try await next(isolation: nil)
            }
        }
    }
}

/// A channel being heard, until nobody does any more.
final class Hearing: Sendable {
    let arrivals: ArrivedMessages
    private let line: ChannelLine

    init(_ arrivals: ArrivedMessages, over line: ChannelLine) {
        self.arrivals = arrivals
        self.line = line
    }

    deinit {
        line.end()
    }
}
