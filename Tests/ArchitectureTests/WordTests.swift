import Testing

/// What a node and its clients must write alike stands once: a word that is written again somewhere goes apart some day.
@Suite("The words that a node shares with its clients") struct WordTests {
    /// Those that mean nothing else.
    static let words = [
        "mesh.channel.v1", "/start_web_socket", "send-message", "update-users", "users-changed", #""attached""#,
        #""ack""#, #""copies""#, #""usernames""#,
    ]

    /// Files that have some, and why.
    static let exceptions = [
        "Sources/MeshSimulator/Whole/Mischief+Pages.swift": "What hostile clients say, right and wrong.",
        "Sources/MeshSimulator/Whole/Mischief+Visits.swift": "What hostile clients say, right and wrong.",
    ]

    @Test func `stand in their module alone`() throws {
        for file in try Package.sourceFiles(below: "Sources")
        where !file.path.hasPrefix("Sources/ChannelProtocol/") && Self.exceptions[file.path] == nil {
            let found = Self.written(in: file.lines)
            #expect(found.isEmpty, "\(file.path)")
        }
    }

    @Test func `are in the files that may have them`() throws {
        for (path, reason) in Self.exceptions {
            let file = try #require(try Package.sourceFiles(below: "Sources").first { $0.path == path })
            #expect(!Self.written(in: file.lines).isEmpty, "\(path): \(reason)")
        }
    }

    /// The lines of code with one.
    private static func written(in lines: [Substring]) -> [Substring] {
        lines.filter { line in
            !line.drop { $0 == " " }.hasPrefix("//") && words.contains { line.firstRange(of: $0) != nil }
        }
    }
}
