import BroadcastMesh
import Reactor

/// A configuration that several processes are to read.
///
/// What comes out of a pipe, as from `<(…)` in a shell, comes once: it is read here, and kept where each of them finds it.
struct ConfigurationFile {
    /// The mesh of a demonstration that nobody has written a file for: all shapes of link, and one whose cut divides it.
    static let ofDemonstration = #"""
        {
          "nodes": [
            { "name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081", "peers": ["bravo", "charlie"] },
            { "name": "bravo", "http": "127.0.0.1:8082", "gossip": "127.0.0.1:7082", "peers": ["charlie"] },
            { "name": "charlie", "http": "127.0.0.1:8083", "gossip": "127.0.0.1:7083",
              "peers": [{ "name": "delta", "transport": "udp" }] },
            { "name": "delta", "http": "127.0.0.1:8084", "gossip": "127.0.0.1:7084" }
          ]
        }

        """#

    /// Where the processes read it.
    let path: String

    /// Has processes read a text.
    ///
    /// - Throws: ``CommandError/failure(_:)`` where there is no room for it.
    init(text: String) throws(CommandError) {
        do throws(SystemError) {
            path = try MemoryFile.make(Array(text.utf8))
        } catch {
            throw .failure("\(error)")
        }
    }

    /// Looks at what a person named.
    ///
    /// What cannot be opened is left to whoever reads it.
    init(_ named: String) throws(CommandError) {
        guard let file = try? File(named, .read), !file.isRegular else {
            path = named
            return
        }
        do throws(SystemError) {
            // One that is too large says so when it is read.
            let limit = MeshConfiguration.largestFile
            let bytes = try file.readToEnd(limit: limit) ?? [UInt8](repeating: 0, count: limit + 1)
            path = try MemoryFile.make(bytes)
        } catch {
            throw .configuration(ConfigurationError(file: named, place: "", problem: "it cannot be read: \(error)"))
        }
    }
}
