import BroadcastMesh
import Reactor

/// The files of a mesh, which whoever starts a node reads: they are on every machine alike.
enum WholeFiles {
    /// The folder of the files, and that of the mesh.
    private static let folder = "etc/"
    static let mesh = "etc/mesh.json"

    /// What is in the files with keys.
    private static let keys = ["0123456789abcdef0123456789abcdef", "a secret that is long enough, 7"]

    /// What of that nobody may be told.
    static var secrets: [String] { keys }

    /// The files beside that of a mesh, as it names them.
    private static func contents(of name: some StringProtocol) throws(SystemError) -> [UInt8] {
        switch name {
        case "key": return Array(" \(keys[0])\n".utf8)
        case "other.key": return Array(keys[1].utf8)
        case "short.key": return [0x61]
        case "broken.key": throw .failed("read", SystemError.Code.brokenDisk, folder + name)
        default: throw .failed("open", SystemError.Code.missingFile, folder + name)
        }
    }

    private static func pages(in name: some StringProtocol) throws(SystemError) -> [FileTree.Leaf]? {
        switch name {
        case "pages":
            let paths = ["index.html", "style.css", "deep/index.html", "deep/page.html"]
            return paths.map { (path: $0, bytes: Array($0.utf8)) }
        // Everybody could read the key of a mesh that is kept there.
        case "open": return [(path: "key.txt", bytes: try contents(of: "key"))]
        case "huge": return nil
        default: throw .failed("openat", SystemError.Code.missingFile, folder + name)
        }
    }

    /// A disk with a file of a mesh.
    static func disk(with file: [UInt8]) -> ConfigurationDisk {
        ConfigurationDisk(
            readFile: { path, limit throws(SystemError) in
                let bytes = path == mesh ? file : try contents(of: path.dropFirst(folder.count))
                return bytes.count <= limit ? bytes : nil
            },
            readFolder: { path throws(SystemError) in try pages(in: path.dropFirst(folder.count)) },
            resolve: { host throws(SystemError) in try NameServer.resolve(host) }
        )
    }
}
