import HTTP

/// The head of a request, as it is recorded: what the node decides by, and how long the rest is.
struct MaskedHead {
    private enum Place {
        case method
        case target(MaskedTarget)
        case version(MaskedVersion)
        case line(MaskedField)
    }

    private var place = Place.method

    /// Whether the empty line that ends it has come.
    private(set) var isWhole = false

    /// Takes the next byte.
    ///
    /// - Returns: What is recorded in its place.
    mutating func mask(_ byte: UInt8) -> UInt8 {
        guard byte != UInt8(ascii: "\n") else {
            if case .line(let line) = place { isWhole = line.isEmpty }
            place = .line(MaskedField(.ofHead))
            return byte
        }
        switch place {
        case .method where byte == UInt8(ascii: " "): place = .target(MaskedTarget())
        case .method where byte.isTokenCharacter || byte == UInt8(ascii: "\r"): break
        case .method: place = .line(MaskedField(.refused))
        case .target where byte == UInt8(ascii: " "): place = .version(MaskedVersion())
        case .target(var target):
            let masked = target.mask(byte)
            place = .target(target)
            return masked
        case .version(var version):
            let masked = version.mask(byte)
            place = .version(version)
            return masked
        case .line(var line):
            let masked = line.mask(byte)
            place = .line(line)
            return masked
        }
        return byte
    }
}
