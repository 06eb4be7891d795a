import Reactor

extension ClientLimits {
    /// Reads `limits`; what is not given keeps its default.
    init(_ value: PlacedValue?) throws(ConfigurationError) {
        guard let value else { return }
        let keys = ["message_bytes", "clients", "request_head_bytes", "messages_per_second", "trusted_proxies"]
        let object = try value.object(keys: keys)
        // A message is held in memory whole while it arrives, for each client that sends one.
        if let value = object["message_bytes"] { messageBytes = try value.integer(in: 1...(16 << 20)) }
        // The kernel's own ceiling on the descriptors of a process is about a million.
        if let value = object["clients"] { clients = try value.integer(in: 1...1_000_000) }
        // Less than 1 KiB refuses ordinary browsers; more than 1 MiB is no head.
        if let value = object["request_head_bytes"] { requestHeadBytes = try value.integer(in: (1 << 10)...(1 << 20)) }
        if let value = object["messages_per_second"] { messagesPerSecond = try value.integer(in: 1...1_000_000) }
        if let value = object["trusted_proxies"] {
            trustedProxies = try value.list { proxy throws(ConfigurationError) in
                let text = try proxy.string()
                guard let address = SocketAddress(numericHost: text, port: 0) else {
                    throw proxy.error("\"\(text)\" is no address; wanted one such as \"10.0.0.1\" or \"2001:db8::1\"")
                }
                return address.bareHost
            }
        }
    }
}

extension Retention {
    /// How many of the largest messages must fit.
    ///
    /// A chat message may become six times as long as JSON, and one that is let go as it arrives reaches nobody.
    static let leastLargestMessages = 8

    /// Reads `retention`; what is not given keeps its default.
    ///
    /// - Parameters:
    ///   - value: The member, if there is one.
    ///   - messageBytes: The largest message, in bytes.
    ///   - whole: The whole file, which is where an error about a default stands.
    /// - Throws: When a number is out of range, or there is no room for the largest messages.
    init(_ value: PlacedValue?, messageBytes: Int, whole: PlacedValue) throws(ConfigurationError) {
        let object = try value?.object(keys: ["messages", "bytes", "seconds"])
        if let value = object?["messages"] { messages = try value.integer(in: 1...10_000_000) }
        if let value = object?["bytes"] { bytes = try value.integer(in: (1 << 20)...(1 << 40)) }
        // Ten years, in which nanoseconds still fit an Int64.
        if let value = object?["seconds"] { seconds = try value.integer(in: 1...315_360_000) }
        guard bytes / Self.leastLargestMessages >= messageBytes else {
            throw whole.error(
                at: "retention.bytes",
                "\(bytes) cannot hold \(Self.leastLargestMessages) messages of limits.message_bytes, \(messageBytes)"
            )
        }
    }
}
