import Bytes
import Gossip

/// What becomes of the words of a node on a hostile host.
///
/// A frame may be left out, said twice or again later, have one number or its end replaced, be cut, or have frames that
/// are made up in front of it.
struct HostileVoice: Sendable {
    /// The names of users that it makes up.
    static let usernames = ["mallory", "trudy", "mallory\u{301}"]

    /// How many frames it remembers, to say them again.
    private static let memoryLimit = 64

    /// The longest frame that it makes up, in bytes: others may be as long as they like, but a simulation has no time.
    private static let longestFrame = 64 << 10

    /// What it says of runs that are its own to lie about, and what it claims of those of others.
    private var entries: GossipGrammar
    private var claims: GossipGrammar
    private var mutator: Mutator

    /// What it says besides, as it is: entries of old runs, or crowds.
    private var plain: GossipGrammar
    private let saysOldRuns: Bool
    private var dice: Dice
    private var memory: [[UInt8]] = []

    /// The runs that it may say entries of, as frames name them.
    private let ownRuns: Set<[UInt8]>

    /// Makes a voice.
    ///
    /// - Parameters:
    ///   - seed: What it is drawn from.
    ///   - stream: The first of five streams of that.
    ///   - own: The runs that it says entries of.
    ///   - old: More of them, of which it says entries that are in order.
    ///   - others: The runs that it claims something of.
    ///   - wall: What time it is, in microseconds since 1970.
    init(
        seed: UInt64,
        stream: UInt64,
        own: [GossipGrammar.Run],
        old: [GossipGrammar.Run] = [],
        others: [GossipGrammar.Run],
        wall: UInt64
    ) {
        dice = Dice(seed: seed, stream: stream)
        mutator = Mutator(dice: Dice(seed: seed, stream: stream + 1))
        ownRuns = Set((own + old).map(\.encoded))
        saysOldRuns = !old.isEmpty
        plain = GossipGrammar(dice: Dice(seed: seed, stream: stream + 4), runs: old.isEmpty ? own : old, wall: wall)
        plain.usernames = Self.usernames
        plain.tellsOfClosedRuns = false
        entries = GossipGrammar(dice: Dice(seed: seed, stream: stream + 2), runs: own, wall: wall)
        entries.usernames = Self.usernames
        entries.tellsOfClosedRuns = false
        claims = GossipGrammar(dice: Dice(seed: seed, stream: stream + 3), runs: own + others, wall: wall)
        claims.usernames = Self.usernames
        claims.tellsOfClosedRuns = false
    }

    /// Speaks of these channels only: a kind, 0 for a chat and 1 for a relay, and a name; and says some messages that no client
    /// could take.
    mutating func keep(to channels: [(kind: UInt8, name: String)]) {
        entries.channels = channels
        (claims.channels, plain.channels) = (channels, channels)
        entries.breaksMessages = true
    }
}

extension HostileVoice {
    /// Makes of some frames what is sent in their place.
    ///
    /// - Parameters:
    ///   - frames: Whole ones.
    ///   - perMillion: How many of them are spoiled.
    ///   - isStream: Whether a frame may be cut, and what follows be lost with it.
    /// - Returns: What is sent.
    mutating func spoil(_ frames: [UInt8], perMillion: Int, isStream: Bool) -> [UInt8] {
        var output: [UInt8] = []
        for frame in Self.split(frames) {
            if dice.chance(perMillion: perMillion) {
                spoil(frame, isStream: isStream, into: &output)
            } else {
                output += frame
            }
            if memory.count < Self.memoryLimit {
                memory.append(frame)
            } else {
                memory[dice.below(memory.count)] = frame
            }
        }
        return output
    }

    private mutating func spoil(_ frame: [UInt8], isStream: Bool, into output: inout [UInt8]) {
        switch dice.below(8) {
        case 0: break
        case 1: output += frame + frame
        case 2: output += frame + (memory.isEmpty ? [] : memory[dice.below(memory.count)])
        case 3: output += admitted(withNumberReplaced(frame)) ?? frame
        case 4: output += admitted(withEndReplaced(frame)) ?? frame
        case 5 where isStream && isOwn(frame): output += frame.dropLast(1 + dice.below(frame.count - 1))
        default:
            for _ in 0...dice.below(3) {
                let made = made()
                if isStream || Self.split(made).count == 1 { output += made }
            }
            output += plainFrame() + frame
        }
    }

    /// A frame that is made up and in order, now and then.
    private mutating func plainFrame() -> [UInt8] {
        let number = plain.dice.below(plain.runs.count)
        if plain.dice.below(10) == 0 { return plain.crowd(of: number).encoded }
        guard saysOldRuns else { return [] }
        return (0..<4).flatMap { plain.entries(of: (number + $0) % plain.runs.count).encoded }
    }

    /// A frame that is made up, if one comes of it.
    mutating func made() -> [UInt8] {
        let (first, second) =
            dice.below(2) == 0 ? (entries.frame(), claims.claim()) : (claims.claim(), entries.frame())
        return admitted(mutator.mutated(first, with: second)) ?? []
    }

    /// The frame, unless it is too long, or says entries of a run that is not the liar's.
    private func admitted(_ frame: [UInt8]) -> [UInt8]? {
        frame.count <= Self.longestFrame && isOwn(frame) ? frame : nil
    }

    /// Whether a frame may say whatever it says: no greeting, and no entries of others' runs.
    private func isOwn(_ frame: [UInt8]) -> Bool {
        guard frame.count > 4 else { return true }
        switch frame[4] {
        case FrameType.hello.rawValue: return false
        case FrameType.entries.rawValue:
            guard frame.count > 6 else { return true }
            let end = 6 + Int(frame[5]) + 8
            return frame.count < end || ownRuns.contains(Array(frame[5..<end]))
        default: return true
        }
    }

    /// The frame with one number somewhere in it replaced by another, and the length that it has then.
    private mutating func withNumberReplaced(_ frame: [UInt8]) -> [UInt8] {
        guard frame.count > 5 else { return frame }
        let place = 5 + dice.below(frame.count - 5)
        let number = mutator.boundary() &+ UInt64(dice.below(3)) &- 1
        var changed = Array(frame[..<place])
        if dice.below(2) == 0 {
            changed.append(varint: number)
            // As long as the number that stood there, if one did.
            let rest = frame[place...].drop { $0 & 0x80 != 0 }.dropFirst()
            changed += rest
        } else {
            changed.append(bigEndian: number)
            changed += frame.dropFirst(place + 8)
        }
        return Self.withLength(changed)
    }

    /// The frame with the end of another in the place of its own, or with none.
    private mutating func withEndReplaced(_ frame: [UInt8]) -> [UInt8] {
        guard frame.count > 5 else { return frame }
        let place = 5 + dice.below(frame.count - 5)
        let other = memory.isEmpty ? [] : memory[dice.below(memory.count)]
        return Self.withLength(frame[..<place] + other.suffix(dice.below(other.count + 1)))
    }
}
