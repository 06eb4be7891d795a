import Bytes

/// The secrets that nodes of a mesh derive from the one key they share; the key itself is used for nothing else.
///
///     shared key ──HKDF-Extract──▶ root ─┬─Expand "name"───────────▶ name, sent in clear
///                                        ├─Expand "tls psk"────────▶ external PSK of TLS 1.3 (RFC 8446 §2.2)
///                                        └─Expand "datagram guard"─▶ what a greeting over UDP is guarded with
public struct MeshKey: Sendable {
    /// The shortest shared key, in bytes: 128 bits, which nobody guesses.
    public static let shortest = 16

    /// The name under which a dialing node offers the key: tells two keys apart.
    ///
    /// It gives nothing away of a key of 128 bits. Of a password it would: whoever hears it can try passwords, as with
    /// any proof of one.
    public let name: String

    /// What TLS takes: as long as the hash.
    package let tlsKey: [UInt8]

    /// What guards datagrams before there are keys of their own.
    let guardKey: [UInt8]

    /// Derives them.
    ///
    /// - Parameters:
    ///   - secret: The shared key, of any length from ``shortest`` on.
    ///   - library: What hashes.
    public init(_ secret: Span<UInt8>, using library: any KeyedHashing) {
        precondition(secret.count >= Self.shortest, "a key that somebody could guess")
        let hash = HMACSHA256(library)
        let root = hash.extract(salt: Array("mesh key 1".utf8).span, secret)
        func derive(_ purpose: String, _ count: Int) -> [UInt8] {
            hash.expand(root.span, info: Array(purpose.utf8).span, count: count)
        }
        name = "mesh1-" + derive("name", 8).hexadecimal
        tlsKey = derive("tls psk", HMACSHA256.size)
        guardKey = derive("datagram guard", HMACSHA256.size)
    }

    /// A key under the name of another, as a liar would use it.
    init(naming named: MeshKey, secret: MeshKey) {
        name = named.name
        tlsKey = secret.tlsKey
        guardKey = named.guardKey
    }
}

extension MeshKey: CustomStringConvertible, CustomReflectable {
    /// Its name, and nothing of what it derives.
    public var description: String { name }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
