import Testing

/// A part of a node is a value with an owner: a type of a dozen stored properties at most, in a folder of its own, that
/// is told facts and answers with directives.
@Suite("A part of a node") struct PartTests {
    /// A part: its type, its folder, and how the node that owns it calls it.
    struct Part: CustomTestStringConvertible, Sendable {
        var type: String
        var folder: String
        var name: String

        var testDescription: String { type }
    }

    static let parts = [
        Part(type: "Incarnation", folder: "Sources/Gossip/Incarnation", name: "incarnation"),
        Part(type: "Lineages", folder: "Sources/Gossip/Reading", name: "lineages"),
        Part(type: "LogStore", folder: "Sources/Gossip/Log", name: "logs"),
        Part(type: "Presence", folder: "Sources/Gossip/Presence", name: "presence"),
        Part(type: "ChatRooms", folder: "Sources/BroadcastMesh/Chat", name: "rooms"),
        Part(type: "Lifecycle", folder: "Sources/BroadcastMesh/Lifecycle", name: "lifecycle"),
        Part(type: "Peers", folder: "Sources/BroadcastMesh/Peers", name: "peers"),
        Part(type: "Routes", folder: "Sources/BroadcastMesh/Routes", name: "routes"),
        Part(type: "Serving", folder: "Sources/BroadcastMesh/Serving", name: "serving"),
        Part(type: "Store", folder: "Sources/BroadcastMesh/Storage", name: "store"),
        Part(type: "Repair", folder: "Sources/Gossip/Repair", name: "repair"),
        Part(type: "LinkTable", folder: "Sources/Gossip/Links", name: "links"),
        Part(type: "Trees", folder: "Sources/Gossip/Trees", name: "trees"),
    ]

    @Test(arguments: parts) func `has a dozen stored properties at most`(part: Part) throws {
        let properties = try Self.properties(of: part)
        #expect(properties.count <= 12)
    }

    @Test func `is one of a dozen that a node consists of at most`() throws {
        let node = Part(type: "Node", folder: "Sources/BroadcastMesh/Node", name: "node")
        let properties = try Self.properties(of: node)
        #expect(properties.count <= 12)
        #expect(properties.contains { $0.name == "serving" })
    }

    @Test func `is written nowhere but in its own folder`() throws {
        let files = try Package.sourceFiles(below: "Sources").map { file in
            // What is lent to be read is said in one place.
            let lines = file.lines.filter { !$0.contains("yield ") }
            return (path: file.path, pairs: lines.reduce(into: Set()) { $0.formUnion(Self.words(of: $1)) })
        }
        for part in Self.parts {
            let open = try Self.properties(of: part).filter { !$0.isClosed }.map { "\(part.name).\($0.name)" }
            for file in files where !file.path.hasPrefix(part.folder + "/") {
                #expect(file.pairs.isDisjoint(with: open), "\(part.type) in \(file.path)")
            }
        }
    }

    /// What parts keep by reference, so that whoever is lent it could write to it.
    static let objects = [
        Part(type: "Client", folder: "Sources/BroadcastMesh/Serving", name: "client"),
        Part(type: "DatagramLine", folder: "Sources/BroadcastMesh/Peers", name: "path"),
        Part(type: "DatagramPort", folder: "Sources/BroadcastMesh/Peers", name: "port"),
        Part(type: "Journal", folder: "Sources/BroadcastMesh/Storage", name: "journal"),
        Part(type: "Line", folder: "Sources/BroadcastMesh/Peers", name: "line"),
        Part(type: "SealedConnection", folder: "Sources/BroadcastMesh/Certificates", name: "connection"),
        Part(type: "User", folder: "Sources/BroadcastMesh/Chat", name: "user"),
    ]

