import HTTP
import Testing

@Suite("Random request streams") struct StreamFuzzTests {
    static let requests = [
        "GET /a?b=c%20d HTTP/1.1\r\nHost: a:80\r\nAccept: */*\r\n\r\n",
        "HEAD http://h/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "POST /channels/x HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\nhello, world",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n, worlds! \r\n0\r\nT: z\r\n\r\n",
    ]

    @Test(arguments: UInt64(1)...20)
    func `mean the same however they are cut, also when damaged`(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                bytes += Array((Self.requests.randomElement(using: &dice) ?? "").utf8)
            }
            for _ in 0..<Int.random(in: 0...3, using: &dice) { Self.damage(&bytes, &dice) }
            let limits = HTTPLimits(headBytes: Int.random(in: 20...200, using: &dice), bodyBytes: 14)

            var whole = ServerConnection(limits: limits)
            let expected = whole.find(in: [bytes])
            var cut = ServerConnection(limits: limits)
            #expect(cut.find(in: Self.pieces(of: bytes, &dice)) == expected)
        }
    }

    /// Changes, removes or doubles a byte.
    private static func damage(_ bytes: inout [UInt8], _ dice: inout SeededGenerator) {
        let index = Int.random(in: bytes.indices, using: &dice)
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &dice)
        case 1: bytes[index] = Array("\r\n :0;/".utf8).randomElement(using: &dice) ?? 0
        case 2: bytes.remove(at: index)
        default: bytes.insert(bytes[index], at: index)
        }
    }

    private static func pieces(of bytes: [UInt8], _ dice: inout SeededGenerator) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...min(rest.count, 40), using: &dice)
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }
}
