import Testing

@testable import SystemTLS

/// Two ends of a sealed path with no network between them.
struct PathPair {
    let dialing: SecurePath
    let accepting: SecurePath

    /// Nodes that hold the same key, or what is said.
    init(_ key: MeshKey? = nil, accepting keys: [MeshKey]? = nil, identity: UInt64 = 7) throws {
        let library = try OpenSSL.load()
        let key = try key ?? meshKey()
        let keys = try keys ?? [meshKey()]
        dialing = try SecurePath(
            TLSContext.dialingPeers(with: key, using: library, speaking: TLSContext.datagramProtocol),
            guardedBy: PathGuard([key], using: library),
            identity: identity,
            at: 0
        )
        accepting = try SecurePath(
            TLSContext.acceptingPeers(with: keys, using: library, speaking: TLSContext.datagramProtocol),
            guardedBy: PathGuard(keys, using: library),
            identity: identity,
            at: 0
        )
    }

    /// Carries the handshake without losses; the size of each datagram.
    @discardableResult
    func open() -> [Int] {
        var sizes: [Int] = []
        for _ in 0..<4 {
            while let datagram = produced(by: dialing) {
                sizes.append(datagram.count)
                _ = receive(datagram, on: accepting)
            }
            while let datagram = produced(by: accepting) {
                sizes.append(datagram.count)
                _ = receive(datagram, on: dialing)
            }
        }
        return sizes
    }
}

/// The next datagram of a handshake.
func produced(by path: SecurePath, at now: Int64 = 0) -> [UInt8]? {
    var datagram: [UInt8] = []
    return path.produce(into: &datagram, at: now) ? datagram : nil
}

/// A payload as a datagram.
func sealed(_ payload: [UInt8], on path: SecurePath) throws -> [UInt8] {
    var datagram: [UInt8] = []
    try #require(path.seal(payload.span, into: &datagram))
    return datagram
}

/// What a datagram says; `nil` when it is not genuine.
func receive(_ datagram: [UInt8], on path: SecurePath) -> [UInt8]? {
    var payload: [UInt8] = []
    return path.receive(datagram.span, into: &payload) ? payload : nil
}

/// Numbers that look random, the same for the same seed.
struct Chance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
