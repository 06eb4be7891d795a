import Reactor
import Testing

@testable import Mesh

@Suite("mesh up") struct SupervisionTests {
    private var supervision = Supervision(["alpha", "bravo"])
    private let alpha = Supervision.Run(name: "alpha", process: 1)
    private let bravo = Supervision.Run(name: "bravo", process: 2)

    @Test mutating func `goes on when a node dies, and says how`() {
        #expect(
            supervision.handleEnd(of: "bravo", with: .signalled(.kill)) == [.say("bravo: was killed by signal 9")]
        )
        #expect(supervision.handleSignal() == stopping("alpha"))
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
        #expect(supervision.handleSignal() == stopping("alpha", "bravo"))
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

    @Test mutating func `kills what still runs at the second signal`() {
        _ = supervision.handleSignal()
        let killing: [Supervision.Directive] = [
            .say("mesh: killing what still runs"), .signal(.kill, to: "alpha"), .signal(.kill, to: "bravo"),
        ]
        #expect(supervision.handleSignal() == killing)
    }

    @Test mutating func `kills what still runs when patience is over, and nothing else`() {
        _ = supervision.handleSignal()
        _ = supervision.handleEnd(of: "alpha", with: .exited(0))
        let directives = supervision.handleTimeout(of: [alpha, bravo])
        #expect(directives == [.say("mesh: killing what still runs"), .signal(.kill, to: "bravo")])
    }

    @Test mutating func `has each node read its configuration again, unless they are stopping`() {
        let directives = supervision.handleChange(to: ["alpha", "bravo"])
        #expect(directives == [.signal(.hangUp, to: "alpha"), .signal(.hangUp, to: "bravo")])
        _ = supervision.handleSignal()
        #expect(supervision.handleChange(to: ["alpha", "echo"]) == [])
    }

    @Test mutating func `starts nodes that are new in the file, and those that had ended`() {
        _ = supervision.handleEnd(of: "bravo", with: .exited(1))
        let directives = supervision.handleChange(to: ["alpha", "bravo", "charlie"])
        let wanted: [Supervision.Directive] = [
            .signal(.hangUp, to: "alpha"), .say("bravo: starts again"), .start("bravo"), .start("charlie"),
        ]
        #expect(directives == wanted)
        #expect(supervision.handleEnd(of: "bravo", with: .exited(1)) == [.say("bravo: ended with exit status 1")])
    }

    @Test mutating func `stops nodes that the file has no more, and says so`() {
        let directives = supervision.handleChange(to: ["alpha"])
        let wanted: [Supervision.Directive] = [
            .signal(.hangUp, to: "alpha"), .signal(.terminate, to: "bravo"), .startTimer([bravo]),
        ]
        #expect(directives == wanted)
        #expect(supervision.handleTimeout(of: [bravo]).last == .signal(.kill, to: "bravo"))
        let words = "bravo: has stopped; the file has it no more"
        #expect(supervision.handleEnd(of: "bravo", with: .exited(0)) == [.say(words)])
        #expect(supervision.handleTimeout(of: [bravo]) == [])
    }

    @Test mutating func `starts a node again that comes back into the file while it stops`() {
        _ = supervision.handleChange(to: ["alpha"])
        #expect(supervision.handleChange(to: ["alpha", "bravo"]) == [.signal(.hangUp, to: "alpha")])
        #expect(supervision.handleEnd(of: "bravo", with: .exited(0)) == [.start("bravo")])
        #expect(supervision.handleTimeout(of: [bravo]) == [])
        let directives = supervision.handleChange(to: ["alpha", "bravo"])
        #expect(directives == [.signal(.hangUp, to: "alpha"), .signal(.hangUp, to: "bravo")])
    }

    @Test mutating func `starts what is new once nothing has its ports any more that the file has no more`() {
        let directives = supervision.handleChange(to: ["alpha", "bravo2"])
        let wanted: [Supervision.Directive] = [
            .signal(.hangUp, to: "alpha"), .signal(.terminate, to: "bravo"), .startTimer([bravo]),
        ]
        #expect(directives == wanted)
        #expect(supervision.handleChange(to: ["alpha", "bravo2"]) == [.signal(.hangUp, to: "alpha")])
        let end = supervision.handleEnd(of: "bravo", with: .exited(0))
        #expect(end == [.say("bravo: has stopped; the file has it no more"), .start("bravo2")])
    }

    @Test mutating func `asks nobody twice to stop, which would hurry it`() {
        _ = supervision.handleChange(to: ["alpha"])
        _ = supervision.handleChange(to: ["alpha", "bravo"])
        #expect(supervision.handleChange(to: ["alpha"]) == [.signal(.hangUp, to: "alpha")])
        let wanted: [Supervision.Directive] = [.signal(.terminate, to: "alpha"), .startTimer([alpha, bravo])]
        #expect(supervision.handleSignal() == wanted)
    }

