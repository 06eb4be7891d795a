import FoundationEssentials

/// A path on the disk for one test; nothing is there yet.
final class TemporaryDirectory {
    let url = FileManager.default.temporaryDirectory.appending(path: "mesh-storage-\(UUID())")

    /// The path.
    var path: String { url.path(percentEncoded: false) }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// The segment files, oldest first.
    func segments() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { $0.hasSuffix(".segment") || $0.hasSuffix(".begun") }.sorted()
            .map { url.appending(path: $0) }
    }

    /// How many bytes the segment files have.
    func size() throws -> Int {
        try segments().reduce(0) { try $0 + Data(contentsOf: $1).count }
    }
}
