import BroadcastMesh
import Synchronization
import Testing

@Suite("A line of the log", .computing) struct LogTests {
    /// What a log wrote.
    final class Paper: Sendable {
        private let text = Mutex("")

        var lines: [String] {
            text.withLock { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast() }
        }

        func write(_ line: [UInt8]) {
            text.withLock { $0 += String(decoding: line, as: UTF8.self) }
        }
    }

    /// 2026-11-21 03:00:00.123456 UTC.
    static let threeInTheMorning: Int64 = 1_795_230_000_123_456

    private let paper = Paper()

    private func log(_ format: LogFormat, level: LogLevel = .info) -> Log {
        Log(node: "alpha", level: level, format: format, clock: { Self.threeInTheMorning }, to: paper.write)
    }

    @Test func `tells a person who, when, how bad, what, and the details`() {
        log(.text).warning("link down", ["peer": "bravo", "silent_seconds": .fraction(3.5), "attempts": .integer(2)])
        #expect(
            paper.lines == [
                "alpha: 2026-11-21T03:00:00.123Z warning link down peer=bravo silent_seconds=3.5 attempts=2"
            ]
        )
    }

    @Test func `tells a program the same as one JSON object`() {
        log(.json).warning("link down", ["peer": "bravo", "silent_seconds": .fraction(3.5), "attempts": .integer(2)])
        #expect(
            paper.lines == [
                #"{"time":"2026-11-21T03:00:00.123Z","level":"warning","node":"alpha","message":"link down","#
                    + #""peer":"bravo","silent_seconds":3.5,"attempts":2}"#
            ]
        )
    }

    @Test(arguments: [
        ("bravo", "bravo"),
        ("", #""""#),
        ("two words", #""two words""#),
        ("a=b", #""a=b""#),
        ("say \"hi\" \\", #""say \"hi\" \\""#),
        ("forged\nalpha: line", #""forged\\nalpha: line""#),
        ("an accent\"\u{301} address=1", "\"an accent\\\"\u{301} address=1\""),
    ])
    func `quotes a value that is not one word`(value: String, written: String) {
        log(.text).info("user joined", ["username": .string(value)])
        #expect(paper.lines == ["alpha: 2026-11-21T03:00:00.123Z info user joined username=\(written)"])
    }

    @Test func `stays one line whatever it tells`() throws {
        for format in LogFormat.allCases {
            log(format).error("first\nsecond\u{2028}third", ["reason": "a\r\nb"])
        }
        #expect(paper.lines.count == 2)
        #expect(paper.lines.allSatisfy { !$0.contains("\r") && $0.contains("second") })
    }

    @Test(arguments: LogFormat.allCases, ["a", "\u{1}", "ä"])
    func `fits a pipe whatever it tells`(format: LogFormat, letter: String) throws {
        let long = String(repeating: letter, count: 5000)
        log(format).error("message rejected", ["text": .string(long)])
        log(format).error(long)

        #expect(paper.lines.count == 2)
        #expect(paper.lines.allSatisfy { $0.utf8.count < 4096 })
        #expect(paper.lines.first?.contains("too long") == true)
        #expect(paper.lines.first?.contains("message rejected") == true)
    }

    @Test func `is not told when it matters less than the level`() {
        for level in LogLevel.allCases {
            let log = log(.text, level: level)
            log.debug("d")
            log.info("i")
            log.warning("w")
            log.error("e")
        }
        let told = paper.lines.map { String($0.suffix(1)) }.joined()
        #expect(told == "diwe" + "iwe" + "we" + "e")
    }

    @Test func `survives a fraction that is no number`() {
        log(.json).info("probe", ["round_trip_ms": .fraction(.nan)])
        #expect(paper.lines.first?.contains(#""message":"probe""#) == true)
    }
}
