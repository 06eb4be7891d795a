import Reactor

extension Recorder {
    /// Begins to write to a file, which is emptied.
    ///
    /// - Throws: As without a file, and ``MeshNodeError/system(_:)`` when it cannot be made.
    init(
        _ name: String,
        of mesh: MeshConfiguration,
        storage: StorageSettings?,
        in path: String
    ) throws(MeshNodeError) {
        if let obstacle = Self.obstacle(name, of: mesh) { throw obstacle }
        let file: File
        do throws(SystemError) { file = try File(path, .replace) } catch { throw .system(error) }
        try self.init(name, of: mesh, storage: storage) { chunk in
            do throws(SystemError) { try file.write(chunk.span) } catch { return error }
            return nil
        }
    }
}
