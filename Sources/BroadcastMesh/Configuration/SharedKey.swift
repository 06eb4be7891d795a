/// The secret that every node of a mesh holds.
enum SharedKey {
    /// The shortest one, in bytes: 128 bits, which nobody guesses.
    static let shortest = 16

    /// The environment variable that overrides the file.
    static let environmentVariable = "MESH_KEY"

    /// Finds the key, without the white space around it.
    ///
    /// - Parameters:
    ///   - value: The configuration's `key`: the path of a file.
    ///   - surroundings: Where the variable and the file are looked up.
    /// - Returns: `nil` when neither is given.
    /// - Throws: When the file cannot be read, or the key is too short.
    static func read(
        from value: PlacedValue?,
        in surroundings: ConfigurationSurroundings
    ) throws(ConfigurationError) -> Secret? {
        let path = try value?.string()
        if let text = surroundings.environmentKey {
            let key = trimmed(Array(text.utf8))
            guard key.count >= shortest else {
                throw ConfigurationError(file: environmentVariable, place: "", problem: tooShort(key))
            }
            return Secret(key)
        }
        guard let value, let path else { return nil }
        guard let bytes = surroundings.readFile(path) else { throw value.error("the file \"\(path)\" cannot be read") }
        let key = trimmed(bytes)
        guard key.count >= shortest else { throw value.error("\"\(path)\": \(tooShort(key))") }
        return Secret(key)
    }

    private static func tooShort(_ key: [UInt8]) -> String {
        "a key of \(key.count) bytes is too short; wanted at least \(shortest)"
    }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    }
}
