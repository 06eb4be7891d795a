/// Where in the extensions of a chunk a decoder is (RFC 9112 §7.1.1).
///
///     chunk-ext = *( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )
///
/// They mean nothing here. Their form is checked all the same: a reader before this one that is less strict, or more,
/// could find the end of the line elsewhere.
enum ChunkExtension: Sendable {
    case beforeSemicolon
    case beforeName
    case name
    case afterName
    case beforeValue
    case token
    case quoted
    case quotedPair
    case afterQuoted

    /// Whether the line may end here.
    var canEnd: Bool {
        switch self {
        case .name, .token, .afterQuoted: true
        case .beforeSemicolon, .beforeName, .afterName, .beforeValue, .quoted, .quotedPair: false
        }
    }

    /// Goes on by one byte; `nil` for one that may not stand here.
    func after(_ byte: UInt8) -> ChunkExtension? {
        switch self {
        case .beforeSemicolon, .afterQuoted:
            if byte.isBlank { return .beforeSemicolon }
            return byte == UInt8(ascii: ";") ? .beforeName : nil
        case .beforeName:
            if byte.isBlank { return self }
            return byte.isTokenCharacter ? .name : nil
        case .name:
            if byte.isTokenCharacter { return self }
            return Self.afterName.after(byte)
        case .afterName:
            if byte.isBlank { return self }
            if byte == UInt8(ascii: "=") { return .beforeValue }
            return byte == UInt8(ascii: ";") ? .beforeName : nil
        case .beforeValue:
            if byte.isBlank { return self }
            if byte == UInt8(ascii: "\"") { return .quoted }
            return byte.isTokenCharacter ? .token : nil
        case .token:
            if byte.isTokenCharacter { return self }
            return Self.beforeSemicolon.after(byte)
        case .quoted:
            if byte == UInt8(ascii: "\"") { return .afterQuoted }
            if byte == UInt8(ascii: "\\") { return .quotedPair }
            return byte.isForbiddenControl ? nil : self
        case .quotedPair:
            return byte.isForbiddenControl ? nil : .quoted
        }
    }
}
