import Bytes
import Synchronization
import SystemTLS

/// Plays at sealing links where no OpenSSL is needed: everybody could open what it seals.
///
/// It stands where OpenSSL does, behind the same seam, so that what is around a seal runs in virtual time: handshakes that
/// are lost or come twice, keys that are replaced, datagrams that come late or again, bits that somebody changed. What is
/// changed is noticed, as far as a hash of 64 bits goes that anybody can compute.
final class ToySeal: Cryptography {
    /// Few, so that keys are replaced while a scenario runs.
    let packetsPerKey: UInt64 = 256

    private let dice: Mutex<Dice>

    /// Whether it takes what was changed for genuine.
    let isBlind: Bool

    /// Makes the seals of a whole mesh.
    init(seed: UInt64, isBlind: Bool = false) {
        self.isBlind = isBlind
        dice = Mutex(Dice(seed: seed, stream: 0x70_5EA1))
    }

    /// A number that nobody had before.
    func word() -> UInt64 { dice.withLock { $0.next() } }

    func authenticate(_ bytes: Span<UInt8>, with key: Span<UInt8>) -> [UInt8] {
        let seed = key.hash(seed: 1)
        var hash = bytes.hash(seed: seed)
        var output: [UInt8] = []
        for _ in 0..<4 {
            output.append(bigEndian: hash)
            hash = mixed(hash ^ seed)
        }
        return output
    }

    func areEqual(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool { first.hasBytes(of: second) }

    func sealingKey(_ key: Span<UInt8>) -> any DatagramSealing { ToyKey(key, isBlind: isBlind) }

    func openingKey(_ key: Span<UInt8>) -> any DatagramOpening { ToyKey(key, isBlind: isBlind) }

    func dialPeers(with key: MeshKey, speaking application: String) -> any PeerContext {
        ToyContext(self, [key], speaking: application, isAccepting: false)
    }

    func acceptPeers(with keys: [MeshKey], speaking application: String) -> any PeerContext {
        ToyContext(self, keys, speaking: application, isAccepting: true)
    }
}

/// What toy sessions of one side share.
final class ToyContext: PeerContext {
    let isAccepting: Bool

    /// What made it.
    let toy: ToySeal

    /// The keys that are taken, the one first that is proven.
    let keys: [MeshKey]

    /// What is spoken inside.
    let application: String

    /// Whether its sessions are those of nodes with clients, to whom a node still answers that have said goodbye.
    var isWithClients: Bool { application == ToySeal.webProtocol }

    init(_ toy: ToySeal, _ keys: [MeshKey], speaking application: String, isAccepting: Bool) {
        self.toy = toy
        self.keys = keys
        self.application = application
        self.isAccepting = isAccepting
    }

    var cryptography: any Cryptography { toy }

    func begin() -> any PeerSession { ToySession(self) }
}
