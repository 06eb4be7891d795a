import Reactor

/// A file that the command line names, to be read: what is wrong with it is said of the option and the path.
struct NamedFile {
    /// The option that names it.
    let option: String

    /// Where it is.
    let path: String

    /// Reads all of it.
    ///
    /// - Parameters:
    ///   - limit: The most that it may have, in bytes.
    ///   - bound: What that is, behind "it is larger".
    /// - Returns: Its bytes.
    /// - Throws: ``CommandError/failure(_:)``, with the place and what is wrong there.
    func read(limit: Int, called bound: String) throws(CommandError) -> [UInt8] {
        let bytes = try attempt { () throws(SystemError) in try File(path, .read).readToEnd(limit: limit) }
        guard let bytes else { throw .failure("\(option) \(path): it is larger \(bound)") }
        return bytes
    }

    /// Looks whether it can be read, by somebody who does not say what is wrong.
    ///
    /// - Throws: ``CommandError/failure(_:)``, with the place and what is wrong there.
    func requireReadable() throws(CommandError) {
        try attempt { () throws(SystemError) in try File.requireReadable(path) }
    }

    private func attempt<Outcome>(_ work: () throws(SystemError) -> Outcome) throws(CommandError) -> Outcome {
        do throws(SystemError) {
            return try work()
        } catch  where error.isMissingFile {
            throw .failure("\(option) \(path): there is no such file")
        } catch  where error.isFolder {
            throw .failure("\(option) \(path): that is a folder, not a file")
        } catch {
            throw .failure("\(option) \(path): it cannot be read: \(error)")
        }
    }
}

extension Arguments {
    /// The file that an option names; `nil` when it was left out.
    func file(of option: String) -> NamedFile? {
        value(of: option).map { NamedFile(option: option, path: $0) }
    }
}
