/// Where something listens or is dialled: `127.0.0.1:8081`, `mesh.example.org:7081`, `[::1]:8081`.
public struct Endpoint: Hashable, Sendable {
    /// A host name or a numeric address; an IPv6 address stands here without its brackets.
    public var host: String

    /// The port; 0 asks for any free one.
    public var port: UInt16

    /// Whether it stands for every address of a machine, `0.0.0.0` or `[::]`: good to listen on, and not to be dialled.
    public var isWildcard: Bool { SocketAddress(numericHost: host, port: port)?.isWildcard ?? false }

    /// Whether it leads to the machine of who asks: `localhost`, or a numeric loopback address.
    public var isLoopback: Bool {
        host.lowercased() == "localhost" || SocketAddress(numericHost: host, port: port)?.isLoopback == true
    }

    /// Names an endpoint; nothing is looked up.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port` or `[v6]:port`.
    ///
    /// - Throws: What is wrong with it, as half a sentence.
    public init(_ text: String) throws(EndpointError) {
        // By bytes, which cost less than characters: a recording has thousands of them.
        let (colon, slash) = (UInt8(ascii: ":"), UInt8(ascii: "/"))
        guard !text.utf8.contains(slash) || text.firstRange(of: "://") == nil else { throw .url }
        guard text.utf8.last != UInt8(ascii: "]"), let end = text.utf8.lastIndex(of: colon) else { throw .missingPort }
        let port = text[end...].utf8.dropFirst()
        guard !port.isEmpty, port.allSatisfy(isDigit), let number = UInt16(Substring(port)) else {
            throw .malformedPort(String(Substring(port)))
        }

        let host = text[..<end].utf8
        if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") {
            let address = host.dropFirst().dropLast()
            guard address.contains(colon), address.allSatisfy(isPartOfIPv6) else { throw .malformedHost }
            self.init(host: String(Substring(address)), port: number)
        } else {
            guard !host.contains(colon) else { throw .missingBrackets }
            guard !host.isEmpty, host.allSatisfy(isPartOfHost) else { throw .malformedHost }
            self.init(host: String(Substring(host)), port: number)
        }
    }
}

extension Endpoint: CustomStringConvertible {
    /// As it stands in a URL: an IPv6 address is put in brackets.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

/// The rule that an endpoint breaks.
public enum EndpointError: Error, Equatable {
    /// It begins with a scheme.
    case url

    /// No port stands behind a colon.
    case missingPort

    /// What stands there is no port.
    case malformedPort(String)

    /// An IPv6 address stands without brackets.
    case missingBrackets

    /// What stands before the colon is no host.
    case malformedHost
}

extension EndpointError: CustomStringConvertible {
    /// Half a sentence.
    public var description: String {
        switch self {
        case .url: "it is a URL; wanted host:port or [v6]:port"
        case .missingPort: "it has no port; wanted host:port or [v6]:port"
        case .malformedPort(let text): "\"\(text)\" is no port; wanted a number from 0 to 65535"
        case .missingBrackets: "an IPv6 address goes in brackets, as in [::1]:8081"
        case .malformedHost: "it has no usable host; wanted host:port or [v6]:port"
        }
    }
}

/// Whether a byte is one of `0` to `9`.
private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

/// What a DNS name and a numeric IPv4 address are made of; the underscore is not legal, but met.
private func isPartOfHost(_ byte: UInt8) -> Bool {
    isDigit(byte) || isLetter(byte) || "-._".utf8.contains(byte)
}

/// What a numeric IPv6 address is made of, with the `%` and the name of a zone (RFC 4007 §11).
private func isPartOfIPv6(_ byte: UInt8) -> Bool {
    isPartOfHost(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "%")
}
