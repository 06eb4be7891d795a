extension WebSocketClient {
    /// The messages that arrive, in their order.
    ///
    /// Ends when the connection was closed with a close frame, whatever its code; see ``WebSocketClient/end``. While
    /// nobody iterates, at most 4 MiB are kept, and then the server has to wait.
    public nonisolated var messages: Messages { Messages(client: self) }

    /// A sequence that takes messages from a client; two iterators share them.
    public struct Messages: AsyncSequence, Sendable {
        let client: WebSocketClient

        /// Starts to take messages.
        public func makeAsyncIterator() -> Iterator {
            Iterator(client: client)
        }

        /// Takes all messages that have arrived at once, and hands them out one by one.
        public struct Iterator: AsyncIteratorProtocol {
            let client: WebSocketClient
            private var batch: ArraySlice<WebSocketMessage> = []

            init(client: WebSocketClient) {
                self.client = client
            }

            /// The next message; `nil` once the connection was closed, or the task cancelled.
            ///
            /// - Throws: Why the connection failed, when it did.
            public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(ClientError)
                -> WebSocketMessage?
            {
                if batch.isEmpty {
                    batch = try await client.takeMessagesUnlessCancelled()[...]
                }
                return batch.popFirst()
            }

            /// The next message; `nil` once the connection was closed, or the task cancelled.
            public mutating func next() async throws -> WebSocketMessage? {
                try await next(isolation: nil)
            }
        }
    }

    /// As ``takeMessages()``, and woken when the task is cancelled.
    fileprivate func takeMessagesUnlessCancelled() async throws(ClientError) -> [WebSocketMessage] {
        let result: Result<[WebSocketMessage], ClientError> = await withTaskCancellationHandler {
            do throws(ClientError) {
                return .success(try await takeMessages())
            } catch {
                return .failure(error)
            }
        } onCancel: {
            Task { await wake() }
        }
        return try result.get()
    }
}
