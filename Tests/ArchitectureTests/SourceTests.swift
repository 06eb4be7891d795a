import Testing

@Suite("The source") struct SourceTests {
    /// Where memory may be touched without the compiler's help.
    static let unsafeRooms = [
        "Sources/Reactor/", "Sources/SystemTLS/", "Sources/WebSocket/Masking.swift", "Sources/Bytes/Chunk.swift",
    ]

    @Test func `ends each file before its second idea`() throws {
        for file in try Package.sourceFiles(below: "Sources") {
            #expect(file.lines.count <= 200, "\(file.path)")
        }
    }

    @Test func `leaves nothing for later`() throws {
        for file in try Package.sourceFiles(below: "Sources") {
            for word in ["TODO", "FIXME", "fatalError"] {
                let lines = file.lines.filter { $0.contains(word) }
                #expect(lines.isEmpty, "\(file.path)")
            }
        }
    }

    @Test func `is unsafe only in its rooms`() throws {
        for file in try Package.sourceFiles(below: "Sources")
        where !Self.unsafeRooms.contains(where: file.path.hasPrefix) {
            let lines = file.lines.filter { line in
                let words = line.split(separator: " ")
                return words.first?.hasPrefix("//") == false && words.contains("unsafe")
            }
            #expect(lines.isEmpty, "\(file.path)")
        }
    }

    @Test func `of a node asks nothing of the system but through its world`() throws {
        // The file with the configuration is read before there is a node, and a log is beside it.
        let outside = [
            "Sources/BroadcastMesh/Logging/", "Sources/BroadcastMesh/Configuration/ConfigurationDisk.swift",
            "Sources/BroadcastMesh/Configuration/MeshConfiguration+Making.swift",
            "Sources/BroadcastMesh/Driver/MeshConfiguration+Machine.swift",
        ]
        let questions = [
            "Clock.", "RandomBytes.", "Resolver", "Directory(", "BackgroundThread.", "DescriptorLimit.",
            "SocketAddress.resolve",
        ]
        for file in try Package.sourceFiles(below: "Sources/BroadcastMesh")
        where !outside.contains(where: file.path.hasPrefix) {
            for line in file.lines where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                let asked = questions.filter { question in
                    line.ranges(of: question).contains { line[..<$0.lowerBound].last?.isLetter != true }
                }
                #expect(asked.isEmpty, "\(file.path): \(line)")
            }
        }
    }

    @Test(arguments: ["GossipTests", "BroadcastMeshTests", "MeshSimulatorTests"])
    func `of a test that computes does it apart from those that wait`(tests: String) throws {
        for file in try Package.sourceFiles(below: "Tests/\(tests)")
        where !file.lines.contains(where: { $0.contains("await ") }) {
            let suites = file.lines.filter { $0.hasPrefix("@Suite(") && !$0.hasSuffix("@Suite(") }
            #expect(suites.allSatisfy { $0.contains(".computing") }, "\(file.path)")
        }
    }

    @Test func `shares the top of the package with little else`() throws {
        let allowed: Set = ["Package.swift", "README.md", "Sources", "Tests", "mesh.json"]
        #expect(try allowed.isSuperset(of: Package.topLevelNames()))
    }
}
