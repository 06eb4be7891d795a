import FoundationEssentials
import Glibc
import Testing

@testable import BroadcastMesh

@Suite("The file of a mesh", .computing) struct ConfigurationFileTests {
    private let folder = TemporaryDirectory()
    private static let nodes = #""nodes": [{ "name": "a", "http": "127.0.0.1:1", "gossip": "127.0.0.1:2" }]"#

    /// Writes `mesh.json`, and says where.
    private func write(_ json: String) throws -> String {
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        let file = folder.url.appending(path: "mesh.json")
        try Data(json.utf8).write(to: file)
        return file.path(percentEncoded: false)
    }

    @Test func `has its pages in the folder beside it`() throws {
        let path = try write(#"{ "public": "web", \#(Self.nodes) }"#)
        let web = folder.url.appending(path: "web")
        try FileManager.default.createDirectory(at: web, withIntermediateDirectories: true)
        try Data("hello".utf8).write(to: web.appending(path: "index.html"))

        let files = try #require(try MeshConfiguration(contentsOf: path).publicFiles)
        #expect(files.description.hasPrefix("web, 1 file, 5 bytes, "))

        // Other pages are told from these.
        try Data("hallo".utf8).write(to: web.appending(path: "index.html"))
        #expect(try MeshConfiguration(contentsOf: path).publicFiles?.description != files.description)
    }

    @Test func `is refused, with the place, where the folder of its pages is not there`() throws {
        let path = try write(#"{ "public": "web", \#(Self.nodes) }"#)
        let error = #expect(throws: ConfigurationError.self) { try MeshConfiguration(contentsOf: path) }
        #expect(try #require(error).description.contains("public: the folder \"web\" cannot be read: "))
    }

    @Test func `is refused where it is larger than any mesh, or not there`() throws {
        let path = try write("{}")
        // Safe: a string that outlives the call.
        let result = unsafe truncate(path, 65 << 20)
        #expect(result == 0)
        let error = #expect(throws: ConfigurationError.self) { try MeshConfiguration(contentsOf: path) }
        #expect(error?.description.hasSuffix("it is larger than 64 MiB") == true)

        let missing = #expect(throws: ConfigurationError.self) { try MeshConfiguration(contentsOf: path + ".old") }
        #expect(missing?.description.hasSuffix("there is no such file") == true)
    }
}
