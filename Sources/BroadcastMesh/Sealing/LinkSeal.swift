import Gossip
import SystemTLS

/// What makes links private: nothing without a key, and TLS with one that both ends prove.
struct LinkSeal {
    private struct Contexts {
        var dialing: any PeerContext
        var accepting: any PeerContext
    }

    /// How both sides of a handshake are begun; `nil` without a key.
    private let contexts: Contexts?

    /// How paths of datagrams are sealed; `nil` without a key.
    let datagrams: DatagramSeal?

    /// Seals nothing.
    init() {
        self.init(nil, nil)
    }

    /// Seals with keys.
    ///
    /// - Parameters:
    ///   - keys: The first is proven, any of them is taken; without one nothing is sealed.
    ///   - library: What seals; the system's OpenSSL without it.
    /// - Throws: In one line, what OpenSSL lacks.
    init(_ keys: [Secret], using library: (any Cryptography)? = nil) throws(TLSContextError) {
        guard let first = keys.first else {
            self.init()
            return
        }
        let library = try Self.orSystem(library)
        let own = MeshKey(first.bytes.span, using: library)
        let all = [own] + keys.dropFirst().map { MeshKey($0.bytes.span, using: library) }
        let contexts = Contexts(
            dialing: try library.dialPeers(with: own, speaking: TLSContext.linkProtocol),
            accepting: try library.acceptPeers(with: all, speaking: TLSContext.linkProtocol)
        )
        let datagrams = DatagramSeal(
            dialing: try library.dialPeers(with: own, speaking: TLSContext.datagramProtocol),
            accepting: try library.acceptPeers(with: all, speaking: TLSContext.datagramProtocol),
            pathGuard: PathGuard(all, using: library),
            keyNames: all.map(\.name)
        )
        self.init(contexts, datagrams)
    }

    private static func orSystem(_ library: (any Cryptography)?) throws(TLSContextError) -> any Cryptography {
        if let library { return library }
        do throws(SystemLibraryError) { return try OpenSSL.load() } catch { throw .library(error) }
    }

    private init(_ contexts: Contexts?, _ datagrams: DatagramSeal?) {
        self.contexts = contexts
        self.datagrams = datagrams
    }

    /// The name of the key that this node proves, if it has one; no secret.
    var keyName: String? { datagrams?.keyName }

    /// Whether a key of this name is taken.
    func takes(keyNamed name: String) -> Bool { datagrams?.keyNames.contains(name) ?? false }

    /// Begins what stands between a peer that was dialed and this node.
    func dial() throws(LinkError) -> SealedStream { try begin(contexts?.dialing) }

    /// Begins what stands between a peer that knocked and this node.
    func accept() throws(LinkError) -> SealedStream { try begin(contexts?.accepting) }

    private func begin(_ context: (any PeerContext)?) throws(LinkError) -> SealedStream {
        guard let context else { return SealedStream() }
        do throws(TLSContextError) {
            return SealedStream(try context.begin(), ownKey: keyName ?? "")
        } catch {
            throw .sealing("\(error)")
        }
    }
}
