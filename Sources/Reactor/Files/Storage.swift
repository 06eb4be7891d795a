/// A directory that a journal keeps its files in: all that it asks of a disk.
///
/// There are two: ``Directory``, the machine's, and one in the simulator, on which the power fails. What they agree on:
///
/// - What a call wrote is seen by every later call and by the next process, whatever becomes of this one.
/// - A power failure takes any part of what was written since the disk was last waited for: bytes of a file until
///   ``StorageFile/sync()``, names until ``sync()``. A rename happens as a whole or not at all.
/// - A wait that failed says that what was written before it may be lost for good, even if a later wait succeeds.
public protocol Storage: Sendable {
    /// Where it is, for people to read.
    var path: String { get }

    /// Where something in it is.
    func path(of name: String) -> String

    /// Makes the directory unless it is there, so that it stays.
    func create() throws(SystemError)

    /// Opens, or makes, a file in it.
    func open(_ name: String, _ mode: File.Mode) throws(SystemError) -> any StorageFile

    /// The names of what is in it, sorted, without those that begin with a dot.
    func names() throws(SystemError) -> [String]

    /// Gives a file another name; a file that had the name goes.
    func rename(_ name: String, to other: String) throws(SystemError)

    /// Removes a file.
    func remove(_ name: String) throws(SystemError)

    /// Waits until the disk has the names of what is in it.
    func sync() throws(SystemError)
}

/// An open file of a ``Storage``; closed when the last reference to it goes.
///
/// Only ``sync()`` may be called by another thread than the one that uses the file.
public protocol StorageFile: AnyObject, Sendable {
    /// Writes all bytes at the end.
    ///
    /// - Throws: What the system says; a part may be written then.
    func write(_ bytes: Span<UInt8>) throws(SystemError)

    /// Reads the whole file.
    func readAll() throws(SystemError) -> [UInt8]

    /// Waits until the disk has what was written, and the file's length.
    ///
    /// - Throws: What was written since the last call may then be lost for good.
    func sync() throws(SystemError)

    /// Cuts the file.
    func truncate(to length: Int) throws(SystemError)

    /// Takes the file for this process alone, until it is closed.
    ///
    /// - Returns: `false` when somebody else has it.
    func lock() throws(SystemError) -> Bool
}

extension File: StorageFile {}

extension Directory: Storage {
    /// Opens a file in it; see ``File/init(_:_:)``.
    public func open(_ name: String, _ mode: File.Mode) throws(SystemError) -> any StorageFile {
        try File(path(of: name), mode)
    }
}
