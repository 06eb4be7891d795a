/// Turns away who does not have the mesh's key, for the price of one HMAC: datagrams of handshakes carry one.
public struct PathGuard: Sendable {
    private let hash: HMACSHA256

    /// The keys that are accepted; the first is used, and is the one that the peer used.
    private var keys: [[UInt8]]

    /// Guards with the keys of a mesh.
    public init(_ keys: [MeshKey], using library: any KeyedHashing) {
        hash = HMACSHA256(library)
        self.keys = keys.map(\.guardKey)
    }

    /// Whether a datagram comes from somebody with one of the keys.
    ///
    /// What is sent from then on is guarded with that key: while a key is replaced, the peer may not have the other.
    public mutating func admits(_ datagram: Span<UInt8>) -> Bool {
        guard datagram.count > DatagramWire.guardSize else { return false }
        let end = datagram.count - DatagramWire.guardSize
        for (index, key) in keys.enumerated() {
            let tag = tag(of: datagram.extracting(..<end), key)
            guard hash.areEqual(tag.span, datagram.extracting(end...)) else { continue }
            keys.swapAt(0, index)
            return true
        }
        return false
    }

    /// Appends its guard to a datagram.
    func close(_ datagram: inout [UInt8]) {
        datagram += tag(of: datagram.span, keys[0])
    }

    /// What tells a peer that its path is not known here.
    ///
    /// Every node of a mesh holds the key, and says so of each path that is not its own: so the name stands in it.
    public func unknown(_ path: UInt64, by name: [UInt8]) -> [UInt8] {
        var datagram: [UInt8] = []
        DatagramWire.begin(.unknown, path: path, in: &datagram)
        datagram += name
        close(&datagram)
        return datagram
    }

    /// Who says that a path is not known there: the name of a node, empty where it is one that leaves it out.
    ///
    /// - Returns: `nil` for any other datagram, and for one of somebody without the key.
    public mutating func reporter(of datagram: Span<UInt8>) -> [UInt8]? {
        guard DatagramWire.header(of: datagram)?.kind == .unknown, admits(datagram) else { return nil }
        let name = datagram.extracting(DatagramWire.headerSize..<(datagram.count - DatagramWire.guardSize))
        return name.indices.map { name[$0] }
    }

    private func tag(of bytes: Span<UInt8>, _ key: [UInt8]) -> [UInt8] {
        Array(hash.authenticate(bytes, with: key.span).prefix(DatagramWire.guardSize))
    }
}
