/// Makes valid HTTP/1.1 messages.
package enum HTTPGrammar {
    /// A request.
    package static func request(_ dice: inout Dice) -> Piece {
        let targets = ["/", "/channels/x?after=a@1/2,b@3/4", "/status", "http://h:80/chat/%41?key=a%20b", "*"]
        let methods = ["GET ", "HEAD ", "POST ", "OPTIONS "]
        let start: [Piece] = [
            .text(methods[dice.below(methods.count)]), .text(targets[dice.below(targets.count)]), .text(" HTTP/1."),
            .decimal(dice.below(5) == 0 ? 0 : 1), .text("\r\n"),
        ]
        return .parts(start + [.text("Host: a:"), .decimal(80), .text("\r\n")] + rest(&dice))
    }

    /// An answer.
    package static func answer(_ dice: inout Dice) -> Piece {
        let start: [Piece] = [.text("HTTP/1."), .decimal(1), .text(" "), .decimal(200), .text(" OK\r\n")]
        return .parts(start + rest(&dice))
    }

    /// More fields, and the body.
    private static func rest(_ dice: inout Dice) -> [Piece] {
        let fields = [
            "Connection: keep-alive, x\r\n", "Connection: close\r\n", "Expect: 100-continue\r\n", "Accept: */*\r\n",
            "X: \u{E9}\r\n", "Content-Type: text/plain;charset=\"a\\\"b\"\r\n", "Upgrade: websocket\r\n",
        ]
        var parts = (0..<dice.below(4)).map { _ in Piece.text(fields[dice.below(fields.count)]) }
        let size = dice.below(30)
        let body = [UInt8](repeating: 0x62, count: size)
        switch dice.below(3) {
        case 0: parts.append(.text("\r\n"))
        case 1:
            parts += [.text("Content-Length: "), .decimal(UInt64(size)), .text("\r\n\r\n"), .bytes(body)]
        default:
            parts.append(.text("Transfer-Encoding: chunked\r\n\r\n"))
            let chunks = (0..<dice.below(3)).map { _ in chunk(&dice) }
            parts += [.parts(chunks), .text("0\r\n"), .text("T: z\r\n"), .text("\r\n")]
        }
        return parts
    }

    private static func chunk(_ dice: inout Dice) -> Piece {
        let size = 1 + dice.below(20)
        let length = Piece(.number(UInt64(size), .hexadecimal))
        let tail = dice.below(2) == 0 ? ";x=\"y\"\r\n" : "\r\n"
        return .parts([length, .text(tail), .bytes(repeatElement(0x63, count: size)), .text("\r\n")])
    }
}
