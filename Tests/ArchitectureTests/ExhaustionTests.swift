import Testing

/// A `switch` over an enumeration of our own names all of its cases: a new one makes the compiler list every place to think
/// about.
@Suite("A switch") struct ExhaustionTests {
    /// Files with a `default` beside cases that are named with a dot, how many at most, and over what.
    static let exceptions: [String: (most: Int, over: String)] = [
        "Sources/BroadcastMesh/Configuration/ConfigurationError.swift": (1, "Categories of Unicode."),
        "Sources/BroadcastMesh/Routes/Route.swift": (3, "Methods of HTTP, of which there are any number."),
        "Sources/JSON/Reading/JSONError.swift": (1, "Categories of Unicode."),
        "Sources/Mesh/Chat/Conversation.swift": (1, "Signals, which are numbers."),
        "Sources/Mesh/Terminal/DisplayWidth.swift": (1, "Categories of Unicode."),
        "Sources/Mesh/Text/TerminalText.swift": (1, "Categories of Unicode."),
        "Sources/MeshSimulator/Checking/Sabotage+Shown.swift": (2, "Sabotages: a few of many."),
        "Sources/MeshSimulator/Checking/Sabotage.swift": (1, "Sabotages: a few of many."),
        "Sources/MeshSimulator/Whole/Mischief+Crowds.swift": (1, "Strangers: a few kinds of many."),
        "Sources/MeshSimulator/Whole/Mischief+Doors.swift": (1, "Strangers: a few kinds of many."),
        "Sources/MeshSimulator/Whole/Mischief+Rushes.swift": (1, "Strangers: a few kinds of many."),
        "Sources/MeshSimulator/Whole/Mischief+Slow.swift": (1, "Strangers: a few kinds of many."),
        "Sources/MeshSimulator/Whole/Mischief+Spoiling.swift": (1, "Strangers: a few kinds of many."),
        "Sources/MeshSimulator/Whole/Mischief+Visits.swift": (1, "Strangers: a few kinds of many."),
        "Sources/MeshSimulator/Whole/WholeSabotage+Distorting.swift": (1, "Sabotages: a few of many."),
        "Sources/MeshSimulator/Whole/WholeSabotage+Pages.swift": (1, "Sabotages: a few of many."),
        "Sources/MeshSimulator/Whole/WholeSabotage+Relays.swift": (2, "Sabotages: a few of many."),
    ]

    @Test func `over an enumeration of our own names every case`() throws {
        for file in try Package.sourceFiles(below: "Sources") {
            let lines = Self.openSwitches(in: file.lines)
            #expect(lines.count <= Self.exceptions[file.path]?.most ?? 0, "\(file.path): \(lines)")
        }
    }

    @Test func `that may leave cases out is there`() throws {
        for (path, exception) in Self.exceptions {
            let file = try #require(try Package.sourceFiles(below: "Sources").first { $0.path == path })
            #expect(Self.openSwitches(in: file.lines).count == exception.most, "\(path)")
        }
    }

    @Test func `is told from one over numbers, and by all of its cases`() {
        let lines = """
            switch place {
            case .first where isGood: 1
            case .second:
                switch count {
                case ..<3: 2
                default: 3
                }
            default: 4
            }
            let word = switch text {
            case "a", "b": 5
            default: 6
            }
            """.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(Self.openSwitches(in: lines) == [8])
    }

    /// The lines with a `default` all of whose siblings are named with a dot.
    private static func openSwitches(in lines: [Substring]) -> [Int] {
        lines.indices.filter { number in
            let indentation = lines[number].prefix { $0 == " " }
            guard lines[number].dropFirst(indentation.count).hasPrefix("default:") else { return false }
            let siblings = lines[..<number].reversed().prefix { line in
                !(line.hasPrefix(indentation) && line.hasSuffix("{") && line.contains("switch ")
                    && line.dropFirst(indentation.count).first != " ")
            }
            .compactMap { line -> Substring? in
                let words = line.dropFirst(indentation.count)
                return line.hasPrefix(indentation) && words.hasPrefix("case ") ? words.dropFirst(5) : nil
            }
            return !siblings.isEmpty && siblings.allSatisfy { $0.hasPrefix(".") && !$0.hasPrefix("..") }
        }
        .map { $0 + 1 }
    }
}
