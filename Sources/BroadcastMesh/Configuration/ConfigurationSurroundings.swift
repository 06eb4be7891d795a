package import Reactor

/// What a configuration needs of the world around its file.
package struct ConfigurationSurroundings: Sendable {
    /// The value of `MESH_KEY` in the environment, which overrides the file's `key`.
    package var environmentKey: String?

    /// Reads a file whole, or returns `nil` when it cannot, or throws why.
    ///
    /// A relative path starts in the folder of `mesh.json`.
    package var readFile: @Sendable (_ path: String) throws(SystemError) -> [UInt8]?

    /// Reads the files below a folder, or returns `nil` when they are too many, or throws why it cannot.
    ///
    /// A relative path starts in the folder of `mesh.json`.
    package var readFolder: @Sendable (_ path: String) throws(SystemError) -> [FileTree.Leaf]?

    /// Where a file is that the configuration names: a relative path starts in the folder of `mesh.json`.
    package var path: @Sendable (_ path: String) -> String

    /// The addresses of a host, by name or numeric; none when it has none, or why they cannot be found.
    package var resolve: @Sendable (_ host: String) throws(SystemError) -> [SocketAddress]

    /// Describes a world.
    ///
    /// - Parameters:
    ///   - environmentKey: The value of `MESH_KEY`.
    ///   - readFile: Reads a file whole.
    ///   - readFolder: Reads the files below a folder; by default there are none.
    ///   - path: Finds a file that the node reads itself.
    ///   - resolve: Looks a host up.
    package init(
        environmentKey: String? = nil,
        readFile: @escaping @Sendable (_ path: String) throws(SystemError) -> [UInt8]?,
        readFolder: @escaping @Sendable (_ path: String) throws(SystemError) -> [FileTree.Leaf]? = { _ in [] },
        path: @escaping @Sendable (_ path: String) -> String = { $0 },
        resolve: @escaping @Sendable (_ host: String) throws(SystemError) -> [SocketAddress]
    ) {
        self.environmentKey = environmentKey
        self.readFile = readFile
        self.readFolder = readFolder
        self.path = path
        self.resolve = resolve
    }

    /// No environment, no other files, and no names but `localhost`: all that a test needs.
    package static let none = ConfigurationSurroundings(
        readFile: { _ in nil },
        resolve: { host in
            let numeric = host == "localhost" ? "127.0.0.1" : host
            return SocketAddress(numericHost: numeric, port: 0).map { [$0] } ?? []
        }
    )
}
