import Gossip
import SystemTLS

/// What makes links private: nothing without a key, and TLS with one that both ends prove.
struct LinkSeal {
    private struct Contexts {
        var dialing: TLSContext
        var accepting: TLSContext
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
    /// - Parameter keys: The first is proven, any of them is taken; without one nothing is sealed.
    /// - Throws: In one line, what OpenSSL lacks.
    init(_ keys: [Secret]) throws(TLSContextError) {
        guard let first = keys.first else {
            self.init()
            return
        }
        let library: OpenSSL
        do throws(SystemLibraryError) { library = try OpenSSL.load() } catch { throw .library(error) }
        let own = MeshKey(first.bytes.span, using: library)
        let all = [own] + keys.dropFirst().map { MeshKey($0.bytes.span, using: library) }
        let contexts = Contexts(
            dialing: try .dialingPeers(with: own, using: library),
            accepting: try .acceptingPeers(with: all, using: library)
        )
        let protocolName = TLSContext.datagramProtocol
        let datagrams = DatagramSeal(
            dialing: try .dialingPeers(with: own, using: library, speaking: protocolName),
            accepting: try .acceptingPeers(with: all, using: library, speaking: protocolName),
            pathGuard: PathGuard(all, using: library),
            keyNames: all.map(\.name)
        )
        self.init(contexts, datagrams)
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

    private func begin(_ context: TLSContext?) throws(LinkError) -> SealedStream {
        guard let context else { return SealedStream() }
        do throws(TLSContextError) {
            return SealedStream(try TLSSession(context), ownKey: keyName ?? "")
        } catch {
            throw .sealing("\(error)")
        }
    }
}
