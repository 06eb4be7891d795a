/// What strangers get otherwise than it came.
extension WholeScenario.Sabotage {
    /// Changes the statuses of answers.
    ///
    /// - Parameter bytes: All that a node answered.
    /// - Returns: What the judge is shown.
    func distort(answers bytes: [UInt8]) -> [UInt8] {
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
}
