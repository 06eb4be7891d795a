import JSON
import Reactor
import SystemTLS

/// The secrets that every node of a mesh holds: one, or several while it is replaced.
enum SharedKey {
    /// The shortest one, in bytes, without white space around it.
    static let shortest = MeshKey.shortest

    /// The environment variable that overrides the file.
    static let environmentVariable = "MESH_KEY"

    /// How many there may be: the one in use, and those that come and go while it is replaced.
    static let limit = 8

    /// Finds the keys, without the white space around them.
    ///
    /// - Parameters:
    ///   - value: The configuration's `key`: the path of a file, or several.
    ///   - surroundings: Where the variable and the files are looked up.
    /// - Returns: The keys, the one that seals first; none when neither is given.
    /// - Throws: When a file cannot be read, a key is too short, or one is there twice.
    static func read(
        from value: PlacedValue?,
        in surroundings: ConfigurationSurroundings
    ) throws(ConfigurationError) -> [Secret] {
        let paths = try value.map { value throws(ConfigurationError) in try self.paths(value) } ?? []
        if let text = surroundings.environmentKey {
            let key = trimmed(Array(text.utf8))
            guard key.count >= shortest else {
                throw ConfigurationError(file: environmentVariable, place: "", problem: tooShort(key))
            }
            return [Secret(key)]
        }
        var keys: [Secret] = []
        for path in paths {
            let key = try key(in: path, surroundings)
            guard !keys.contains(key) else {
                throw path.value.error("\"\(path.name)\" holds the key of a file before it")
            }
            keys.append(key)
        }
        return keys
    }

    /// The files that the configuration names as keys of the mesh, as far as they can be read; without the white space.
    static func named(in value: PlacedValue?, _ surroundings: ConfigurationSurroundings) -> [Secret] {
        let paths = (try? value.map(paths)) ?? []
        return paths.compactMap { path in
            ((try? surroundings.readFile(path.name)) ?? nil).map { Secret(trimmed($0)) }
        }
    }

    /// What is wrong with keys that stand in no file.
    static func problem(of keys: [Secret]) -> String? {
        if let short = keys.first(where: { $0.bytes.count < shortest }) { return tooShort(short.bytes) }
        if keys.count > limit { return "a mesh has 1 to \(limit) keys" }
        let repeated = keys.indices.first { keys[..<$0].contains(keys[$0]) }
        return repeated.map { "key \($0) is one before it" }
    }

    private typealias Path = (name: String, value: PlacedValue)

    private static func paths(_ value: PlacedValue) throws(ConfigurationError) -> [Path] {
        guard value.value.list != nil else { return [(try value.string(), value)] }
        let paths = try value.list { path throws(ConfigurationError) -> Path in (try path.string(), path) }
        guard (1...limit).contains(paths.count) else { throw value.error("a mesh has 1 to \(limit) keys") }
        return paths
    }

    private static func key(
        in path: Path,
        _ surroundings: ConfigurationSurroundings
    ) throws(ConfigurationError) -> Secret {
        let bytes: [UInt8]?
        do throws(SystemError) {
            bytes = try surroundings.readFile(path.name)
        } catch {
            throw path.value.error("the file \"\(path.name)\" cannot be read: \(error)")
        }
        guard let bytes else { throw path.value.error("the file \"\(path.name)\" cannot be read") }
        let key = trimmed(bytes)
        guard key.count >= shortest else { throw path.value.error("\"\(path.name)\": \(tooShort(key))") }
        return Secret(key)
    }

    private static func tooShort(_ key: [UInt8]) -> String {
        "a key of \(key.count) bytes is too short; wanted at least \(shortest)"
    }

    /// Bytes without the white space around them.
    static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    }
}
