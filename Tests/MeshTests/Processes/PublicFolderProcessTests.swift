import FoundationEssentials
import MeshClient
import Reactor
import Testing

@Suite("A folder of pages, as programs", .timeLimit(.minutes(10))) struct PublicFolderProcessTests {
    @Test func `is served as it was read, and read again when asked`() async throws {
        var file = MeshFile.single
        file.public = "web"
        try await withMesh(file, isStarted: false) { mesh in
            let page = mesh.folder.appending(path: "web/index.html")
            try FileManager.default.createDirectory(
                at: page.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            // More than a socket takes at once.
            let large = String(repeating: "0123456789abcdef", count: 1 << 18)
            try Data(large.utf8).write(to: mesh.folder.appending(path: "web/large.txt"))
            try Data("<h1>first".utf8).write(to: page)
            let node = mesh["node-0"]
            try await node.start()
            #expect(try await HTTPClient(timeout: 240).get(await node.url("http")).text == "<h1>first")
            #expect(try await HTTPClient(timeout: 240).get(await node.url("http", "/large.txt")).text == large)
            #expect(try await HTTPClient(timeout: 240).get(await node.url("http", "/chat")).text.contains("mesh chat"))

            try Data("<h1>second".utf8).write(to: page)
            await node.send(.hangUp)
            try await eventually("it is read again") {
                try await HTTPClient(timeout: 240).get(await node.url("http")).text == "<h1>second"
            }
            #expect(try await node.terminate() == .exited(0))
        }
    }

    @Test func `must be there`() async throws {
        var file = MeshFile.single
        file.public = "nowhere"
        try await withMesh(file, isStarted: false) { mesh in
            let run = try await MeshProgram.run(["check", "--config", mesh.configuration])
            #expect(run.status == .exited(2))
            let words = "public: the folder \"nowhere\" cannot be read: opendir "
            #expect(run.standardError.first?.contains(words) == true)
        }
    }
}
