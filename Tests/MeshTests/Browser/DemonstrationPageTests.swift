import FoundationEssentials
import MeshClient
import Reactor
import Testing

@testable import Mesh

/// The minute is played faster than it is meant: what matters is the order of what happens, and when within it.
///
/// `MESH_DEMONSTRATIONS=20 swift test --filter DemonstrationPageTests` plays it 20 times, each with other timings.
@Suite(
    "The page of a demonstration",
    .serialized,
    .timeLimit(.minutes(30)),
    .enabled(if: Browser.program != nil, "\(Browser.skipReason)")
) struct DemonstrationPageTests {
    /// How many times the minute is played, with other timings each time.
    private static let count = ProcessInfo.processInfo.environment["MESH_DEMONSTRATIONS"].flatMap(Int.init) ?? 2

    /// When what is done, counted in numbers that the robots have said.
    private struct Timing {
        /// Milliseconds between two numbers; many where pictures are taken, which takes seconds.
        let interval: Int
        let cut: Int
        let heal: Int
        let crash: Int

        init(_ number: Int) {
            var chance = SplitMix(seed: UInt64(number))
            interval = number == 1 ? 1000 : Int.random(in: 60...400, using: &chance)
            cut = number == 1 ? 10 : Int.random(in: 3...20, using: &chance)
            heal = number == 1 ? 30 : cut + Int.random(in: 1...20, using: &chance)
            crash = number == 1 ? 40 : heal + Int.random(in: 0...15, using: &chance)
        }
    }

    /// The same numbers for the same seed (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators).
    private struct SplitMix: RandomNumberGenerator {
        private var state: UInt64

        init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return word ^ word >> 31
        }
    }

    /// The mesh of the repository, on free ports.
    private var file: MeshFile {
        var file = MeshFile(nodes: ["alpha", "bravo", "charlie", "delta"].map { MeshFile.Node(name: $0) })
        file.nodes[0].peers = [.init(name: "bravo"), .init(name: "charlie")]
        file.nodes[1].peers = [.init(name: "charlie")]
        file.nodes[2].peers = [.init(name: "delta", transport: "udp")]
        return file.withBrowserPorts
    }

    @Test(arguments: 1...count) func `says that a minute of cuts and crashes lost nothing`(number: Int) async throws {
        let timing = Timing(number)
        try await demonstrate("?every=\(timing.interval)") { page in
            let link = "document.querySelector('#switches [aria-label^=\"Link charlie – delta\"]')"
            try await waitForNumbers(3, on: page)
            if number == 1 { try await page.recordPicture("demonstration-1-whole") }
            try await waitForNumbers(timing.cut, on: page)
            try await page.evaluate("\(link).dispatchEvent(new MouseEvent('click', { bubbles: true }))")
            if number == 1 {
                try await page.waitUntil("proof.innerText === 'Cut apart: alpha, bravo, charlie | delta'")
                // What is older than 3 s counts as late: counted from the cut, for pictures and clicks take seconds.
                let seen = try await page.evaluate("parseInt(tally.innerText)").integer
                try await waitForNumbers((seen ?? 0) + 10, on: page)
                try await page.recordPicture("demonstration-2-cut")
            }
            try await waitForNumbers(timing.heal, on: page)
            try await page.evaluate("\(link).dispatchEvent(new MouseEvent('click', { bubbles: true }))")
            try await waitForNumbers(timing.crash, on: page)
            if number == 1 {
                try await page.waitUntil("left.querySelector('.late') && right.querySelector('.late')")
                try await page.recordPicture("demonstration-3-healed")
            }
            // In one turn of the page: the sentence is on its way, if at all, when the node is killed.
            try await page.evaluate(
                """
                left.querySelector('input').value = 'Said and killed';
                left.querySelector('form').requestSubmit();
                document.querySelector('#switches [aria-label="Kill alpha"]').dispatchEvent(new MouseEvent('click'));
                """
            )
            try await page.waitUntil("left.querySelector('[data-part=state]').innerText !== 'on alpha'")
            if number == 1 { try await page.recordPicture("demonstration-4-killed") }

            try await page.waitUntil("verdict.innerText", seconds: 150)
            #expect(
                try await page.evaluate("verdict.innerText")
                    == "61 numbers, 4 nodes, 1 partition, 1 crash, 1 change of node: missing 0, twice 0, out of order 0",
                "\(timing)"
            )
            for side in ["left", "right"] {
                let texts = "[...\(side).querySelectorAll('.text')]"
                let count = "\(texts).filter(text => text.innerText.startsWith('Said and killed')).length"
                #expect(try await page.evaluate(count) == 1, "\(side)")
            }
            try await page.recordPicture("demonstration-\(number)-5-end")
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `plays by itself for who only wants to look, and can be had once more`(host: String) async throws {
        try await demonstrate("?every=100", at: host) { page in
            try await page.evaluate("play.click()")
            try await page.waitUntil("verdict.innerText", seconds: 150)
            #expect(
                try await page.evaluate("verdict.innerText")
                    == "61 numbers, 4 nodes, 1 partition, 1 crash, 1 change of node: missing 0, twice 0, out of order 0"
            )
            #expect(try await page.holds("once.checkVisibility() && !play.checkVisibility()"))
        }
    }

    @Test func `is worked from the keyboard, and says to a screen reader what there is`() async throws {
        try await demonstrate("") { page in
            try await page.waitUntil("document.querySelectorAll('#switches [role=switch]').length === 4")
            let parts = try await page.accessibleParts
            for part in [
                "switch \"Link alpha – bravo: up\"", "switch \"Link charlie – delta: up\"", "button \"Kill delta\"",
                "textbox \"Message: Ana\"", "textbox \"Message: Ben\"", "button \"Play it for me\"",
            ] {
                #expect(parts.contains(part), "\(part) is not in \(parts)")
            }
            try await page.evaluate("document.querySelector('#switches [aria-label^=\"Link charlie\"]').focus()")
            try await page.press(.enter)
            try await page.waitUntil("document.activeElement.ariaChecked === 'false'")
            try await page.waitUntil("proof.innerText.startsWith('Cut apart')")
            // Whatever is drawn meanwhile, the keys go where they went.
            #expect(try await page.focus == "Link charlie – delta: down")
            try await page.press(.enter)
            try await page.waitUntil("document.activeElement.ariaChecked === 'true'")
            try await page.waitUntil("!proof.innerText.startsWith('Cut apart')")
        }
    }

    @Test(arguments: [(320, 1300), (360, 1300), (768, 1024), (1440, 900)], ["light", "dark"])
    func `fits every window`(size: (Int, Int), scheme: String) async throws {
        try await demonstrate("?every=50") { page in
            try await page.setViewport(width: size.0, height: size.1, isPhone: size.0 < 500)
            try await page.setColourScheme(scheme)
            try await page.evaluate("play.click()")
            try await waitForNumbers(20, on: page)
            #expect(try await page.holds("document.documentElement.scrollWidth <= innerWidth"))
            #expect(try await page.holds("document.querySelectorAll('form, #map, #proof').length === 4"))
            #expect(try await page.accessFaults == [])
            try await page.recordPicture("demonstration-\(size.0)-\(scheme)")
        }
    }

    @Test func `speaks Chinese`() async throws {
        try await demonstrate("?every=50", language: "zh-CN") { page in
            try await page.evaluate("play.click()")
            try await page.waitUntil("verdict.innerText.endsWith('缺失 0，重复 0，乱序 0')", seconds: 150)
            #expect(try await page.holds("!/[,:()]/.test(verdict.innerText)"))
            let words = try await page.evaluate("guide.innerText + play.innerText + once.innerText").text ?? ""
            #expect(!words.contains { $0.isASCII && $0.isLetter }, "\(words)")
        }
    }

    /// Starts the nodes as `mesh demo` does, and opens the page of the first.
    func demonstrate(
        _ query: String,
        at host: String = "127.0.0.1",
        language: String = "en-US",
        _ body: (BrowserPage) async throws -> Void
    ) async throws {
        try await withMesh(file, isStarted: false) { mesh in
            let program = try await RunningProgram(["demo", "--config", mesh.configuration])
            do {
                try await program.waitForOutput(containing: "mesh: the demonstration is at ")
                let line = try #require(program.lines.standardOutput.first { $0.hasPrefix("alpha: chat on ") })
                let address = try #require(ReadyTable.address(in: line)).replacing("127.0.0.1", with: host)
                try await Browser.run { browser in
                    let page = try await browser.open(address + query, language: language)
                    try await body(page)
                    #expect(try await page.holds("!window.violations"))
                    // A killed node refuses connections, and the browser says so.
                    let complaints = await page.complaints.filter { !$0.contains("net::ERR_") }
                    #expect(complaints.isEmpty)
                }
            } catch {
                _ = try? await program.end(by: .terminate)
                throw DeadlinePassed(description: "\(error)\n\(program.lines.standardError.joined(separator: "\n"))")
            }
            #expect(try await program.end(by: .terminate) == .exited(0))
        }
    }

    /// Waits until the robots have said so many numbers.
    func waitForNumbers(_ count: Int, on page: BrowserPage) async throws {
        try await page.waitUntil("parseInt(tally.innerText) >= \(count) || verdict.innerText", seconds: 90)
    }
}
