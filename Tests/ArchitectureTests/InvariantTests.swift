import Testing

/// What must hold of a gossip node is checked whenever something may have changed, and not where somebody thought of it.
@Suite("A call that changes a gossip node") struct InvariantTests {
    /// The calls after which nothing is checked, and why.
    static let exceptions = [
        "nextFrames": "It moves the caller's place, and nothing of the node.",
        "hasUntoldLosses": "It looks, and changes nothing.",
        "noteUnread": "It says since when a peer is silent, about which nothing has to hold.",
        "takeEvents": "It hands over what there is to tell, about which nothing has to hold.",
        "startJournal": "It notes what is written, about which nothing has to hold.",
        "produceJournal": "It notes what is written, about which nothing has to hold.",
    ]

    /// A public call that may change a node.
    private struct Call {
        var name: String

        /// The first line of what it does.
        var firstLine: Substring
        var path: String
    }

    private static func calls() throws -> [Call] {
        var calls: [Call] = []
        for file in try Package.sourceFiles(below: "Sources/Gossip")
        where file.lines.contains(where: { $0.contains(" GossipNode {") }) {
            let start = "    public mutating func "
            for (number, line) in file.lines.enumerated() where line.hasPrefix(start) {
                let body = file.lines[number...].drop { !$0.hasSuffix("{") && !$0.hasSuffix("}") }
                let name = String(line.dropFirst(start.count).prefix { $0.isLetter })
                let firstLine = body.first?.hasSuffix("}") == true ? body.first : body.dropFirst().first
                calls.append(Call(name: name, firstLine: firstLine ?? "", path: file.path))
            }
        }
        return calls
    }

    @Test func `checks at its end what must hold, or has a reason`() throws {
        let calls = try Self.calls()
        #expect(calls.count > 30)
        for call in calls where Self.exceptions[call.name] == nil {
            #expect(call.firstLine.contains("defer { checkInDebugBuilds("), "\(call.path): \(call.name)")
        }
    }

    @Test func `has exceptions that are there, and that need to be`() throws {
        let unchecked = try Self.calls().filter { !$0.firstLine.contains("checkInDebugBuilds(") }.map(\.name)
        #expect(Set(unchecked) == Set(Self.exceptions.keys))
    }
}
