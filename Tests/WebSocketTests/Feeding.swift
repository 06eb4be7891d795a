import WebSocket

/// What a decoder found, with the bytes taken out, so that whole and piecewise decoding can be compared.
enum Found: Equatable {
    case message(MessageType, [UInt8])
    case ping([UInt8])
    case pong([UInt8])
    case close(UInt16?, [UInt8])
    case error(WebSocketError)
}

extension MessageDecoder {
    /// Feeds one piece and returns everything found in it; an error is the last.
    mutating func find(in piece: [UInt8]) -> [Found] {
        // Something stands before and after, as in the shared buffer of a shell.
        var buffer = [0xEE, 0xEE, 0xEE] + piece + [0xEE, 0xEE]
        var range = 3..<(3 + piece.count)
        var found: [Found] = []
        do throws(WebSocketError) {
            while true {
                switch try next(in: &buffer, range: &range) {
                case .needMore: return found
                case .message(let type, let payload): found.append(.message(type, takeBytes(of: payload, in: buffer)))
                case .ping(let payload): found.append(.ping(takeBytes(of: payload, in: buffer)))
                case .pong(let payload): found.append(.pong(takeBytes(of: payload, in: buffer)))
                case .close(let code, let payload): found.append(.close(code, takeBytes(of: payload, in: buffer)))
                }
            }
        } catch {
            return found + [.error(error)]
        }
    }

    /// Feeds pieces until one breaks a rule.
    mutating func find(in pieces: [[UInt8]]) -> [Found] {
        var found: [Found] = []
        for piece in pieces {
            found += find(in: piece)
            if case .error = found.last { break }
        }
        return found
    }
}

/// A frame as a client sends it, with whatever header the test wants.
func clientFrame(_ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true, key: UInt32 = 0xA1B2_C3D4) -> [UInt8] {
    var bytes: [UInt8] = []
    Frame.encodeClient(opcode, payload.span, maskingKey: key, into: &bytes)
    if !isFinal { bytes[0] &= 0x7F }
    return bytes
}

/// A frame of text as a client sends it.
func clientFrame(_ opcode: Opcode, _ text: String, isFinal: Bool = true) -> [UInt8] {
    clientFrame(opcode, Array(text.utf8), isFinal: isFinal)
}
