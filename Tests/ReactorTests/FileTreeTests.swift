import FoundationEssentials
import Reactor
import Testing

@Suite("The files below a folder") struct FileTreeTests {
    /// Makes a folder with files in it, for as long as the test runs.
    private func withFolder(_ files: [String], _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mesh-tree-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in files {
            let url = folder.appending(path: file)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(file.utf8).write(to: url)
        }
        try body(folder)
    }

    @Test func `are read with their paths, without hidden ones`() throws {
        try withFolder(["b/c.txt", "a.txt", ".git/config", "b/.env"]) { folder in
            let entries = try FileTree.read(folder.path(), limit: 100, count: 10)
            #expect(entries?.map(\.path) == ["a.txt", "b/c.txt"])
            #expect(entries?.map(\.bytes) == [Array("a.txt".utf8), Array("b/c.txt".utf8)])
        }
    }

    @Test func `are none that a link leads to`() throws {
        try withFolder(["inside/a.txt", "outside/secret.txt"]) { folder in
            let inside = folder.appending(path: "inside")
            for (name, target) in [("file", "outside/secret.txt"), ("folder", "outside")] {
                try FileManager.default.createSymbolicLink(
                    at: inside.appending(path: name),
                    withDestinationURL: folder.appending(path: target)
                )
            }
            let entries = try FileTree.read(inside.path(), limit: 100, count: 10)
            #expect(entries?.map(\.path) == ["a.txt"])
        }
    }

    @Test func `are refused when they are more than wanted`() throws {
        try withFolder(["1", "2", "3"]) { folder in
            let counts = try [(3, 3), (2, 3), (3, 2)].map { limit, count in
                try FileTree.read(folder.path(), limit: limit, count: count)?.count
            }
            #expect(counts == [3, nil, nil])
        }
    }

    @Test func `cannot be read where there is no folder`() {
        #expect(throws: SystemError.self) { try FileTree.read("/nowhere at all", limit: 1, count: 1) }
    }
}
