/// Changes a valid input a little: one number or length becomes a boundary, or a part of it goes, comes twice, comes
/// from elsewhere, is cut or has a bit flipped.
package struct Mutator: Sendable {
    /// Numbers at which something may change: of types, of JSON, and of this program.
    static let boundaries: [UInt64] = [
        0, 1, 2, 64, 125, 126, 127, 128, 255, 256, 512, 1024, 4096, 65_535, 65_536, 100_000, 1 << 20, 8 << 20,
        16 << 20, 1 << 31, 1 << 32, 1 << 53, 1 << 62, 1 << 63, .max,
    ]

    /// How many small parts one may become, in parts: more than any table of a test has room for.
    static let repetitionLimit = 2048

    package var dice: Dice

    /// Makes a mutator whose choices come from a seed.
    package init(dice: Dice) {
        self.dice = dice
    }

    /// Writes an input, most times with a change or two.
    ///
    /// - Parameters:
    ///   - input: A valid one.
    ///   - other: Another valid one, of which a part may take another's place.
    /// - Returns: What to feed.
    package mutating func mutated(_ input: Piece, with other: Piece) -> [UInt8] {
        var input = input
        switch dice.below(8) {
        case 0: return input.encoded
        case 1, 2, 3, 4: changeNumber(of: &input)
        case 5:
            changeNumber(of: &input)
            changeParts(of: &input, with: other)
        case 6: changeParts(of: &input, with: other)
        default:
            var bytes = input.encoded
            for _ in 0...dice.below(2) { damage(&bytes, with: other.encoded) }
            return bytes
        }
        return input.encoded
    }

    /// Replaces one number, length or count by another.
    private mutating func changeNumber(of input: inout Piece) {
        let count = input.count { $0.hasNumber }
        guard count > 0 else { return }
        var number = dice.below(count)
        let draw = boundary()
        let offset = UInt64(dice.below(3)) &- 1
        let isNear = dice.chance(perMillion: 250_000)
        input.change(&number, where: { $0.hasNumber }) { piece in
            let value: UInt64 =
                switch piece.content {
                case .number(let value, _): value
                case .block, .list, .bytes, .parts: UInt64(piece.children.count)
                }
            piece.lie = isNear ? value &+ (offset == 0 ? 2 : offset) : draw &+ offset
        }
    }

    /// Takes out, repeats, swaps or replaces one of several parts.
    private mutating func changeParts(of input: inout Piece, with other: Piece) {
        let count = input.count { !$0.children.isEmpty }
        guard count > 0 else { return }
        var number = dice.below(count)
        let donors = other.count { !$0.children.isEmpty }
        var donor = donors > 0 ? dice.below(donors) : 0
        var foreign: Piece?
        var copy = other
        copy.change(&donor, where: { !$0.children.isEmpty }) { foreign = $0.children.first }
        var dice = dice
        input.change(&number, where: { !$0.children.isEmpty }) { piece in
            let place = dice.below(piece.children.count)
            switch dice.below(5) {
            case 0: piece.children.remove(at: place)
            case 1: piece.children.insert(piece.children[place], at: place)
            case 2:
                let part = piece.children[place]
                let size = max(part.encoded.count, 1)
                let most = min(Self.repetitionLimit, (1 << 20) / size)
                piece.children.insert(contentsOf: repeatElement(part, count: dice.below(max(most, 1)) + 1), at: place)
            case 3: piece.children.swapAt(place, dice.below(piece.children.count))
            default: if let foreign { piece.children[place] = foreign }
            }
        }
        self.dice = dice
    }

    /// Changes bytes without a look at what they mean.
    private mutating func damage(_ bytes: inout [UInt8], with other: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = dice.below(bytes.count)
        switch dice.below(5) {
        case 0: bytes[place] ^= 1 << UInt8(dice.below(8))
        case 1: bytes[place] = UInt8(truncatingIfNeeded: dice.next())
        case 2: bytes.removeLast(bytes.count - place)
        case 3: bytes.insert(contentsOf: bytes[place..<min(place + 1 + dice.below(64), bytes.count)], at: place)
        default: bytes.replaceSubrange(place..., with: other.suffix(dice.below(other.count + 1)))
        }
    }

    /// A number at which something may change.
    mutating func boundary() -> UInt64 { Self.boundaries[dice.below(Self.boundaries.count)] }
}

extension Piece {
    /// How many parts of the tree, this one included, satisfy a condition.
    fileprivate func count(where condition: (Piece) -> Bool) -> Int {
        children.reduce(condition(self) ? 1 : 0) { $0 + $1.count(where: condition) }
    }

    /// Changes the part that is number `left` of those that satisfy a condition.
    fileprivate mutating func change(
        _ left: inout Int,
        where condition: (Piece) -> Bool,
        by change: (inout Piece) -> Void
    ) {
        if condition(self) {
            left -= 1
            if left < 0 { return change(&self) }
        }
        var parts = children
        for index in parts.indices where left >= 0 {
            parts[index].change(&left, where: condition, by: change)
            if left < 0 { children = parts }
        }
    }
}
