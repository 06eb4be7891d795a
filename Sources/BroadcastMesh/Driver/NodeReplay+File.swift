import Reactor

extension NodeReplay {
    /// Opens a recording.
    ///
    /// - Parameter path: The file.
    /// - Throws: When it cannot be read, or is none that can be replayed.
    public init(contentsOf path: String) throws(RecordingError) {
        let file: File
        do throws(SystemError) { file = try File(path, .read) } catch { throw .system(error) }
        try self.init(of: { count in Result { () throws(SystemError) in try file.readOn(count) } })
    }
}
