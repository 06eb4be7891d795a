import MeshClient

/// What a reader of a relay channel prints, and tells the person.
///
/// It is a `BroadcastChannel` that goes on where it was when its node is gone, so each message is printed once, and those
/// of one node in their order.
struct Tail {
    /// What is told beside the messages.
    private enum Notice {
        /// The channel is heard at this node.
        case opened(String)

        /// Something is wrong that may pass.
        case problem(String)
    }

    /// What to read.
    let channel: String

    /// How many messages of before.
    let history: Int

    /// The node to begin with.
    let home: NodeAddress

    let isJSON: Bool
    let trust: ServerTrust

    /// Reads until it cannot go on.
    ///
    /// - Throws: Always: why there is no more, or that what came cannot be printed.
    func run() async throws(CommandError) {
        let (news, report) = AsyncStream.makeStream(of: Notice.self)
        let messages: BroadcastChannel.Messages
        do throws(ChannelError) {
            let channel = try BroadcastChannel(channel, at: [home.base], trusting: trust) { report.yield(.problem($0)) }
            messages = channel.messages(history: history) { report.yield(.opened($0)) }
        } catch {
            throw .failure(error.description)
        }
        let result = await withTaskGroup(of: Result<Void, CommandError>.self) { group in
            group.addTask {
                do throws(CommandError) { return .success(try await show(messages)) } catch { return .failure(error) }
            }
            group.addTask {
                do throws(CommandError) { return .success(try await tell(news)) } catch { return .failure(error) }
            }
            group.addTask {
                do throws(CommandError) {
                    return .success(try await Console.waitUntilUnread())
                } catch {
                    return .failure(error)
                }
            }
            defer { group.cancelAll() }
            return await group.next() ?? .success(())
        }
        try result.get()
    }

    private func show(_ messages: BroadcastChannel.Messages) async throws(CommandError) {
        var iterator = messages.makeAsyncIterator()
        while true {
            var message: BroadcastChannel.Message?
            do throws(ChannelError) {
                message = try await iterator.next(isolation: nil)
            } catch {
                Console.complain("mesh: \(error)")
                continue
            }
            guard let message else { return }
            try Console.print(isJSON ? TailLine.json(for: message) : TailLine.text(for: message))
        }
    }

    private func tell(_ news: AsyncStream<Notice>) async throws(CommandError) {
        var wasOpen = false
        for await item in news {
            switch item {
            case .opened(let node):
                if wasOpen { Console.complain("mesh: goes on at \(TerminalText.line(node))") }
                wasOpen = true
            case .problem(let text):
                guard wasOpen else { throw .failure(TerminalText.line(text)) }
                Console.complain("mesh: \(TerminalText.line(text))")
            }
        }
    }
}
