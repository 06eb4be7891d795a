import WebSocket

/// What strangers get otherwise than it came.
extension WholeScenario.Sabotage {
    /// Changes the statuses of answers, or the code of a close frame.
    ///
    /// - Parameter bytes: All that a node answered.
    /// - Returns: What the judge is shown.
    func distort(answers bytes: [UInt8]) -> [UInt8] {
        if self == .overtakeStranger { return Self.overtaken(bytes) }
        guard self == .answerStrangely else { return bytes }
        let mark = Array("HTTP/1.1 ".utf8)
        var bytes = bytes
        for start in bytes.indices where bytes[start...].starts(with: mark) {
            let digit = start + mark.count
            // A 101 becomes a 901.
            if digit < bytes.count { bytes[digit] = UInt8(ascii: "9") }
        }
        return bytes
    }

    /// A 1002 becomes a 1013, which is sent to whom retention has overtaken.
    private static func overtaken(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let codes = [CloseCode.protocolError, CloseCode.tryAgainLater].map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for start in bytes.indices where bytes[start...].starts(with: codes[0]) {
            bytes.replaceSubrange(start..<(start + 2), with: codes[1])
        }
        return bytes
    }
}
