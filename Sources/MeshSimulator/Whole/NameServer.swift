import Reactor
import Synchronization

/// Who knows the hosts of a mesh by their names: each has an address at which nobody is, and its own.
final class NameServer: Sendable {
    /// What can be wrong with it.
    enum Mood: Sendable {
        /// Nothing.
        case well

        /// It does not answer.
        case silent

        /// It has forgotten all addresses but those at which nobody is.
        case forgetful
    }

    private let moods = Mutex<[Mood]>([])

    /// Whether something is wrong with it.
    var isTroubled: Bool { moods.withLock { !$0.isEmpty } }

    /// Something is wrong with it from now on.
    func begin(_ mood: Mood) { moods.withLock { $0.append(mood) } }

    /// That is over.
    func end(_ mood: Mood) {
        moods.withLock { moods in
            if let index = moods.firstIndex(of: mood) { moods.remove(at: index) }
        }
    }

    /// The addresses of a host.
    func addresses(of host: String, port: UInt16) throws(SystemError) -> [SocketAddress] {
        let mood = moods.withLock { $0.last } ?? .well
        guard let number = Self.number(of: host), mood != .silent else { throw Self.unknown(host) }
        let nobody = Self.nobody.with(port: port)
        let own = SimulatedInternet.address(of: number, port: port)
        switch mood {
        case .well: return number.isMultiple(of: 2) ? [nobody, own] : [own, nobody]
        case .forgetful, .silent: return [nobody]
        }
    }

    /// Where nobody is: as on a machine that calls itself by two addresses, and has one.
    private static let nobody = SocketAddress(numericHost: "::1", port: 0) ?? SocketAddress(127, 0, 0, 9, port: 0)

    /// What a host is called.
    static func name(of host: Int) -> String { "n\(host)\(domain)" }

    private static let domain = ".mesh.test"

    private static func number(of host: String) -> Int? {
        guard host.hasPrefix("n"), host.hasSuffix(domain) else { return nil }
        return Int(host.dropFirst().dropLast(domain.count))
    }

    /// A name that nobody resolves, for now or ever.
    private static func unknown(_ host: String) -> SystemError { .failed("getaddrinfo", -3, host) }

    /// What is resolved where files are read: every numeric host, and those of a mesh.
    static func resolve(_ host: String) throws(SystemError) -> [SocketAddress] {
        if host == "localhost" { return [SocketAddress(127, 0, 0, 1, port: 0)] }
        if let address = SocketAddress(numericHost: host, port: 0) { return [address] }
        return try NameServer().addresses(of: host, port: 0)
    }
}