    @Test(arguments: objects) func `lends what it keeps, and nobody else writes to that`(object: Part) throws {
        let open = Set(try Self.properties(of: object).filter { !$0.isClosed }.map(\.name))
        let files = try Package.sourceFiles(below: "Sources/BroadcastMesh")
        for file in files where !file.path.hasPrefix(object.folder + "/") {
            for line in file.lines {
                guard let property = Self.assigned(in: line, to: object.name) else { continue }
                #expect(!open.contains(property), "\(file.path)")
            }
        }
    }

    @Test(arguments: [
        ("        client.stage = .ending", "stage"),
        ("        client.intake.portion += 1", "intake"),
        ("        _ = client.seat?.reading == nil", nil),
        ("        if client.stage == .open {", nil),
        ("        // client.stage = .ending", nil),
    ])
    func `is seen to write to an object`(line: Substring, property: Substring?) {
        #expect(Self.assigned(in: line, to: "client") == property)
    }

    @Test(arguments: parts) func `knows none of the others`(part: Part) throws {
        let others = Set(Self.parts.map(\.type)).subtracting([part.type])
        for file in try Package.sourceFiles(below: part.folder) {
            let code = file.lines.filter { !$0.drop { $0 == " " }.hasPrefix("//") }
            let names = Set(code.flatMap { $0.split { !$0.isLetter && !$0.isNumber } }.map(String.init))
            #expect(names.isDisjoint(with: others), "\(file.path)")
        }
    }

    @Test(arguments: [
        ("        node.presence.rooms.add(user)", true),
        ("        for room in presence.rooms {", true),
        ("        presence.roomsOf(user)", false),
        ("        // presence.rooms", false),
    ])
    func `is found wherever its state is named`(line: Substring, isFound: Bool) {
        #expect(Self.words(of: line).contains("presence.rooms") == isFound)
    }

    /// Which property of an object a line of code assigns to, directly or to something in it, if it does.
    private static func assigned(in line: Substring, to name: String) -> Substring? {
        let code = line.drop { $0 == " " }
        guard code.hasPrefix("\(name).") else { return nil }
        let words = code.split(separator: " ")
        let comparisons: Set<Substring> = ["==", "!=", "<=", ">=", "==="]
        guard words.count > 2, words[1].last == "=", !comparisons.contains(words[1]) else { return nil }
        return words[0].dropFirst(name.count + 1).prefix { $0.isLetter || $0.isNumber }
    }

    /// Each pair of names with a dot between them that a line of code has: `a.b.c` has `a.b` and `b.c`.
    private static func words(of line: Substring) -> Set<String> {
        guard line.utf8.contains(UInt8(ascii: ".")), !line.drop(while: { $0 == " " }).hasPrefix("//") else { return [] }
        var pairs: Set<String> = []
        for chain in line.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "." }) {
            let names = chain.split(separator: ".")
            for (first, second) in zip(names, names.dropFirst()) { pairs.insert("\(first).\(second)") }
        }
        return pairs
    }

    /// The stored properties of a part, and whether the compiler keeps other files from writing them.
    private static func properties(of part: Part) throws -> [(name: Substring, isClosed: Bool)] {
        let files = try Package.sourceFiles(below: part.folder)
        let file = try #require(files.first { $0.path == "\(part.folder)/\(part.type).swift" })
        let declaration = try #require(
            file.lines.firstIndex { line in
                ["struct", "enum", "class"].contains { line.contains("\($0) \(part.type)") } && line.hasSuffix("{")
            }
        )
        let body = file.lines[declaration...].dropFirst().prefix { $0 != "}" }
        return body.compactMap { line in
            guard line.hasPrefix("    "), !line.hasPrefix("     "), !line.hasSuffix("{"), !line.hasSuffix("}") else {
                return nil
            }
            let words = line.split(separator: " ")
            guard !words.contains("static"), let keyword = words.firstIndex(where: { $0 == "var" || $0 == "let" }),
                keyword + 1 < words.count
            else { return nil }
            let isClosed = words[keyword] == "let" || words[..<keyword].contains { $0.hasPrefix("private") }
            return (words[keyword + 1].prefix { $0.isLetter || $0.isNumber }, isClosed)
        }
    }
}
