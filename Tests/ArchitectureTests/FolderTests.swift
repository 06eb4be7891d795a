import Testing

/// The folders of a module say what knows what: an arrow leads from one that names a type to the one that declares it.
@Suite("The folders of a module") struct FolderTests {
    /// Modules whose folders are in order.
    static let modules = [
        "BroadcastMesh", "Gossip", "HTTP", "JSON", "Mesh", "MeshClient", "MeshFuzz", "MeshSimulator", "Reactor",
        "SystemTLS", "WebSocket",
    ]

    /// An arrow between two folders.
    struct Arrow: Hashable, Comparable {
        var from: String
        var to: String

        static func < (first: Arrow, second: Arrow) -> Bool { (first.from, first.to) < (second.from, second.to) }
    }

    @Test(arguments: modules) func `form no circle, of however many`(module: String) throws {
        let arrows = try Self.arrows(in: module)
        #expect(!arrows.isEmpty)
        #expect(Self.circling(arrows).sorted().isEmpty)
    }

    @Test(arguments: [
        (["a b", "b c", "a c"], []),
        (["a b", "b a", "b c"], ["a b", "b a"]),
        (["a b", "b c", "c d", "d b", "d e"], ["b c", "c d", "d b"]),
    ])
    func `are in a circle where arrows lead back`(arrows: [String], circle: [String]) {
        func parsed(_ texts: [String]) -> Set<Arrow> {
            Set(texts.map { Arrow(from: String($0.prefix(1)), to: String($0.suffix(1))) })
        }
        #expect(Self.circling(parsed(arrows)) == parsed(circle))
    }

    @Test(arguments: [
        ("GossipNode", "Sources/Gossip", "Node"), ("Node", "Sources/BroadcastMesh", "Node"),
        ("MeshNode", "Sources/BroadcastMesh", "Driver"),
    ])
    func `have each extension of a node where the node is`(type: String, module: String, folder: String) throws {
        for file in try Package.sourceFiles(below: module) where !file.path.hasPrefix("\(module)/\(folder)/") {
            let extensions = file.lines.filter { "\($0) ".hasPrefix("extension \(type) ") }
            #expect(extensions.isEmpty, "\(file.path)")
        }
    }

    @Test func `are told apart by the types that they declare at the top`() {
        let lines: [Substring] = [
            "public struct Gap: Sendable {", "    struct Count {", "enum Tag { }", "// struct Not {",
        ]
        #expect(lines.compactMap(Self.declaredType) == ["Gap", "Tag"])
    }

    /// What is left when those that know nobody, and those whom nobody knows, are taken away until there are none.
    private static func circling(_ arrows: Set<Arrow>) -> Set<Arrow> {
        let (knowing, known) = (Set(arrows.map(\.from)), Set(arrows.map(\.to)))
        let rest = arrows.filter { knowing.contains($0.to) && known.contains($0.from) }
        return rest.count == arrows.count ? rest : circling(rest)
    }

    private static func arrows(in module: String) throws -> Set<Arrow> {
        let root = "Sources/\(module)/"
        let files = try Package.sourceFiles(below: "Sources/\(module)").map { file in
            (
                folder: file.path.dropFirst(root.count).split(separator: "/").dropLast().first.map(String.init) ?? ".",
                file
            )
        }
        var homes: [Substring: String] = [:]
        for (folder, file) in files {
            for type in file.lines.compactMap(declaredType) { homes[type] = folder }
        }
        var arrows: Set<Arrow> = []
        for (folder, file) in files {
            for line in file.lines where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                let code = line.split(separator: "\"", omittingEmptySubsequences: false)
                // Every second part is a text.
                for (index, part) in code.enumerated() where index.isMultiple(of: 2) {
                    for word in part.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }) {
                        guard let home = homes[word], home != folder else { continue }
                        arrows.insert(Arrow(from: folder, to: home))
                    }
                }
            }
        }
        return arrows
    }

    /// The type that a line declares at the top of a file, if it does.
    private static func declaredType(in line: Substring) -> Substring? {
        guard let first = line.first, first.isLetter || first == "@" else { return nil }
        let words = line.split(separator: " ")
        let keywords: Set<Substring> = ["struct", "class", "enum", "actor", "protocol"]
        guard let keyword = words.firstIndex(where: keywords.contains), keyword + 1 < words.count else { return nil }
        return words[keyword + 1].prefix { $0.isLetter || $0.isNumber }
    }
}
