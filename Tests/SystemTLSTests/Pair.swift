import Testing

@testable import SystemTLS

extension Trait where Self == ConditionTrait {
    /// Skips what needs OpenSSL on a machine without it.
    static var needsOpenSSL: Self {
        .enabled(if: OpenSSL.current != nil, "there is no OpenSSL 3 on this machine")
    }
}

/// Two ends of a connection with no network between them.
final class Pair {
    let dialing: TLSSession
    let accepting: TLSSession
    var dialingReceived: [UInt8] = []
    var acceptingReceived: [UInt8] = []

    /// Nodes that hold the same key, or what is said.
    init(
        _ key: MeshKey? = nil,
        accepting keys: [MeshKey]? = nil,
        speaking applicationProtocol: String = TLSContext.linkProtocol
    ) throws {
        let library = try OpenSSL.load()
        let own = try meshKey()
        dialing = try TLSSession(
            .dialingPeers(with: key ?? own, using: library, speaking: applicationProtocol)
        )
        accepting = try TLSSession(.acceptingPeers(with: keys ?? [own], using: library))
    }

    /// A browser and a server.
    ///
    /// - Parameters:
    ///   - host: The host that the browser dials.
    ///   - authority: The PEM text of whom it believes.
    ///   - server: What the server shows; by default ``TestCertificates/chain``.
    ///   - groups: Where the browser agrees on a key; by default, wherever OpenSSL would.
    /// - Throws: When OpenSSL does not like it.
    init(
        visiting host: String,
        trusting authority: String = TestCertificates.authority,
        _ server: TLSContext? = nil,
        groups: String? = nil
    ) throws {
        let file = try TemporaryFile(authority)
        let context = try TLSContext.visiting(trusting: file.path, using: OpenSSL.load())
        if let groups { try #require(context.choose(groups: groups) == 1) }
        dialing = try TLSSession(context, to: host)
        accepting = try TLSSession(server ?? .testServer())
    }

    /// Carries bytes to and fro until both sides are silent.
    ///
    /// - Parameter piece: How many bytes arrive at a time.
    func exchange(piece: Int = .max) {
        while true {
            let toAccepting = outgoing(dialing)
            let toDialing = outgoing(accepting)
            guard !toAccepting.isEmpty || !toDialing.isEmpty else { return }
            Self.deliver(toAccepting, to: accepting, into: &acceptingReceived, piece: piece)
            Self.deliver(toDialing, to: dialing, into: &dialingReceived, piece: piece)
        }
    }

    static func deliver(_ bytes: [UInt8], to session: TLSSession, into received: inout [UInt8], piece: Int = .max) {
        var offset = 0
        while offset < bytes.count {
            let end = offset + min(piece, bytes.count - offset)
            session.receive(bytes.span.extracting(offset..<end), into: &received)
            offset = end
        }
    }
}

/// What a session wants sent.
func outgoing(_ session: TLSSession) -> [UInt8] {
    var bytes: [UInt8] = []
    session.takeOutgoing(into: &bytes)
    return bytes
}

/// The key of a mesh.
func meshKey(_ secret: String = "sixteen bytes or more") throws -> MeshKey {
    try MeshKey(Array(secret.utf8).span, using: OpenSSL.load())
}

/// Bytes as a standard prints them.
func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.utf8.map { $0 <= 57 ? $0 - 48 : ($0 | 0x20) - 87 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
