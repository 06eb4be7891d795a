import Testing

/// What a scenario is drawn from: whoever shares a stream with another draws what that draws, and the two come together each
/// time or never.
@Suite("The dice of the simulator") struct DiceTests {
    @Test func `have a stream for each purpose`() throws {
        var users: [UInt64: [String]] = [:]
        for file in try Package.sourceFiles(below: "Sources/MeshSimulator") {
            for line in file.lines {
                guard let stream = Self.stream(in: line) else { continue }
                users[stream, default: []].append(file.path)
            }
        }

        #expect(users.count > 30)
        for (stream, paths) in users { #expect(paths.count == 1, "stream \(stream): \(paths)") }
    }

    @Test(arguments: [
        ("        var dice = Dice(seed: seed, stream: 400)", 400),
        ("        dice = Dice(seed: scenario.seed, stream: 0x3401F)", 0x3401F),
        ("    dice = Mutex(Dice(seed: seed, stream: 0x70_5EA1))", 0x705EA1),
        ("        var dice = Dice(seed: seed, stream: 200 + UInt64(number))", nil),
        ("        self.dice = Dice(seed: dice.next(), stream: 2)", nil),
    ])
    func `are found where they are thrown`(line: Substring, stream: UInt64?) {
        #expect(Self.stream(in: line) == stream)
    }

    /// The stream of a scenario's own seed that a line draws from; `nil` for one of another seed, or of many.
    private static func stream(in line: Substring) -> UInt64? {
        for start in ["Dice(seed: seed, stream: ", "Dice(seed: scenario.seed, stream: "] {
            guard let range = line.firstRange(of: start) else { continue }
            let rest = line[range.upperBound...]
            let number = rest.prefix { $0.isHexDigit || $0 == "x" || $0 == "_" }
            guard rest[number.endIndex...].hasPrefix(")") else { return nil }
            let digits = String(number.filter { $0 != "_" })
            return digits.hasPrefix("0x") ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits)
        }
        return nil
    }
}
