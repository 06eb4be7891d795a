import HTTP
import Reactor

/// Whom a request comes from, when a proxy stands in between.
enum Forwarding {
    /// How many proxies behind each other are believed.
    private static let mostProxies = 16

    /// Finds the address of the client.
    ///
    /// Each proxy adds the address that it was asked from at the end of `X-Forwarded-For`. So what a trusted one added is
    /// true, and what stands before the first that is not trusted can be anything.
    ///
    /// - Parameters:
    ///   - head: The request.
    ///   - peer: Who sent it.
    ///   - trusted: The proxies that are believed, as `SocketAddress.bareHost`.
    /// - Returns: The last address that is not a trusted proxy's; the proxy's own, where it tells none that can be read.
    static func client(of head: RequestHead, from peer: SocketAddress, trusting trusted: [SocketAddress])
        -> SocketAddress
    {
        var address = peer.bareHost
        guard trusted.contains(address) else { return address }
        var rest = head.fields.values(of: "x-forwarded-for").joined(separator: ",")[...]
        for _ in 0..<mostProxies where trusted.contains(address) {
            let comma = rest.utf8.lastIndex(of: UInt8(ascii: ","))
            guard let client = self.address(rest[(comma.map { rest.utf8.index(after: $0) } ?? rest.startIndex)...])
            else {
                break
            }
            address = client
            rest = rest[..<(comma ?? rest.startIndex)]
        }
        return address
    }

    /// Reads `192.0.2.1`, `2001:db8::1`, and either with a port: `192.0.2.1:80`, `[2001:db8::1]:80`.
    private static func address(_ member: Substring) -> SocketAddress? {
        // By bytes, and no more of them than the longest numeric address has with brackets, zone, port and some blanks.
        guard member.utf8.count <= 100 else { return nil }
        let text = String(decoding: member.utf8.filter { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
        guard !text.isEmpty else { return nil }
        if let address = SocketAddress(numericHost: text, port: 0) { return address.bareHost }
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return SocketAddress(numericHost: String(text[..<end].dropFirst()), port: 0)?.bareHost
        }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        return SocketAddress(numericHost: String(text[..<colon]), port: 0)?.bareHost
    }
}
