import Bytes

/// How the WebSockets of a load are opened (RFC 6455 §4): one request for all, and one look at each answer.
///
/// The key is the standard's own example. It is to be new for each connection to keep caches from answering; here nobody
/// stands in between, and a load is to cost less than what it measures.
enum Opening {
    private static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    private static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    /// The longest answer, in bytes.
    private static let limit = 16 << 10

    /// What a client sends first.
    ///
    /// - Parameters:
    ///   - url: What it opens.
    ///   - authority: The host and the port, for `Host`.
    /// - Returns: The whole request.
    static func request(of url: String, at authority: String) -> [UInt8] {
        let rest = url.split(separator: "://", maxSplits: 1).last ?? ""
        let target = rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
        return Array(
            """
            GET \(target) HTTP/1.1\r\nHost: \(authority)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
            Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \(key)\r\n\r\n
            """.utf8
        )
    }

    /// Looks at what came so far of an answer.
    ///
    /// - Returns: Where frames begin; `nil` when there is more to come.
    /// - Throws: ``CommandError/failure(_:)`` with the answer, when it opens nothing.
    static func end(of answer: Span<UInt8>) throws(CommandError) -> Int? {
        var end = 0
        while end + 4 <= answer.count, answer.bigEndian(at: end, as: UInt32.self) != 0x0D0A_0D0A { end += 1 }
        guard end + 4 <= answer.count else {
            if answer.count > limit { throw .failure("the node answered with more than a head of HTTP") }
            return nil
        }
        var bytes: [UInt8] = []
        for index in 0..<answer.count where index < limit { bytes.append(answer[index]) }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("HTTP/1.1 101 "), text.firstRange(of: accept) != nil else {
            let lines = text.split(whereSeparator: \.isNewline)
            let said = String(decoding: bytes[min(end + 4, bytes.count)...], as: UTF8.self)
            let words = [lines.first.map(String.init) ?? "", said.isEmpty ? nil : said].compactMap(\.self)
            let reason = TerminalText.line(words.joined(separator: ": "))
            throw .failure("the node let a client of the load not in: \(reason)")
        }
        return end + 4
    }
}
