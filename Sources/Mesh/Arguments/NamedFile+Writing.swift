import Reactor

/// Places that the command line names, to be written.
extension NamedFile {
    /// Looks whether something can be kept there in files.
    ///
    /// - Throws: ``CommandError/failure(_:)``, with the place and what to do.
    func requireFolderOrNothing() throws(CommandError) {
        do throws(SystemError) {
            try File.requireReadable(path)
        } catch  where error.isBehindFile {
            throw .failure("\(option) \(path): one of the folders that it names is a file; name another place")
        } catch {
            // A folder; or nothing, and it is made.
            return
        }
        throw .failure("\(option) \(path): that is a file, not a folder; name a folder, which is made if need be")
    }

    /// Looks whether a file can be written there.
    ///
    /// - Parameter name: What it could be called in a folder.
    /// - Throws: ``CommandError/failure(_:)``, with the place and what to do.
    func requireFileOrNothing(called name: String) throws(CommandError) {
        do throws(SystemError) {
            try File.requireReadable(path)
        } catch  where error.isFolder {
            let file = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            throw .failure("\(option) \(path): that is a folder, not a file; name a file in it: \(option) \(file)")
        } catch  where error.isBehindFile {
            throw .failure("\(option) \(path): one of the folders that it names is a file; name another place")
        } catch  where error.isMissingFile {
            try requireFolder()
        } catch {
            // Whoever writes it says what is wrong.
        }
    }

    /// Looks whether the folder is there that a file is to be in.
    private func requireFolder() throws(CommandError) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = path[..<slash]
        do throws(SystemError) {
            try File.requireReadable(String(folder))
        } catch  where error.isMissingFile {
            throw .failure("\(option) \(path): there is no folder \(folder); make it: mkdir -p \(folder)")
        } catch {
            // It is there.
        }
    }
}
