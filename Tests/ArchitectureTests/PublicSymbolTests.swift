import FoundationEssentials
import Testing

/// What the libraries promise to their users: a symbol that comes or goes is a decision, and shows here.
@Suite("The public symbols of a library") struct PublicSymbolTests {
    @Test(arguments: ["BroadcastMesh", "MeshClient"]) func `are those that are pinned`(module: String) throws {
        let file = Package.folder.appending(path: "Tests/ArchitectureTests/PublicSymbols/\(module).txt")
        let pinned = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)

        let found = try Package.sourceFiles(below: "Sources/\(module)").flatMap { Self.symbols(in: $0.lines) }.sorted()

        #expect(Set(found).subtracting(pinned).sorted().isEmpty, "public, and not pinned")
        #expect(Set(pinned).subtracting(found).sorted().isEmpty, "pinned, and not public")
        #expect(found == pinned.sorted(), "one is there more often than the other says")
    }

    @Test(arguments: ["BroadcastMesh", "MeshClient"]) func `are documented`(module: String) throws {
        for file in try Package.sourceFiles(below: "Sources/\(module)") {
            for (index, line) in file.lines.enumerated() where Self.symbol(in: line) != nil {
                // Attributes may stand between.
                let before = file.lines[..<index].last { !$0.drop { $0 == " " }.hasPrefix("@") } ?? ""
                #expect(before.drop { $0 == " " }.hasPrefix("///"), "\(file.path): \(line)")
            }
        }
    }

    @Test func `are found with the types around them`() {
        let lines = """
            public struct Outer: Sendable {
                public let a: Int
                var b = 0
                public enum Inner {
                    public static func make(_ c: Int) -> Inner {
                        let public = 0
                    }
                }
            }

            extension Outer.Inner: CustomStringConvertible {
                public var description: String { "" }
            }
            """.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            Self.symbols(in: lines) == [
                "struct Outer", "Outer let a", "Outer enum Inner", "Outer.Inner func make",
                "Outer.Inner var description",
            ]
        )
    }

    /// Each public declaration, behind the types that it stands in.
    private static func symbols(in lines: [Substring]) -> [String] {
        var symbols: [String] = []
        var types: [(indent: Int, name: Substring)] = []
        for line in lines {
            let indent = line.prefix { $0 == " " }.count
            let code = line.dropFirst(indent)
            guard !code.isEmpty, !code.hasPrefix("//"), !code.hasPrefix(")") else { continue }
            while let last = types.last, indent <= last.indent { types.removeLast() }
            if let symbol = symbol(in: line) {
                let path = types.map(\.name).joined(separator: ".")
                symbols.append(path.isEmpty ? symbol : "\(path) \(symbol)")
            }
            if let type = typeOpened(by: code) { types.append((indent, type)) }
        }
        return symbols
    }

    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "actor", "protocol", "typealias", "func", "var", "let", "init", "subscript",
    ]

    /// What a line declares in public: its kind and its name.
    private static func symbol(in line: Substring) -> String? {
        var words = line.split(separator: " ").drop { $0.hasPrefix("@") }
        guard words.first == "public", words.dropFirst().first != "import" else { return nil }
        words = words.drop { !kinds.contains($0.prefix { $0.isLetter }) }
        guard let word = words.first else { return nil }
        let kind = word.prefix { $0.isLetter }
        guard kind != "init", kind != "subscript" else { return String(kind) }
        let name = words.dropFirst().first?.prefix { $0.isLetter || $0.isNumber || $0 == "_" } ?? ""
        return name.isEmpty ? "\(kind) \(words.dropFirst().first ?? "")" : "\(kind) \(name)"
    }

    /// The type whose members follow a line.
    private static func typeOpened(by code: Substring) -> Substring? {
        guard code.hasSuffix("{") else { return nil }
        let words = code.split(separator: " ")
        let openers: Set<Substring> = ["struct", "class", "enum", "actor", "protocol", "extension"]
        guard let opener = words.firstIndex(where: openers.contains), opener + 1 < words.count else { return nil }
        let modifiers = words[..<opener]
        guard modifiers.allSatisfy({ $0.hasPrefix("@") || $0.allSatisfy { $0.isLetter || "()".contains($0) } }) else {
            return nil
        }
        return words[opener + 1].prefix { $0.isLetter || $0.isNumber || $0 == "." }
    }
}
