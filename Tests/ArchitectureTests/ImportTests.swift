import Testing

@Suite("The modules") struct ImportTests {
    /// What each module may import; every other module of the package and of the toolchain is out of bounds.
    static let allowedImports: [String: Set<String>] = [
        "Bytes": [],
        "JSON": ["Bytes"],
        "ChannelProtocol": ["JSON"],
        "HTTP": ["Bytes"],
        "WebSocket": ["Bytes", "HTTP"],
        // Of the standard library, what it has no public name for: the normal forms of names.
        "Gossip": ["Bytes", "Swift"],
        "Reactor": ["CLinux", "Glibc", "Synchronization"],
        "SystemTLS": ["Bytes", "Glibc"],
        "ChatPage": ["Bytes"],
        "MeshClient": [
            "Bytes", "ChannelProtocol", "HTTP", "JSON", "Reactor", "Synchronization", "SystemTLS", "WebSocket",
        ],
        "BroadcastMesh": [
            "Bytes", "ChannelProtocol", "ChatPage", "Gossip", "HTTP", "JSON", "Reactor", "SystemTLS", "Synchronization",
            "WebSocket",
        ],
        "MeshSimulator": [
            "BroadcastMesh", "Bytes", "ChannelProtocol", "Gossip", "HTTP", "JSON", "Reactor", "Synchronization",
            "SystemTLS", "WebSocket",
        ],
        "MeshFuzz": [
            "BroadcastMesh", "Bytes", "ChannelProtocol", "Gossip", "HTTP", "JSON", "MeshSimulator", "Reactor",
            "Synchronization", "SystemTLS", "WebSocket",
        ],
        "MeshBenchmark": [
            "BroadcastMesh", "ChannelProtocol", "Gossip", "HTTP", "MeshClient", "Reactor", "Synchronization",
        ],
        "Mesh": [
            "BroadcastMesh", "Bytes", "ChannelProtocol", "Gossip", "HTTP", "JSON", "MeshClient", "MeshSimulator",
            "Reactor", "Synchronization", "WebSocket",
        ],
    ]

    @Test(arguments: allowedImports)
    func `import only what their place allows`(module: String, allowed: Set<String>) throws {
        let files = try Package.sourceFiles(below: "Sources/\(module)")
        #expect(!files.isEmpty)
        for file in files {
            let imports = Set(file.lines.compactMap(Self.importedModule))
            // The standard library is there whether it is named or not.
            #expect(allowed.union(["Swift"]).isSuperset(of: imports), "\(file.path)")
        }
    }

    @Test func `are all known here`() throws {
        let modules = try Package.sourceFiles(below: "Sources").map { String($0.path.split(separator: "/")[1]) }
        #expect(Set(modules) == Set(Self.allowedImports.keys))
    }

    @Test(arguments: [
        ("import Glibc", "Glibc"),
        ("public import Bytes", "Bytes"),
        ("@testable import Mesh", "Mesh"),
        ("import struct Foundation.Data", "Foundation"),
        ("// import Glibc", nil),
        ("    /// Says what to import.", nil),
    ])
    func `are found in every way to import`(line: Substring, module: String?) {
        #expect(Self.importedModule(in: line) == module)
    }

    /// The module that a line imports, if it does.
    private static func importedModule(in line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard words.first?.hasPrefix("//") == false, words.prefix(3).contains("import") else { return nil }
        return words.last?.split(separator: ".").first.map(String.init)
    }
}
