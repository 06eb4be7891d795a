import Reactor

extension MeshConfiguration {
    /// The largest file that is read, in bytes: a mesh of 10,000 nodes has about two million.
    package static let largestFile = 64 << 20

    /// Reads and validates `mesh.json`, and the files that it names, on any disk.
    package init(
        contentsOf path: String,
        environment: [String: String] = [:],
        on disk: ConfigurationDisk
    ) throws(ConfigurationError) {
        let found: [UInt8]?
        do throws(SystemError) {
            found = try disk.readFile(path, Self.largestFile)
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
            readFile: { path throws(SystemError) in try disk.readFile(place(path), Self.largestFile) },
            readFolder: { path throws(SystemError) in try disk.readFolder(place(path)) },
            path: place,
            resolve: disk.resolve
        )
        try self.init(parsing: bytes, from: path, in: surroundings)
    }
}
