import Testing

@testable import Gossip

@Suite("Repair, from a seed", .computing) struct RepairPropertyTests {
    /// A node that knows one origin, numbered 0, and four neighbours of which some hold more of it; whatever they are
    /// asked, and whatever they answer, may get lost.
    private struct Patient {
        var repair = Repair(settings: GossipSettings())
        var dice: SeededDice

        /// The newest entry here with nothing missing below it.
        var head: UInt64 = 0

        /// The newest entry that each neighbour holds; `nil` where the link is down.
        var neighbours: [UInt64?] = [40, 40, 25, 0]

        /// When each neighbour last answered.
        var answeredAt = Array(repeating: Int64.min / 2, count: 4)

        var now = Moment(monotonic: 0, wall: 0)

        init(seed: UInt64) {
            dice = SeededDice(seed: seed)
            repair.add(0)
        }

        func sources() -> [RepairSource] {
            neighbours.indices.filter { neighbours[$0] ?? 0 > head }.map(source)
        }

        func source(_ link: Int) -> RepairSource {
            RepairSource(
                link: link,
                serial: link,
                head: neighbours[link] ?? 0,
                floor: 1,
                roundTrip: nil,
                unfinished: 0..<0,
                answeredAt: answeredAt[link]
            )
        }

        mutating func handleTime() {
            for origin in repair.missing where repair.isDue(origin, at: now) {
                let asked = repair.request(for: origin)?.askedLink.map(source)
                switch repair.handleDeadline(of: origin, among: sources(), asked: asked, at: now) {
                case .awaitAnswer, .awaitFrames: break
                case .ask, .askAnother, .askInsteadOfParent: ask()
                }
            }
        }

        mutating func pursue(isOverdue: Bool) {
            let known = max(neighbours.compactMap { $0 }.max() ?? 0, repair.buffers[0].last ?? 0)
            guard known > head else { return repair.noteWhole(0) }
            if repair.noteMissing(of: 0, isOverdue: isOverdue, at: now) { ask() }
        }

        /// Asks, and has what is left of the answer arrive in any order.
        private mutating func ask() {
            guard let source = repair.chooseSource(for: 0, among: sources(), above: head, at: now) else { return }
            let directives = repair.ask(source, for: 0, above: head, room: 3)
            for (number, directive) in directives.enumerated() {
                guard case .ask(_, let asked, let link) = directive else { return }
                #expect(asked.lowerBound == head + 1 || number > 0, "what is here is not asked for")
                answer(asked, by: link)
            }
        }

        /// Has an answer arrive, or part of it.
        private mutating func answer(_ asked: ClosedRange<UInt64>, by link: Int) {
            guard dice.roll(3) > 0 else { return }
            let upper = min(asked.upperBound, neighbours[link] ?? 0, asked.lowerBound + dice.roll(6))
            var answer = Array(asked.lowerBound...max(upper, asked.lowerBound))
            while !answer.isEmpty {
                let sequence = answer.remove(at: Int(dice.roll(UInt64(answer.count))))
                if dice.roll(5) > 0 { take(sequence) }
            }
            answeredAt[link] = now.monotonic
            if dice.roll(5) > 0 { repair.endAnswer(of: 0, on: link, head: head, at: now) }
        }

        mutating func take(_ sequence: UInt64) {
            if sequence == head + 1 {
                head += 1
                while let held = repair.takeHeld(head + 1, of: 0) {
                    #expect(held.sequence == head + 1)
                    head += 1
                }
            } else if sequence > head {
                repair.hold(.init(sequence: sequence, item: [1, 2, 3], isLive: true, link: 1), of: 0)
            }
        }
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `brings everything that a neighbour goes on holding, once and in order`(seed: UInt64) {
        var patient = Patient(seed: seed)
        for step in 0..<1200 where patient.head < 40 {
            patient.now.monotonic = .milliseconds(Int64(step) * 50)
            switch patient.dice.roll(20) {
            case 0:
                // Neighbour 0 is the one that stays.
                let link = 1 + Int(patient.dice.roll(3))
                patient.neighbours[link] = patient.neighbours[link] == nil ? 40 : nil
                patient.repair.forget(link: link, at: patient.now)
            case 1: patient.take(1 + patient.dice.roll(40))
            case 2: patient.pursue(isOverdue: false)
            default: patient.pursue(isOverdue: true)
            }
            patient.handleTime()
            patient.repair.checkInvariants()
        }
        #expect(patient.head == 40)

        patient.pursue(isOverdue: true)

        #expect(patient.repair.missing.isEmpty)
        #expect(patient.repair.buffers.byteCount == 0)
        #expect(patient.repair.deadline == .max)
    }
}
