extension Span<UInt8> {
    /// Whether a comma-separated list has a member, whatever the case of its letters (RFC 9110 §5.6.1).
    ///
    /// One pass and no memory: a client may send 16 KiB of commas.
    func listContains(_ token: Span<UInt8>) -> Bool {
        var start = 0
        while start < count {
            let comma = firstIndex(of: UInt8(ascii: ","), from: start) ?? count
            var end = comma
            while start < end, self[start].isBlank { start += 1 }
            while start < end, self[end - 1].isBlank { end -= 1 }
            if end - start == token.count, matches(token, at: start) { return true }
            start = comma + 1
        }
        return false
    }

    private func matches(_ token: Span<UInt8>, at start: Int) -> Bool {
        for index in token.indices where self[start + index].lowercased != token[index].lowercased { return false }
        return true
    }
}

extension String {
    /// The members of a comma-separated list without the white space around them, which leaves some of them empty.
    var listMembers: [Substring] {
        split(separator: ",", omittingEmptySubsequences: false).map { member in
            var rest = member.utf8
            while rest.first?.isBlank == true { rest.removeFirst() }
            while rest.last?.isBlank == true { rest.removeLast() }
            return Substring(rest)
        }
    }
}
