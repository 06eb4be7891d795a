import Bytes
import Reactor

/// The files that a node serves to browsers in the place of the chat page, as they were when the configuration was read.
///
/// They lie in memory: no request opens a file, and a path that is not in the list leads nowhere.
public struct PublicFiles: Equatable, Sendable {
    /// How many bytes they may have together.
    static let byteLimit = 64 << 20

    /// How many there may be.
    static let countLimit = 10_000

    /// The folder, as it was named.
    public let folder: String

    /// One of them.
    struct File: Equatable {
        let bytes: [UInt8]

        /// Of its bytes, made where they are read: of 64 MiB it takes longer than a node may be silent.
        let hash: UInt64

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            hash = bytes.span.hash(seed: 0)
        }
    }

    /// Each file by the bytes of its path below the folder, as `images/logo.svg`.
    ///
    /// By its bytes, as the disk tells files apart: to `String`, two ways to write an accent are one.
    let files: [[UInt8]: File]

    /// How many bytes they have together.
    let byteCount: Int

    /// A hash of all paths and all bytes.
    let hash: UInt64

    /// Takes files, sorted by their paths.
    init(_ folder: String, _ entries: [FileTree.Leaf]) {
        self.folder = folder
        files = Dictionary(entries.map { (Array($0.path.utf8), File($0.bytes)) }) { first, _ in first }
        byteCount = entries.reduce(0) { $0 + $1.bytes.count }
        hash = entries.reduce(0) { hash, entry in
            entry.bytes.span.hash(seed: Array(entry.path.utf8).span.hash(seed: hash))
        }
    }

    /// Reads the folder that the configuration names.
    ///
    /// - Throws: When it cannot be read, or has more than a node keeps.
    static func read(
        from value: PlacedValue?,
        in surroundings: ConfigurationSurroundings
    ) throws(ConfigurationError) -> PublicFiles? {
        guard let value else { return nil }
        let folder = try value.string()
        guard !folder.isEmpty else { throw value.error("wanted the path of a folder; \".\" is the one of this file") }
        let entries: [FileTree.Leaf]?
        do throws(SystemError) {
            entries = try surroundings.readFolder(folder)
        } catch {
            throw value.error("the folder \"\(folder)\" cannot be read: \(error)")
        }
        guard let entries else {
            let most = "\(countLimit) files or \(byteLimit >> 20) MiB"
            throw value.error("\"\(folder)\" has more than \(most) in it, or is too deep")
        }
        return PublicFiles(folder, entries)
    }
}

extension PublicFiles: CustomStringConvertible {
    /// In a few words, others for other files: `web, 12 files, 34567 bytes, 9f86d081884c7d65`.
    public var description: String {
        "\(folder), \(files.count) file\(files.count == 1 ? "" : "s"), \(byteCount) bytes, \(hash.hexadecimal)"
    }
}
