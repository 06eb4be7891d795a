import Reactor
import Testing

@testable import Mesh

/// Processes as `mesh up` has them, with a chance that decides what happens next.
private struct Walk {
    private enum Asked { case nothing, toStop, killed }

    private let files = [["a", "b"], ["a"], ["b", "c"], ["a", "b", "c"], ["c"]]
    private var supervision: Supervision
    private var random: UInt64
    private var running: [String: Asked] = ["a": .nothing, "b": .nothing]
    private var timers: [[Supervision.Run]] = []
    private var due: [Supervision.Run] = []
    private var signals = 0
    private var starts = 2
    private var started = ["a": 1, "b": 2]
    private(set) var exit: Int32?
    private(set) var mistakes: [String] = []

    init(seed: UInt64) {
        random = seed
        supervision = Supervision(files[0], isDemonstration: seed % 2 == 0)
    }

    mutating func run(steps: Int) {
        for _ in 0..<steps where exit == nil { step(chance(12)) }
        // In the end everybody is asked, and does what was asked.
        while exit == nil, signals < 2 { perform(signal()) }
        for name in running.keys.sorted() where exit == nil { end(name, .signalled(.kill)) }
    }

    private mutating func step(_ event: Int) {
        let names = running.keys.sorted()
        let name = names.isEmpty ? nil : names[chance(names.count)]
        switch event {
        case 0...2: perform(supervision.handleChange(to: files[chance(files.count)]))
        case 3...5: if let name { perform(supervision.handleReady(name, .init(address: "", process: 1))) }
        case 6: if let name { end(name, .exited(chance(2) == 0 ? 0 : 1)) }
        case 7: if let name { end(name, .signalled(.kill)) }
        case 8: if let name, running[name] != .nothing { end(name, .exited(0)) }
        case 9: if !timers.isEmpty { perform(supervision.handleTimeout(of: timers.remove(at: chance(timers.count)))) }
        case 10: if !due.isEmpty { perform(supervision.handleDue(due.remove(at: chance(due.count)))) }
        default: if chance(8) == 0 { perform(signal()) }
        }
    }

    private mutating func signal() -> [Supervision.Directive] {
        signals += 1
        return supervision.handleSignal()
    }

    private mutating func end(_ name: String, _ status: ChildProcess.ExitStatus) {
        running[name] = nil
        perform(supervision.handleEnd(of: name, with: status))
    }

    private mutating func perform(_ directives: [Supervision.Directive]) {
        for directive in directives {
            if exit != nil { mistakes.append("\(directive) after the end") }
            switch directive {
            case .say, .showTable: break
            case .start(let name):
                if running[name] != nil || signals > 0 { mistakes.append("starts \(name)") }
                running[name] = .nothing
                starts += 1
                started[name] = starts
            case .signal(.hangUp, let name):
                if running[name] != .nothing { mistakes.append("has \(name) read again") }
            case .signal(.terminate, let name):
                if running[name] != .nothing { mistakes.append("asks \(name) to stop") }
                running[name] = .toStop
            case .signal(_, let name):
                if running[name] == nil || running[name] == .nothing { mistakes.append("kills \(name)") }
                running[name] = .killed
            case .startLater(let run): due.append(run)
            case .startTimer(let runs):
                if runs.contains(where: { started[$0.name] != $0.process }) { mistakes.append("times \(runs)") }
                timers.append(runs)
            case .exit(let status):
                if !running.isEmpty { mistakes.append("leaves \(running.keys.sorted()) behind") }
                exit = status
            }
        }
    }

    private mutating func chance(_ count: Int) -> Int {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(random >> 33) % count
    }
}

@Suite("mesh up, whatever happens in whatever order") struct SupervisionWalkTests {
    @Test func `has one process a node, asks each once, kills only who was asked, and ends when nothing runs`() {
        for seed: UInt64 in 1...2_000 {
            var walk = Walk(seed: seed)
            walk.run(steps: 60)
            #expect(walk.mistakes == [], "seed \(seed)")
            #expect(walk.exit != nil, "seed \(seed)")
        }
    }
}