    @Test mutating func `kills no process for another one of the same node that was late before it`() {
        _ = supervision.handleChange(to: ["alpha"])
        _ = supervision.handleEnd(of: "bravo", with: .exited(0))
        #expect(supervision.handleChange(to: ["alpha", "bravo"]).last == .start("bravo"))
        let next = Supervision.Run(name: "bravo", process: 3)
        #expect(supervision.handleChange(to: ["alpha"]).last == .startTimer([next]))
        #expect(supervision.handleTimeout(of: [bravo]) == [])
        #expect(supervision.handleTimeout(of: [next]).last == .signal(.kill, to: "bravo"))
    }

    @Test mutating func `starts what had ended once nothing has its ports any more, and ends when that ends too`() {
        _ = supervision.handleEnd(of: "alpha", with: .exited(1))
        #expect(supervision.handleChange(to: ["alpha"]).contains(.start("alpha")) == false)
        let end = supervision.handleEnd(of: "bravo", with: .exited(0))
        #expect(end == [.say("bravo: has stopped; the file has it no more"), .start("alpha")])
        let wanted: [Supervision.Directive] = [
            .say("alpha: ended with exit status 1"), .say("mesh: every node has ended"), .exit(1),
        ]
        #expect(supervision.handleEnd(of: "alpha", with: .exited(1)) == wanted)

        var demonstration = Supervision(["alpha", "bravo"], isDemonstration: true)
        _ = demonstration.handleEnd(of: "alpha", with: .exited(1))
        _ = demonstration.handleEnd(of: "bravo", with: .signalled(.kill))
        #expect(demonstration.handleChange(to: ["alpha"]) == [.say("alpha: starts again"), .start("alpha")])
    }

    @Test func `starts a killed node again after its own time, not after that of its process before`() {
        var supervision = Supervision(["alpha", "bravo"], isDemonstration: true)
        _ = supervision.handleEnd(of: "bravo", with: .signalled(.kill))
        _ = supervision.handleChange(to: ["alpha"])
        #expect(supervision.handleChange(to: ["alpha", "bravo"]).last == .start("bravo"))
        _ = supervision.handleEnd(of: "bravo", with: .signalled(.kill))
        #expect(supervision.handleDue(bravo) == [])
        #expect(supervision.handleDue(.init(name: "bravo", process: 3)) == [.start("bravo")])
    }

    @Test func `starts nothing again in a demonstration that the file has no more`() {
        var supervision = Supervision(["alpha", "bravo"], isDemonstration: true)
        _ = supervision.handleEnd(of: "bravo", with: .signalled(.kill))
        #expect(supervision.handleChange(to: ["alpha"]) == [.signal(.hangUp, to: "alpha")])
        #expect(supervision.handleDue(bravo) == [])
    }

    @Test func `starts a node that was killed again in a demonstration, a while later`() {
        var supervision = Supervision(["alpha", "bravo"], isDemonstration: true)
        for name in ["alpha", "bravo"] {
            let words = "\(name): was killed by signal 9; it starts again in 5 s"
            #expect(
                supervision.handleEnd(of: name, with: .signalled(.kill)) == [
                    .say(words), .startLater(name == "alpha" ? alpha : bravo),
                ]
            )
        }
        #expect(supervision.handleDue(alpha) == [.start("alpha")])
        #expect(supervision.handleDue(alpha) == [])
        // It could not start: nobody wanted that.
        #expect(supervision.handleEnd(of: "alpha", with: .exited(1)) == [.say("alpha: ended with exit status 1")])
    }

    @Test func `starts nothing again once a demonstration is to end`() {
        var supervision = Supervision(["alpha", "bravo"], isDemonstration: true)
        _ = supervision.handleEnd(of: "alpha", with: .signalled(.kill))
        #expect(supervision.handleSignal() == stopping("bravo"))
        #expect(supervision.handleDue(alpha) == [])
        #expect(supervision.handleEnd(of: "bravo", with: .exited(0)) == [.exit(0)])

        var deserted = Supervision(["alpha"], isDemonstration: true)
        _ = deserted.handleEnd(of: "alpha", with: .signalled(.kill))
        #expect(deserted.handleSignal() == [.exit(0)])
    }

    /// What asks nodes to end.
    private func stopping(_ names: String...) -> [Supervision.Directive] {
        names.map { .signal(.terminate, to: $0) }
            + [.startTimer(names.map { $0 == "alpha" ? alpha : bravo })]
    }

    @Test func `puts the node's name before a line that does not have it`() {
        #expect(NodeLabel().line("starting", of: "alpha") == "alpha: starting")
        #expect(NodeLabel().line("alpha: chat on", of: "alpha") == "alpha: chat on")
        #expect(NodeLabel().line("", of: "alpha") == "alpha: ")
        let json = #"{"time":"2026-11-21T03:00:00.123Z","level":"info","node":"alpha","message":"stopped"}"#
        #expect(NodeLabel().line(json, of: "alpha") == json)
    }
}
