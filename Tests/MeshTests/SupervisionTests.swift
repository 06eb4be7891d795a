import Reactor
import Testing

@testable import Mesh

@Suite("mesh up") struct SupervisionTests {
    private var supervision = Supervision(["alpha", "bravo"])

    @Test mutating func `goes on when a node dies, and says how`() {
        #expect(
            supervision.handleEnd(of: "bravo", with: .signalled(.kill)) == [.say("bravo: was killed by signal 9")]
        )
        #expect(supervision.handleSignal() == [.signalAll(.terminate), .startTimer])
        #expect(supervision.handleEnd(of: "alpha", with: .exited(0)) == [.exit(0)])
    }

    @Test mutating func `fails when no node is left`() {
        #expect(supervision.handleEnd(of: "alpha", with: .exited(1)) == [.say("alpha: ended with exit status 1")])
        #expect(
            supervision.handleEnd(of: "bravo", with: .exited(0)) == [
                .say("bravo: ended with exit status 0"), .say("mesh: every node has ended"), .exit(1),
            ]
        )
    }

    @Test mutating func `stops quietly when it is asked to`() {
        #expect(supervision.handleSignal() == [.signalAll(.terminate), .startTimer])
        #expect(supervision.handleEnd(of: "alpha", with: .exited(0)) == [])
        #expect(supervision.handleEnd(of: "bravo", with: .exited(0)) == [.exit(0)])
    }

    @Test mutating func `tells of a node that does not stop well, and exits with 0 all the same`() {
        _ = supervision.handleSignal()
        #expect(
            supervision.handleEnd(of: "alpha", with: .signalled(.kill)) == [.say("alpha: was killed by signal 9")]
        )
        #expect(
            supervision.handleEnd(of: "bravo", with: .exited(1)) == [.say("bravo: ended with exit status 1"), .exit(0)]
        )
    }

    @Test(arguments: [true, false])
    mutating func `kills what still runs at the second signal, or when patience is over`(isSignal: Bool) {
        _ = supervision.handleSignal()
        let directives = isSignal ? supervision.handleSignal() : supervision.handleTimeout()
        #expect(directives == [.say("mesh: killing what still runs"), .signalAll(.kill)])
    }

    @Test mutating func `has each node read its configuration again, unless they are stopping`() {
        #expect(supervision.handleChange() == [.signalAll(.hangUp)])
        _ = supervision.handleSignal()
        #expect(supervision.handleChange() == [])
    }

    @Test func `starts a node that was killed again in a demonstration, a while later`() {
        var supervision = Supervision(["alpha", "bravo"], isDemonstration: true)
        for name in ["alpha", "bravo"] {
            let words = "\(name): was killed by signal 9; it starts again in 5 s"
            #expect(supervision.handleEnd(of: name, with: .signalled(.kill)) == [.say(words), .startLater(name)])
        }
        #expect(supervision.handleDue("alpha") == [.start("alpha")])
        #expect(supervision.handleDue("alpha") == [])
        // It could not start: nobody wanted that.
        #expect(supervision.handleEnd(of: "alpha", with: .exited(1)) == [.say("alpha: ended with exit status 1")])
    }

    @Test func `starts nothing again once a demonstration is to end`() {
        var supervision = Supervision(["alpha", "bravo"], isDemonstration: true)
        _ = supervision.handleEnd(of: "alpha", with: .signalled(.kill))
        #expect(supervision.handleSignal() == [.signalAll(.terminate), .startTimer])
        #expect(supervision.handleDue("alpha") == [])
        #expect(supervision.handleEnd(of: "bravo", with: .exited(0)) == [.exit(0)])

        var deserted = Supervision(["alpha"], isDemonstration: true)
        _ = deserted.handleEnd(of: "alpha", with: .signalled(.kill))
        #expect(deserted.handleSignal() == [.exit(0)])
    }

    @Test func `puts the node's name before a line that does not have it`() {
        #expect(NodeLabel().line("starting", of: "alpha") == "alpha: starting")
        #expect(NodeLabel().line("alpha: chat on", of: "alpha") == "alpha: chat on")
        #expect(NodeLabel().line("", of: "alpha") == "alpha: ")
        let json = #"{"time":"2026-11-21T03:00:00.123Z","level":"info","node":"alpha","message":"stopped"}"#
        #expect(NodeLabel().line(json, of: "alpha") == json)
    }
}
