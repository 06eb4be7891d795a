import Bytes
import JSON
import MeshClient

/// A relay channel's message as one line.
enum TailLine {
    /// For a person: what a text says, with its line feeds escaped; of bytes their number and the first of them.
    static func text(for message: BroadcastChannel.Message) -> String {
        switch message.content {
        case .text(let text), .json(let text): return TerminalText.line(text)
        case .binary(let bytes):
            let digits = bytes.prefix(16).map(\.hexadecimal).joined(separator: " ")
            return "[\(Quantity.bytes(bytes.count))] \(digits)\(bytes.count > 16 ? " …" : "")"
        }
    }

    /// For a program: an object with which message it is, where it was posted and when, in milliseconds since 1970, whose
    /// `data` is the text, exactly, or whose `base64` is the bytes (RFC 4648 §4).
    static func json(for message: BroadcastChannel.Message) -> String {
        let bytes = JSONWriter.object { writer in
            writer.member("id", message.id)
            writer.member("node", message.node)
            writer.member("time", thousandths: message.time.microseconds)
            switch message.content {
            case .text(let text), .json(let text): writer.member("data", text)
            case .binary(let bytes): writer.member("base64", base64(bytes))
            }
        }
        return TerminalText.json(String(decoding: bytes, as: UTF8.self))
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

    private static func base64(_ bytes: [UInt8]) -> String {
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
            for digit in 0..<4 {
                text.append(digit <= group.count ? alphabet[bits >> (18 - 6 * digit) & 63] : "=")
            }
        }
        return text
    }
}

extension Duration {
    /// In whole microseconds.
    fileprivate var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
