import FoundationEssentials
import MeshClient
import MeshSimulator
import Testing

/// Valid words of a server, changed a little, as `mesh-fuzz` does it; a program is no module that it could be linked to.
@Suite("A server that says anything") struct StrangeServerTests {
    /// How many inputs each test feeds, or as many as `MESH_SEEDS` in the environment says.
    static let seedCount = ProcessInfo.processInfo.environment["MESH_SEEDS"].flatMap(UInt64.init) ?? 1000

    @Test func `gets mesh status to print nothing that a terminal acts on`() {
        feed { dice, mutator in
            let bytes = mutator.mutated(ServerGrammar.status(&dice), with: ServerGrammar.status(&dice))
            return ServerWords.status(bytes)?.split(separator: "\n").map(String.init) ?? []
        }
    }

    @Test func `gets mesh chat to print nothing that a terminal acts on, and to dial nothing but nodes`() throws {
        try feed { dice, mutator in
            var frames: [String] = []
            for _ in 0...dice.below(8) {
                let bytes = mutator.mutated(ServerGrammar.event(&dice), with: ServerGrammar.event(&dice))
                // What is no UTF-8 ends a WebSocket.
                if let text = String(validating: bytes, as: UTF8.self) { frames.append(text) }
            }
            let isWide = dice.below(2) == 0
            let (lines, dialed) = try ServerWords.chat(frames, columns: isWide ? nil : 20 + dice.below(60))
            #expect(dialed.allSatisfy { $0.hasPrefix("http://") })
            return lines
        }
    }

    @Test func `gets mesh tail to print all that it says, and nothing that a terminal acts on`() {
        feed { dice, mutator in
            var messages: [BroadcastChannel.Message.Content] = []
            for _ in 0...dice.below(12) {
                let bytes = mutator.mutated(ServerGrammar.text(&dice), with: ServerGrammar.text(&dice))
                let text = String(validating: bytes, as: UTF8.self)
                messages.append(text.map { .text($0) } ?? .binary(bytes))
            }
            let lines = ServerWords.tail(messages)
            #expect(lines.count >= messages.count)
            return lines
        }
    }

    /// Feeds inputs from seeds on, and looks for what would move the cursor, begin a line or turn the order of what stands
    /// around it.
    private func feed(_ input: (inout Dice, inout Mutator) throws -> [String]) rethrows {
        for seed in 0..<Self.seedCount {
            var dice = Dice(seed: seed, stream: 1)
            var mutator = Mutator(dice: Dice(seed: seed, stream: 2))
            for line in try input(&dice, &mutator) {
                let acts = line.unicodeScalars.contains { scalar in
                    switch scalar.value {
                    case 0x09: false
                    case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x206F, 0x200E...0x200F, 0x061C: true
                    default: false
                    }
                }
                #expect(!acts, "seed \(seed): \(line.debugDescription)")
            }
        }
    }
}
