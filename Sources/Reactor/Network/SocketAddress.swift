/// Where a socket is: an IP address and a port.
public struct SocketAddress: Hashable, Sendable {
    /// The address without its port, in the host's byte order.
    enum Host: Hashable, Sendable {
        case v4(UInt32)
        case v6(high: UInt64, low: UInt64, scope: UInt32)
    }

    let host: Host

    /// The port; 0 asks for any free one.
    public var port: UInt16

    init(host: Host, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// An IPv4 address, written 127.0.0.1 as `SocketAddress(127, 0, 0, 1, port: 80)`.
    public init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8, port: UInt16) {
        let bits = UInt32(first) << 24 | UInt32(second) << 16 | UInt32(third) << 8 | UInt32(fourth)
        self.init(host: .v4(bits), port: port)
    }

    /// This machine, reachable from this machine only.
    public static func loopback(port: UInt16 = 0) -> SocketAddress {
        SocketAddress(127, 0, 0, 1, port: port)
    }

    /// Whether only this machine can reach the address: 127.0.0.0/8, `::1`, and 127.0.0.0/8 inside IPv6.
    public var isLoopback: Bool {
        switch host {
        case .v4(let bits): bits >> 24 == 127
        case .v6(high: 0, low: 1, scope: _): true
        case .v6(high: 0, let low, scope: _): low >> 24 == 0xFFFF_7F
        case .v6: false
        }
    }

    /// Whether both are IPv4 addresses, or both IPv6.
    public func isSameFamily(as other: SocketAddress) -> Bool {
        switch (host, other.host) {
        case (.v4, .v4), (.v6, .v6): true
        case (.v4, .v6), (.v6, .v4): false
        }
    }

    /// Whether it stands for every address of the machine: `0.0.0.0` or `::`.
    public var isWildcard: Bool {
        switch host {
        case .v4(let bits): bits == 0
        case .v6(let high, let low, scope: _): high == 0 && low == 0
        }
    }

    /// The same without port and scope, and an IPv4 address that came inside IPv6 as what it is: to compare hosts.
    public var bareHost: SocketAddress {
        switch host {
        case .v6(high: 0, let low, scope: _) where low >> 32 == 0xFFFF:
            SocketAddress(host: .v4(UInt32(truncatingIfNeeded: low)), port: 0)
        case .v6(let high, let low, scope: _):
            SocketAddress(host: .v6(high: high, low: low, scope: 0), port: 0)
        case .v4:
            with(port: 0)
        }
    }

    /// What one subscriber has of the Internet: an IPv4 address, or a whole /64 of IPv6 (RFC 6177 §2).
    public var subscriber: SocketAddress {
        guard case .v6(let high, _, scope: _) = bareHost.host else { return bareHost }
        return SocketAddress(host: .v6(high: high, low: 0, scope: 0), port: 0)
    }

    /// The same address with another port.
    public func with(port: UInt16) -> SocketAddress {
        SocketAddress(host: host, port: port)
    }
}
