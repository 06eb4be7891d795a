import FoundationEssentials
import Testing

/// What the documentation says of the tree is what is there.
@Suite("The documentation") struct DocumentationTests {
    @Test func `has every module in the README's map, and no other`() throws {
        let map = try text(of: "README.md").split(separator: "\n").filter { $0.hasPrefix("| `Sources/") }
        let mapped = map.flatMap { row in
            row.split(separator: "|")[0].split(separator: "`").filter { $0.hasPrefix("Sources/") }
                .map { $0.dropFirst("Sources/".count) }
        }
        let modules = try Package.sourceFiles(below: "Sources").map { $0.path.split(separator: "/")[1] } + ["CLinux"]
        #expect(Set(mapped) == Set(modules))
        #expect(mapped.count == Set(mapped).count)
        for row in map {
            let columns = row.split(separator: "|")
            let module = columns[0].split(separator: "`").last { $0.hasPrefix("Sources/") } ?? ""
            let words = columns[1].split(separator: "`", omittingEmptySubsequences: false).enumerated()
            for (index, folder) in words where index % 2 == 1 && folder.first?.isUppercase == true {
                #expect(try !Package.sourceFiles(below: "\(module)/\(folder)").isEmpty, "\(module): \(folder)")
            }
        }
    }

    @Test func `leads to files that are there`() throws {
        var links: [(from: String, to: String)] = []
        for path in try ["README.md"] + catalogs() {
            for part in try text(of: path).split(separator: "](").dropFirst() {
                guard let target = part.split(separator: ")").first, !target.hasPrefix("http") else { continue }
                links.append((path, String(target.prefix { $0 != "#" })))
            }
        }
        #expect(!links.isEmpty)
        for link in links {
            let isThere = FileManager.default.fileExists(
                atPath: Package.folder.appending(path: link.from).deletingLastPathComponent().appending(path: link.to)
                    .standardized.path(percentEncoded: false)
            )
            #expect(isThere, "\(link.from): \(link.to)")
        }
    }

    @Test func `names folders in its glossaries that are there`() throws {
        var count = 0
        for path in try catalogs() {
            let module = path.split(separator: "/")[1]
            let rows = try text(of: path).split(separator: "\n").drop { $0 != "| word | meaning | folder |" }
            for row in rows.dropFirst(2).prefix(while: { $0.hasPrefix("|") }) {
                for folder in row.split(separator: "|").last?.split(separator: "`") ?? []
                where folder.first?.isLetter == true {
                    count += 1
                    #expect(try !Package.sourceFiles(below: "Sources/\(module)/\(folder)").isEmpty, "\(row)")
                }
            }
        }
        #expect(count > 50)
    }

    @Test(arguments: PartTests.parts) func `tells once what each part of a node owns`(part: PartTests.Part) throws {
        let module = part.folder.split(separator: "/")[1]
        let articles = try catalogs().filter { $0.hasPrefix("Sources/\(module)/\(module).docc/") }
        let lines = try articles.flatMap { try text(of: $0).split(separator: "\n") }
        #expect(lines.count { $0.hasPrefix("| `\(part.type)` |") } == 1)
    }

    private func text(of path: String) throws -> String {
        try String(contentsOf: Package.folder.appending(path: path), encoding: .utf8)
    }

    /// The page of each documentation catalog.
    private func catalogs() throws -> [String] {
        let root = Package.folder.appending(path: "Sources")
        return try FileManager.default.subpathsOfDirectory(atPath: root.path(percentEncoded: false))
            .filter { $0.hasSuffix(".md") }.sorted().map { "Sources/\($0)" }
    }
}
