package import Reactor

/// Where a configuration is read, with the files and the hosts that it names.
package struct ConfigurationDisk: Sendable {
    /// Reads a file whole, or returns `nil` when it has more bytes than a limit, or throws why it cannot.
    package var readFile: @Sendable (_ path: String, _ limit: Int) throws(SystemError) -> [UInt8]?

    /// Reads the files below a folder, or returns `nil` when they are more than a node keeps, or throws why it cannot.
    package var readFolder: @Sendable (_ path: String) throws(SystemError) -> [FileTree.Leaf]?

    /// The addresses of a host, by name or numeric; none when it has none, or why they cannot be found.
    package var resolve: @Sendable (_ host: String) throws(SystemError) -> [SocketAddress]

    /// Describes a disk.
    package init(
        readFile: @escaping @Sendable (_ path: String, _ limit: Int) throws(SystemError) -> [UInt8]?,
        readFolder: @escaping @Sendable (_ path: String) throws(SystemError) -> [FileTree.Leaf]?,
        resolve: @escaping @Sendable (_ host: String) throws(SystemError) -> [SocketAddress]
    ) {
        self.readFile = readFile
        self.readFolder = readFolder
        self.resolve = resolve
    }
}
