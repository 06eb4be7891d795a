import Bytes

/// Takes a chunked body apart as it arrives (RFC 9112 §7.1).
///
///     size ─(extension)─▶ CR LF ─▶ data ─▶ CR LF ─┐
///      ▲───────────────────────────────────────────┘
///      └─ 0 ─▶ CR LF ─▶ trailer lines ─▶ CR LF ─▶ done
///
/// Extensions and trailers are checked for their form, bounded, and thrown away.
struct ChunkedDecoder: Sendable {
    private enum Expectation: Sendable {
        case size(Int, digits: Int)
        case sizeExtension(Int, ChunkExtension)
        case sizeLineFeed(Int)
        case data(remaining: Int)
        case dataCarriageReturn
        case dataLineFeed
        case trailerLineStart
        case trailerName
        case trailerValue
        case trailerLineFeed
        case lastLineFeed
        case done
    }

    private var expected = Expectation.size(0, digits: 0)

    /// How many bytes of extensions and trailer were thrown away.
    private var overhead = 0

    /// How many fields of the trailer were thrown away.
    private var trailerFields = 0

    /// Takes in bytes up to the end of the body.
    ///
    /// - Parameters:
    ///   - bytes: What arrived.
    ///   - offset: Where to begin; afterwards, the first byte that was not consumed.
    ///   - body: Where the data goes.
    ///   - limit: The longest body, in bytes.
    /// - Returns: Whether the body is complete.
    /// - Throws: ``HTTPError/malformedChunk`` or ``HTTPError/bodyTooLarge(limit:)``.
    mutating func decode(
        _ bytes: [UInt8],
        from offset: inout Int,
        into body: inout [UInt8],
        limit: Int
    ) throws(HTTPError) -> Bool {
        while offset < bytes.count {
            if case .data(let remaining) = expected {
                let count = min(remaining, bytes.count - offset)
                body += bytes[offset..<(offset + count)]
                offset += count
                expected = count == remaining ? .dataCarriageReturn : .data(remaining: remaining - count)
            } else {
                expected = try next(after: bytes[offset], bodyCount: body.count, limit: limit)
                offset += 1
                if case .done = expected { return true }
            }
        }
        return false
    }

    private mutating func next(after byte: UInt8, bodyCount: Int, limit: Int) throws(HTTPError) -> Expectation {
        switch (expected, byte) {
        case (.size(let size, let digits), _):
            return try stateInSize(size, digits: digits, byte: byte, room: limit - bodyCount, limit: limit)
        case (.sizeExtension(let size, let place), UInt8(ascii: "\r")):
            guard place.canEnd else { throw .malformedChunk }
            return .sizeLineFeed(size)
        case (.sizeExtension(let size, let place), _):
            try skip(byte)
            guard let place = place.after(byte) else { throw .malformedChunk }
            return .sizeExtension(size, place)
        case (.sizeLineFeed(0), UInt8(ascii: "\n")):
            return .trailerLineStart
        case (.sizeLineFeed(let size), UInt8(ascii: "\n")):
            return .data(remaining: size)
        case (.dataCarriageReturn, UInt8(ascii: "\r")):
            return .dataLineFeed
        case (.dataLineFeed, UInt8(ascii: "\n")):
            return .size(0, digits: 0)
        case (.trailerLineStart, UInt8(ascii: "\r")):
            return .lastLineFeed
        case (.trailerLineStart, _):
            trailerFields += 1
            guard trailerFields <= HTTPLimits.mostFields else { throw .malformedChunk }
            fallthrough
        case (.trailerName, _):
            return try stateInTrailerName(byte)
        case (.trailerValue, UInt8(ascii: "\r")):
            return .trailerLineFeed
        case (.trailerValue, _):
            try skip(byte)
            return .trailerValue
        case (.trailerLineFeed, UInt8(ascii: "\n")):
            return .trailerLineStart
        case (.lastLineFeed, UInt8(ascii: "\n")):
            return .done
        case (.sizeLineFeed, _), (.data, _), (.dataCarriageReturn, _), (.dataLineFeed, _), (.trailerLineFeed, _),
            (.lastLineFeed, _), (.done, _):
            throw .malformedChunk
        }
    }

    private func stateInSize(
        _ size: Int,
        digits: Int,
        byte: UInt8,
        room: Int,
        limit: Int
    ) throws(HTTPError) -> Expectation {
        if let digit = byte.hexadecimalValue {
            // Sixteen digits are more than any body here and less than an overflow.
            guard digits < 15 else { throw .malformedChunk }
            let size = size << 4 | Int(digit)
            guard size <= room else { throw .bodyTooLarge(limit: limit) }
            return .size(size, digits: digits + 1)
        }
        guard digits > 0 else { throw .malformedChunk }
        switch byte {
        case UInt8(ascii: "\r"): return .sizeLineFeed(size)
        default: break
        }
        // Spaces after the size are allowed before a semicolon only (§7.1.1).
        guard let place = ChunkExtension.beforeSemicolon.after(byte) else { throw .malformedChunk }
        return .sizeExtension(size, place)
    }

    private mutating func stateInTrailerName(_ byte: UInt8) throws(HTTPError) -> Expectation {
        try skip(byte)
        if byte.isTokenCharacter { return .trailerName }
        guard byte == UInt8(ascii: ":"), case .trailerName = expected else { throw .malformedChunk }
        return .trailerValue
    }

    /// Passes over a byte that means nothing here.
    private mutating func skip(_ byte: UInt8) throws(HTTPError) {
        overhead += 1
        guard overhead <= HTTPLimits.chunkOverheadBytes, !byte.isForbiddenControl else { throw .malformedChunk }
    }
}
