import Reactor

extension MeshConfiguration {
    /// The largest file that is read, in bytes: a mesh of 10,000 nodes has about two million.
    package static let largestFile = 64 << 20

    /// Reads and validates `mesh.json`, and the key's file that it names.
    ///
    /// Without a key this blocks while the hosts of the gossip addresses are looked up.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - environment: The variables of the process; `MESH_KEY` overrides the file's `key`.
    /// - Throws: The first mistake, and its place.
    public init(
        contentsOf path: String,
        environment: [String: String] = [:]
    ) throws(ConfigurationError) {
        let found: [UInt8]?
        do throws(SystemError) {
            found = try File(path, .read).readToEnd(limit: Self.largestFile)
        } catch {
            let problem = error.isMissingFile ? "there is no such file" : "it cannot be read: \(error)"
            throw ConfigurationError(file: path, place: "", problem: problem)
        }
        guard let bytes = found else {
            throw ConfigurationError(file: path, place: "", problem: "it is larger than 64 MiB")
        }
        let place: @Sendable (String) -> String = { File.path($0, namedIn: path) }
        let surroundings = ConfigurationSurroundings(
            environmentKey: environment[SharedKey.environmentVariable],
            readFile: { path throws(SystemError) in
                try File(place(path), .read).readToEnd(limit: Self.largestFile)
            },
            readFolder: { path throws(SystemError) in
                try FileTree.read(place(path), limit: PublicFiles.byteLimit, count: PublicFiles.countLimit)
            },
            path: place,
            resolve: { host throws(SystemError) in try SocketAddress.resolve(host: host, port: 0) }
        )
        try self.init(parsing: bytes, from: path, in: surroundings)
    }
}
