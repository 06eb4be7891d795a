import Bytes
import MeshSimulator

/// One input, from its seed on.
struct Trial {
    /// What decides everything about it.
    let seed: UInt64

    /// Whether to print what is fed.
    let showsInput: Bool

    /// Chance, for whoever feeds.
    var dice: Dice

    /// How much was fed, in bytes.
    private(set) var byteCount = 0

    /// Starts with nothing fed.
    init(seed: UInt64, showsInput: Bool) {
        self.seed = seed
        self.showsInput = showsInput
        dice = Dice(seed: seed, stream: 1)
    }

    /// Changes inputs, with luck of its own.
    func mutator() -> Mutator { Mutator(dice: Dice(seed: seed, stream: 2)) }

    /// Takes note of what is about to be fed.
    mutating func note(_ bytes: [UInt8]) {
        byteCount += bytes.count
        guard showsInput else { return }
        let hexadecimal = bytes.prefix(4096).hexadecimal
        say("fed \(bytes.count) bytes: \(hexadecimal)\(bytes.count > 4096 ? "…" : "")")
    }

    /// Cuts an input as a network may: whole, in a few pieces, or byte by byte.
    mutating func pieces(of bytes: [UInt8]) -> [[UInt8]] {
        guard !bytes.isEmpty else { return [] }
        switch dice.below(4) {
        case 0, 1: return [bytes]
        case 2 where bytes.count <= 4096: return bytes.map { [$0] }
        default:
            var pieces: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = min(rest.count, 1 + dice.below(max(bytes.count / 2, 1)))
                pieces.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            return pieces
        }
    }
}

/// Something that must hold whatever was fed, and did not.
struct BrokenInvariant: Error, CustomStringConvertible {
    /// What, in a sentence.
    let description: String

    /// Says what did not hold.
    init(_ description: String) {
        self.description = description
    }
}
