import Testing

/// A recording has of a request what the node reads: a field that is read and crossed out makes a replay differ, and one that
/// stands there for nobody may be a credential.
@Suite("The fields of a request") struct RecordedFieldTests {
    /// Where a node reads them.
    private static let readers = [
        "Sources/HTTP/Fields", "Sources/HTTP/Request", "Sources/HTTP/Message", "Sources/WebSocket/Handshake",
        "Sources/BroadcastMesh",
    ]

    @Test func `stand in a recording where a node reads them, and nowhere else`() throws {
        var read: Set<Substring> = []
        for file in try Self.readers.flatMap({ try Package.sourceFiles(below: $0) })
        where !file.path.hasSuffix("/ClientHandshake.swift") {
            for line in file.lines { read.formUnion(Self.names(in: line, of: file.path)) }
        }
        let masked = try Package.sourceFiles(below: "Sources/BroadcastMesh/Recording")
            .first { $0.path.hasSuffix("/MaskedField.swift") }
        let lines = try #require(masked).lines.filter { !$0.contains("//") }
        let recorded = Set(lines.flatMap { $0.matches(of: /"([a-z-]{2,})"/).map(\.1) })
        #expect(read.count > 10)
        #expect(recorded == read)
    }

    @Test(
        arguments: [
            (#"guard let hosts = fields.exactValues(of: "host") else {"#, "Sources/HTTP/a.swift", "host"),
            (#"fields.contains("close", in: "connection")"#, "Sources/HTTP/a.swift", "connection"),
            (#"lines.contains { $0.isNamed("a-b") }"#, "Sources/HTTP/a.swift", "a-b"),
            (
                #"let contentType = request.head.fields["content-type"]"#, "Sources/BroadcastMesh/a.swift",
                "content-type"
            ),
            (#"guard let tag = fields["etag"] else { return self }"#, "Sources/BroadcastMesh/a.swift", nil),
        ] as [(Substring, String, Substring?)]
    )
    func `are found where they are read, and not those of an answer`(line: Substring, path: String, name: Substring?) {
        #expect(Self.names(in: line, of: path) == (name.map { [$0] } ?? []))
    }

    /// The names of the fields that a line reads of a request.
    private static func names(in line: Substring, of path: String) -> [Substring] {
        // In the node those of an answer are at hand by themselves.
        guard !path.hasPrefix("Sources/BroadcastMesh") || line.contains("head.fields") else { return [] }
        return line.matches(of: /(?:fields\[|[vV]alues\(of: |, in: |isNamed\()"([a-z-]+)"/).map(\.1)
    }
}
