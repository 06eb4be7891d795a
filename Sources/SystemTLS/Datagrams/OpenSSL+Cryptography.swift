extension OpenSSL: Cryptography {
    /// See ``Cryptography/packetsPerKey``.
    public var packetsPerKey: UInt64 { DatagramSecret.packetsPerKey }

    /// Makes what seals datagrams with a key: AES-128-GCM.
    public func sealingKey(_ key: Span<UInt8>) -> any DatagramSealing { Sealing(SealingKey(key, using: self)) }

    /// Makes what opens datagrams with a key: AES-128-GCM.
    public func openingKey(_ key: Span<UInt8>) -> any DatagramOpening { Opening(OpeningKey(key, using: self)) }

    /// See ``Cryptography/dialPeers(with:speaking:)``: TLS 1.3.
    public func dialPeers(with key: MeshKey, speaking application: String) throws(TLSContextError) -> any PeerContext {
        try TLSContext.dialingPeers(with: key, using: self, speaking: application)
    }

    /// See ``Cryptography/acceptPeers(with:speaking:)``: TLS 1.3.
    public func acceptPeers(
        with keys: [MeshKey],
        speaking application: String
    ) throws(TLSContextError) -> any PeerContext {
        try TLSContext.acceptingPeers(with: keys, using: self, speaking: application)
    }

    /// See ``Cryptography/serveClients(showing:key:)``.
    public func serveClients(
        showing certificates: Span<UInt8>,
        key: Span<UInt8>
    ) throws(TLSContextError) -> any ClientContext {
        try TLSContext.serving(certificates: certificates, key: key, using: self)
    }

    private final class Sealing: DatagramSealing {
        private let key: SealingKey

        init(_ key: consuming SealingKey) { self.key = key }

        func seal(_ message: Span<UInt8>, header: Span<UInt8>, nonce: [12 of UInt8], into output: inout [UInt8]) {
            key.seal(message, header: header, nonce: nonce, into: &output)
        }
    }

    private final class Opening: DatagramOpening {
        private let key: OpeningKey

        init(_ key: consuming OpeningKey) { self.key = key }

        func open(
            _ sealed: Span<UInt8>,
            header: Span<UInt8>,
            nonce: [12 of UInt8],
            into output: inout [UInt8]
        ) -> Bool {
            key.open(sealed, header: header, nonce: nonce, into: &output)
        }
    }
}

extension TLSContext: PeerContext {
    /// See ``PeerContext/cryptography``.
    public var cryptography: any Cryptography { library }

    /// See ``PeerContext/isAccepting``.
    public var isAccepting: Bool { role.isAccepting }

    /// See ``PeerContext/begin()``.
    public func begin() throws(TLSContextError) -> any PeerSession { try TLSSession(self) }
}

extension TLSSession: PeerSession {}
