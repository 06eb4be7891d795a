import Reactor

extension MeshConfiguration {
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
        try self.init(contentsOf: path, environment: environment, on: .system)
    }
}

extension ConfigurationDisk {
    /// This machine's.
    static let system = ConfigurationDisk(
        readFile: { path, limit throws(SystemError) in try File(path, .read).readToEnd(limit: limit) },
        readFolder: { path throws(SystemError) in
            try FileTree.read(path, limit: PublicFiles.byteLimit, count: PublicFiles.countLimit)
        },
        resolve: { host throws(SystemError) in try SocketAddress.resolve(host: host, port: 0) }
    )
}
