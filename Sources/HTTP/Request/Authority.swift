import Bytes

/// The host and port of a `Host` field or an absolute target (RFC 9110 §7.2, RFC 3986 §3.2).
enum Authority {
    /// Whether `text` can be a host with an optional port: no user, no path, no white space.
    ///
    /// Empty is allowed, for a target that has no authority.
    static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= longest else { return false }
        var rest = Array(text.utf8)[...]
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
            guard rest[1..<end].allSatisfy(isAddressCharacter), end > 1 else { return false }
            rest = rest[(end + 1)...]
        } else {
            rest = rest.drop(while: isNameCharacter)
        }
        guard let colon = rest.first else { return true }
        return colon == UInt8(ascii: ":") && rest.dropFirst().allSatisfy(\.isDigit)
    }

    /// The longest host and port, in bytes: 253 of a name, or fewer of an address, with room for brackets and a zone.
    private static let longest = 300

    private static func isAddressCharacter(_ byte: UInt8) -> Bool {
        byte.hexadecimalValue != nil || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
    }

    /// `unreserved`, `sub-delims` and `%` of RFC 3986.
    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        byte.isTokenCharacter && byte != UInt8(ascii: "#") && byte != UInt8(ascii: "^") && byte != UInt8(ascii: "`")
            && byte != UInt8(ascii: "|") || [UInt8]("(),;=".utf8).contains(byte)
    }
}
