extension Span<UInt8> {
    /// Whether a comma-separated list has a member (RFC 9110 §5.6.1).
    ///
    /// One pass and no memory: a client may send 16 KiB of commas.
    ///
    /// - Parameters:
    ///   - token: The member.
    ///   - isExact: Whether the case of letters makes a difference.
    /// - Returns: Whether it does.
    func listContains(_ token: Span<UInt8>, exactly isExact: Bool = false) -> Bool {
        var start = 0
        while let member = nextMember(from: &start, before: UInt8(ascii: ",")) {
            if matches(token, at: member, exactly: isExact) { return true }
        }
        return false
    }

    /// Whether a list of codings with weights has one that is wanted (RFC 9110 §12.4.2 and §12.5.3).
    ///
    /// One pass and no memory, as ``listContains(_:exactly:)``.
    func listWants(_ token: Span<UInt8>) -> Bool {
        var start = 0
        while let member = nextMember(from: &start, before: UInt8(ascii: ",")) {
            let coding = extracting(member)
            var place = 0
            guard let name = coding.nextMember(from: &place, before: UInt8(ascii: ";")),
                coding.matches(token, at: name, exactly: false)
            else { continue }
            var isWanted = true
            while let parameter = coding.nextMember(from: &place, before: UInt8(ascii: ";")) {
                if coding.extracting(parameter).isWeightOfNothing { isWanted = false }
            }
            if isWanted { return true }
        }
        return false
    }

    /// Where the next member stands without the blanks around it; it may be empty.
    ///
    /// - Parameters:
    ///   - start: Where to look on; moved behind the separator.
    ///   - separator: What stands between two members.
    /// - Returns: Its place; `nil` when there are no more.
    private func nextMember(from start: inout Int, before separator: UInt8) -> Range<Int>? {
        guard start < count else { return nil }
        let next = firstIndex(of: separator, from: start) ?? count
        var (first, end) = (start, next)
        while first < end, self[first].isBlank { first += 1 }
        while first < end, self[end - 1].isBlank { end -= 1 }
        start = next + 1
        return first..<end
    }

    /// Whether it is `q=0`, also with blanks or digits that say no more.
    private var isWeightOfNothing: Bool {
        var seen = 0
        for index in indices where !self[index].isBlank {
            let byte = self[index].lowercased
            switch seen {
            case 0: guard byte == UInt8(ascii: "q") else { return false }
            case 1: guard byte == UInt8(ascii: "=") else { return false }
            case 2: guard byte == UInt8(ascii: "0") else { return false }
            default: guard byte == UInt8(ascii: "0") || byte == UInt8(ascii: ".") else { return false }
            }
            seen += 1
        }
        return seen > 2
    }

    private func matches(_ token: Span<UInt8>, at range: Range<Int>, exactly isExact: Bool) -> Bool {
        guard range.count == token.count else { return false }
        for index in token.indices {
            let (own, other) = (self[range.lowerBound + index], token[index])
            guard own == other || !isExact && own.lowercased == other.lowercased else { return false }
        }
        return true
    }
}

extension String {
    /// The members of a comma-separated list without the white space around them, which leaves some of them empty.
    ///
    /// Each is memory of its own: for a list that is known to be short.
    var listMembers: [Substring] {
        split(separator: ",", omittingEmptySubsequences: false).map { member in
            var rest = member.utf8
            while rest.first?.isBlank == true { rest.removeFirst() }
            while rest.last?.isBlank == true { rest.removeLast() }
            return Substring(rest)
        }
    }
}
