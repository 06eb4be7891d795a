import Testing

/// A type of more than a dozen stored properties has more than one idea, and everybody who extends it can write all.
@Suite("A type") struct WidthTests {
    /// The most stored properties of a type.
    static let limit = 12

    /// Types that may have more, how many at most, and why.
    static let exceptions: [String: (most: Int, reason: String)] = [
        "GossipLimits": (27, "Settings: independent numbers, which nobody writes and the simulator draws one by one."),
        "Scenario": (17, "Settings: what stands in a scenario file, member by member."),
        "Measurement": (13, "Figures: what a table shows, number by number."),
        "SSLFunctions": (39, "A table: one function of a library after the other."),
        "CertificateFunctions": (23, "A table: one function of a library after the other."),
        "CryptoFunctions": (29, "A table: one function of a library after the other."),
        "Traveller": (16, "A client of the gossip-only simulator: what it remembers, and what is checked of it."),
    ]

    @Test func `has a dozen stored properties at most, or a reason`() throws {
        for file in try Package.sourceFiles(below: "Sources") {
            for type in Self.types(in: file.lines) {
                let most = Self.exceptions[type.name]?.most ?? Self.limit
                #expect(type.properties.count <= most, "\(file.path): \(type.name): \(type.properties)")
            }
        }
    }

    @Test func `has exceptions that are there`() throws {
        let names = try Package.sourceFiles(below: "Sources").flatMap { Self.types(in: $0.lines).map(\.name) }
        #expect(Set(names).isSuperset(of: Self.exceptions.keys))
    }

    @Test func `is read with its stored properties and those of types in it, without what is computed`() {
        let lines = """
            public struct Outer: Sendable {
                /// var not = 0
                static let limit = 1
                let a, b: Int
                private(set) var c = [1: 2]
                var d: [Int: String]
                var e: Int { a + b }
                var f: Int {
                    let inner = 1
                    return inner
                }
                weak var g: AnyObject?
                let h = { 1 }()

                final class Inner {
                    var i = 0
                }
                func make() -> Int {
                    var local = 0
                    return local
                }
            }
            """.split(separator: "\n", omittingEmptySubsequences: false)
        let types = Self.types(in: lines)
        #expect(types.map(\.name) == ["Outer", "Inner"])
        #expect(types.map(\.properties) == [["a", "b", "c", "d", "g", "h"], ["i"]])
    }

    /// The types that some lines declare, each with its stored properties.
    private static func types(in lines: [Substring]) -> [(name: String, properties: [Substring])] {
        lines.indices.compactMap { index in
            guard let name = declaredType(in: lines[index]) else { return nil }
            let indent = lines[index].prefix { $0 == " " }.count
            // What the formatter indents one step further, up to the closing brace.
            let body = lines[(index + 1)...].prefix { $0.isEmpty || $0.prefix { $0 == " " }.count > indent }
            return (String(name), body.filter { $0.prefix { $0 == " " }.count == indent + 4 }.flatMap(storedProperties))
        }
    }

    private static func declaredType(in line: Substring) -> Substring? {
        guard line.hasSuffix("{"), !line.drop(while: { $0 == " " }).hasPrefix("//") else { return nil }
        let words = line.split(separator: " ")
        guard let keyword = words.firstIndex(where: { ["struct", "class", "actor"].contains($0) }),
            words[..<keyword].allSatisfy(isModifier), keyword + 1 < words.count
        else { return nil }
        return words[keyword + 1].prefix { $0.isLetter || $0.isNumber }
    }

    /// The names of the stored properties that a line declares; none where it declares something else.
    private static func storedProperties(in line: Substring) -> [Substring] {
        let words = line.split(separator: " ")
        guard let keyword = words.firstIndex(where: { $0 == "var" || $0 == "let" }),
            words[..<keyword].allSatisfy(isModifier), !words[..<keyword].contains("static")
        else { return [] }
        let isComputed = !line.contains("=") && (line.hasSuffix("{") || line.hasSuffix("}"))
        guard !isComputed else { return [] }
        let names = words[(keyword + 1)...].joined(separator: " ").prefix { $0 != ":" && $0 != "=" }
        return names.split(separator: ",").map { name in
            let name = name.drop { $0 == " " }.prefix { $0 != " " }
            return Substring(String(name))
        }
    }

    private static func isModifier(_ word: Substring) -> Bool {
        let modifiers: Set<Substring> = [
            "public", "package", "internal", "private", "fileprivate", "final", "weak", "unowned", "nonisolated",
            "lazy",
            "static",
            "indirect",
        ]
        return word.hasPrefix("@") || modifiers.contains(word.prefix { $0 != "(" })
    }
}
