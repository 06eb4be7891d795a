import Reactor

extension PlacedValue {
    /// The value as an entry of `origins`: an origin, `null` as pages from files send it, or `*`.
    func origin() throws(ConfigurationError) -> String {
        let text = try string()
        if text == "*" || text == "null" { return text }
        guard let origin = canonicalOrigin(text) else {
            throw error("\"\(text)\" is no origin; wanted one such as \"https://chat.example.org\", or \"*\"")
        }
        return origin
    }

    /// The value as the address at which browsers reach a node: an origin, and perhaps a path.
    func webAddress() throws(ConfigurationError) -> String {
        let text = try string()
        let prefix = originPrefix(of: text)
        var path = text.dropFirst(prefix.count)
        while path.hasSuffix("/") { path.removeLast() }
        guard let origin = canonicalOrigin(String(prefix)), origin.hasPrefix("http://") || origin.hasPrefix("https://"),
            path.utf8.allSatisfy(isPartOfPath), !path.split(separator: "/").contains(where: isDotSegment)
        else {
            throw error("\"\(text)\" is no address for a browser; wanted one such as \"https://chat.example.org\"")
        }
        return origin + path
    }
}

/// The part of a URL before its path.
func originPrefix(of url: String) -> Substring {
    guard let scheme = url.firstRange(of: "://") else { return url[...] }
    return url[..<(url[scheme.upperBound...].firstIndex(of: "/") ?? url.endIndex)]
}

/// What a path is made of that needs no encoding (RFC 3986 §3.3); no `%`, for it is compared with decoded paths.
private func isPartOfPath(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || isSchemeStart(byte | 0x20) || "-._~/!$&'()*+,=:@".utf8.contains(byte)
}

/// Whether a browser takes a part of a path out before it asks for it (RFC 3986 §5.2.4).
private func isDotSegment(_ segment: Substring) -> Bool { segment == "." || segment == ".." }

/// An origin as browsers send it: in lower case and without the scheme's own port (RFC 6454 §6.2).
///
/// - Returns: `nil` when `text` is not `scheme://host` or `scheme://host:port`; one `/` at its end is forgiven.
func canonicalOrigin(_ text: String) -> String? {
    // Strangers send them, and characters cost many times what bytes do.
    guard text.utf8.count <= longestOrigin, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let parts = text.lowercased().split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let first = parts[0].utf8.first, isSchemeStart(first) else { return nil }
    guard parts[0].utf8.allSatisfy({ isSchemeStart($0) || "0123456789+-.".utf8.contains($0) }) else { return nil }

    let authority = parts[1].hasSuffix("/") ? parts[1].dropLast() : parts[1]
    let ownPort: UInt16? = ["http": 80, "https": 443][String(parts[0])]
    if let endpoint = try? Endpoint(String(authority)) {
        guard endpoint.port != ownPort else {
            return "\(parts[0])://\(endpoint.description.dropLast(":\(endpoint.port)".count))"
        }
        return "\(parts[0])://\(endpoint)"
    }
    // Without a port; any will do to see whether the rest is a host.
    guard (try? Endpoint("\(authority):1")) != nil else { return nil }
    return "\(parts[0])://\(authority)"
}

/// The longest origin, in bytes: a scheme, 253 of a host's name and a port, with room for more.
private let longestOrigin = 320

private func isSchemeStart(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
}
