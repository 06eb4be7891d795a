import HTTP

/// The target of a request, as it is recorded (RFC 9112 §3.2).
///
/// Its path stands there, and the values of its query that a node reads. Nothing does of a host, nor of what is no target.
///
///     /start_web_socket?username=ana&session=8d1f02…&token=4711    http://ana:secret@localhost:8081/status
///     /start_web_socket?username=ana&session=xxxxxx…&xxxxx=xxxx    http://xxx:xxxxxx@xxxxxxxxx:0000/status
struct MaskedTarget {
    private enum Place {
        case beginning(ArrivingWord)
        case authority(isBehindScheme: Bool)
        case path
        case name(MaskedQueryName)
        case value(MaskedText?)
    }

    /// How a target begins that is no path.
    private static let beginnings = ["http://", "https://", "*"].map { Array($0.utf8) }

    private var place = Place.beginning(ArrivingWord(of: beginnings))
    private var authority = MaskedAuthority()

    /// Takes the next byte.
    ///
    /// - Returns: What is recorded in its place.
    mutating func mask(_ byte: UInt8) -> UInt8 {
        switch place {
        case .beginning(let word): return mask(byte, behind: word)
        case .authority(isBehindScheme: true) where byte == UInt8(ascii: "/"): place = .path
        case .authority(isBehindScheme: true) where byte == UInt8(ascii: "?"): place = .name(MaskedQueryName())
        case .authority: return authority.mask(byte)
        case .path: if byte == UInt8(ascii: "?") { place = .name(MaskedQueryName()) }
        case .name where byte == UInt8(ascii: "&"): place = .name(MaskedQueryName())
        case .value where byte == UInt8(ascii: "&"): place = .name(MaskedQueryName())
        case .name(let name) where byte == UInt8(ascii: "="): place = .value(name.isOfReadValue ? nil : MaskedText())
        case .name(var name):
            let masked = name.mask(byte)
            place = .name(name)
            return masked
        case .value(let text):
            guard var text else { return byte }
            let masked = text.mask(byte)
            place = .value(text)
            return masked
        }
        return byte
    }

    private mutating func mask(_ byte: UInt8, behind word: ArrivingWord) -> UInt8 {
        if word.isEmpty, byte == UInt8(ascii: "/") {
            place = .path
            return byte
        }
        var word = word
        let isKnown = word.take(byte.lowercased)
        // It may be a host that begins as a scheme does.
        let masked = authority.mask(byte)
        guard isKnown else {
            place = .authority(isBehindScheme: false)
            return masked
        }
        place = .beginning(word)
        if word.found?.last == UInt8(ascii: "/") {
            place = .authority(isBehindScheme: true)
            authority = MaskedAuthority()
        }
        return byte
    }
}
