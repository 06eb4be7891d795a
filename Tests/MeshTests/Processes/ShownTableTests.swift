import Reactor
import Testing

@testable import Mesh

@Suite("The table of mesh up") struct ShownTableTests {
    private var supervision = Supervision(["alpha", "bravo"])
    private let entry = ReadyTable.Entry(address: "http://127.0.0.1:8081/", process: 7)

    @Test mutating func `comes when each node serves, and once`() {
        #expect(supervision.handleReady("alpha", entry) == [])
        #expect(supervision.handleReady("bravo", entry) == [.showTable])
        #expect(supervision.handleReady("alpha", entry) == [])
        #expect(supervision.entries == ["alpha": entry, "bravo": entry])
    }

    @Test mutating func `comes without those that could not start`() {
        _ = supervision.handleEnd(of: "bravo", with: .exited(1))
        #expect(supervision.handleReady("alpha", entry) == [.showTable])
        #expect(supervision.entries == ["alpha": entry])
    }

    @Test mutating func `comes when the last that is waited for could not start`() {
        _ = supervision.handleReady("alpha", entry)
        let end = supervision.handleEnd(of: "bravo", with: .exited(1))
        #expect(end == [.say("bravo: ended with exit status 1"), .showTable])
    }

    @Test mutating func `never comes when none serves`() {
        #expect(!supervision.handleEnd(of: "alpha", with: .exited(1)).contains(.showTable))
        #expect(!supervision.handleEnd(of: "bravo", with: .exited(1)).contains(.showTable))
    }

    @Test mutating func `comes again with what is new in the file, at once or after what left it`() {
        start()
        _ = supervision.handleChange(to: ["alpha", "bravo", "echo"])
        #expect(supervision.handleReady("echo", entry) == [.showTable])

        #expect(!supervision.handleChange(to: ["alpha", "bravo", "foxtrot"]).contains(.start("foxtrot")))
        #expect(supervision.handleEnd(of: "echo", with: .exited(0)).last == .start("foxtrot"))
        #expect(supervision.handleReady("foxtrot", entry) == [.showTable])
    }

    @Test mutating func `comes again with a node that came back into the file while it stopped`() {
        start()
        _ = supervision.handleChange(to: ["alpha"])
        #expect(!supervision.handleChange(to: ["alpha", "bravo"]).contains(.showTable))
        #expect(supervision.handleEnd(of: "bravo", with: .exited(0)) == [.start("bravo")])
        #expect(supervision.handleReady("bravo", entry) == [.showTable])
    }

    @Test mutating func `waits for nobody that the file has no more`() {
        _ = supervision.handleReady("alpha", entry)
        #expect(supervision.handleChange(to: ["alpha"]).last == .showTable)
        #expect(supervision.handleReady("bravo", entry) == [])
        #expect(supervision.entries == ["alpha": entry])
        _ = supervision.handleChange(to: ["alpha", "echo"])
        #expect(supervision.handleChange(to: ["alpha"]).last == .showTable)
    }

    @Test mutating func `does not come when they stop, nor for a change of what runs already`() {
        start()
        #expect(!supervision.handleChange(to: ["bravo", "alpha"]).contains(.showTable))
        #expect(!supervision.handleChange(to: ["alpha"]).contains(.showTable))

        var stopping = Supervision(["alpha"])
        _ = stopping.handleSignal()
        #expect(stopping.handleReady("alpha", entry) == [])
    }

    @Test func `does not come again for a node that a demonstration starts again`() {
        var supervision = Supervision(["alpha", "bravo"], isDemonstration: true)
        _ = supervision.handleReady("alpha", entry)
        let end = supervision.handleEnd(of: "bravo", with: .signalled(.kill))
        #expect(end.last == .showTable)
        #expect(supervision.handleDue(.init(name: "bravo", process: 2)) == [.start("bravo")])
        #expect(supervision.handleReady("bravo", entry) == [])
    }

    private mutating func start() {
        _ = supervision.handleReady("alpha", entry)
        _ = supervision.handleReady("bravo", entry)
    }
}
