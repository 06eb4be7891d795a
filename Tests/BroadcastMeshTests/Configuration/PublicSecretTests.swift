import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A secret in the public folder", .computing) struct PublicSecretTests {
    private static let key = "0123456789abcdef"
    private static let certificateKey = "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n"

    /// Reads a mesh with a key and a certificate that serves files.
    private func read(
        _ files: [String: String],
        key: String? = "mesh.key",
        environment: String? = nil,
        data: [UInt8]? = nil
    ) throws {
        let json = """
            { "nodes": [{ "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:7081",
                          "tls": { "certificate": "own.pem", "key": "own.key" } }],
              "public": "web" \(key.map { ", \"key\": \"\($0)\"" } ?? "") }
            """
        let beside = ["mesh.key": "\(Self.key)\n", "own.key": Self.certificateKey, "empty.key": ""]
        let surroundings = ConfigurationSurroundings(
            environmentKey: environment,
            readFile: { path throws(SystemError) in beside[path].map { Array($0.utf8) } },
            readFolder: { _ throws(SystemError) in
                files.map { (path: $0.key, bytes: Array($0.value.utf8)) }
                    + (data.map { [(path: "data/00000001.segment", bytes: $0)] } ?? [])
            },
            resolve: ConfigurationSurroundings.none.resolve
        )
        _ = try MeshConfiguration(parsing: Array(json.utf8), in: surroundings)
    }

    @Test(arguments: ["mesh.key", "old/copy.txt"]) func `is named, whatever the file is called`(path: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try read(["index.html": "hi", path: "  \(Self.key)\n\n"])
        }
        let place = #"mesh.json: public: "\#(path)" in the folder "web""#
        #expect(error?.description == "\(place) is the mesh's key, and everybody could read it; keep it elsewhere")
    }

    @Test func `may be the key of a certificate`() {
        #expect(throws: ConfigurationError.self) { try read(["privkey.pem": Self.certificateKey]) }
    }

    @Test func `may be a key that the environment overrides`() {
        #expect(throws: ConfigurationError.self) {
            try read(["mesh.key": Self.key], environment: "another 16 bytes")
        }
        #expect(throws: ConfigurationError.self) {
            try read(["a": "another 16 bytes"], environment: "another 16 bytes")
        }
    }

    @Test func `may be what a node has written, with all that was ever said`() throws {
        let segment = SegmentHeader(node: "alpha", salt: 1).encoded
        let error = #expect(throws: ConfigurationError.self) { try read(["index.html": "hi"], data: segment + [1, 2]) }
        let place = #"mesh.json: public: "data/00000001.segment" in the folder "web""#
        #expect(error?.description == "\(place) is a node's data, and everybody could read it; keep it elsewhere")
        try read(["index.html": "hi"], data: Array("MESHDATA".utf8))
    }

    @Test func `is no file beside it, and none that is empty`() throws {
        try read(["index.html": "hi", "empty": "", "longer": "\(Self.key)0"])
        try read(["empty": ""], key: "empty.key", environment: "another 16 bytes")
    }
}
