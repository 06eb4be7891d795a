import FoundationEssentials

/// The files of this package, as they lie on the disk.
enum Package {
    /// The folder that holds `Package.swift`.
    static let folder = URL(filePath: #filePath).appending(path: "../../..").standardized

    /// One Swift file.
    struct SourceFile {
        /// Where it is, seen from the package's folder: `Sources/Bytes/Chunk.swift`.
        var path: String

        /// What it says, line by line.
        var lines: [Substring]
    }

    /// The names at the top of the package, without those that begin with a dot.
    static func topLevelNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
            .filter { !$0.hasPrefix(".") }
    }

    /// The Swift files below a folder of the package, in order.
    static func sourceFiles(below path: String) throws -> [SourceFile] {
        let root = folder.appending(path: path)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path(percentEncoded: false))
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            let text = try String(contentsOf: root.appending(path: name), encoding: .utf8)
            return SourceFile(
                path: "\(path)/\(name)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            )
        }
    }
}
