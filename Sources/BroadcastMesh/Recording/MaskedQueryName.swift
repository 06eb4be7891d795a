import Bytes
import ChannelProtocol
import HTTP

/// The name of a value in a query, as it is recorded: it stands there where a node knows it.
struct MaskedQueryName {
    /// The names of values that a node reads, and that are no secrets.
    static let read = [
        ClientQuery.username, ClientQuery.channel, ClientQuery.name, ClientQuery.history, ClientQuery.after,
        ClientQuery.echo, ClientQuery.listen, ClientQuery.acknowledgements, ClientQuery.users,
    ]

    private static let known = (read + [ClientQuery.session]).map { Array($0.utf8) }

    private var word = ArrivingWord(of: known)

    /// What is crossed out of a name that no node knows, from where that shows.
    private var text: MaskedText?

    /// A percent-encoded byte, as far as it has arrived, and how many digits of it are still to come.
    private var encoded: UInt8 = 0
    private var missingDigits = 0

    /// Whether the value that begins behind it stands in a recording.
    var isOfReadValue: Bool {
        guard text == nil, missingDigits == 0, let name = word.found else { return false }
        return !name.elementsEqual(ClientQuery.session.utf8)
    }

    /// Takes the next byte of the name.
    ///
    /// - Returns: What is recorded in its place.
    mutating func mask(_ byte: UInt8) -> UInt8 {
        if text == nil, take(byte) { return byte }
        var text = text ?? MaskedText()
        defer { self.text = text }
        return text.mask(byte)
    }

    /// Takes the next byte of a name that may be one of those.
    ///
    /// - Returns: Whether the byte stands in a recording.
    private mutating func take(_ byte: UInt8) -> Bool {
        guard missingDigits > 0 else {
            guard byte == UInt8(ascii: "%") else { return word.take(byte) }
            (encoded, missingDigits) = (0, 2)
            return true
        }
        guard let digit = byte.hexadecimalValue else { return false }
        encoded = encoded << 4 | digit
        missingDigits -= 1
        if missingDigits == 0, !word.take(encoded) { text = MaskedText() }
        return true
    }
}
