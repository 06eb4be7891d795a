import Bytes
import Reactor

/// A value that stands in a recording.
protocol RecordedAnswer: Sendable {
    /// Writes it.
    func write(to bytes: inout [UInt8])

    /// Reads it.
    ///
    /// - Throws: When there is no such value.
    init(from input: inout RecordingInput) throws(TruncatedInput)
}

/// Part of a recording that is being read.
struct RecordingInput {
    /// Whole records.
    private var bytes: [UInt8] = []
    private var cursor = ByteCursor()

    /// Starts with nothing.
    init() {}

    /// Starts with some bytes.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether nothing is left.
    var isEmpty: Bool { cursor.offset == bytes.count }

    /// The next byte, which stays there.
    var next: UInt8? { cursor.offset < bytes.count ? bytes[cursor.offset] : nil }

    /// Takes a byte.
    mutating func byte() throws(TruncatedInput) -> UInt8 {
        try take { cursor, bytes throws(TruncatedInput) in try cursor.byte(in: bytes) }
    }

    /// Takes a number without a sign.
    mutating func varint() throws(TruncatedInput) -> UInt64 {
        try take { cursor, bytes throws(TruncatedInput) in try cursor.varint(in: bytes) }
    }

    /// Takes a number of eight bytes.
    mutating func word() throws(TruncatedInput) -> UInt64 {
        try take { cursor, bytes throws(TruncatedInput) in try cursor.integer(UInt64.self, in: bytes) }
    }

    /// Takes bytes that stand behind their length.
    mutating func counted() throws(TruncatedInput) -> ArraySlice<UInt8> {
        bytes[try take { cursor, bytes throws(TruncatedInput) in try cursor.counted(limit: .max, in: bytes) }]
    }

    private mutating func take<Value>(
        _ body: (inout ByteCursor, Span<UInt8>) throws(TruncatedInput) -> Value
    ) throws(TruncatedInput) -> Value {
        var cursor = cursor
        defer { self.cursor = cursor }
        return try body(&cursor, bytes.span)
    }
}

extension Int64: RecordedAnswer {
    func write(to bytes: inout [UInt8]) {
        // Small numbers of either sign are short (zigzag).
        bytes.append(varint: UInt64(bitPattern: self << 1 ^ self >> 63))
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        let value = try input.varint()
        self = Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }
}

extension UInt64: RecordedAnswer {
    func write(to bytes: inout [UInt8]) { bytes.append(bigEndian: self) }

    init(from input: inout RecordingInput) throws(TruncatedInput) { self = try input.word() }
}

extension Bool: RecordedAnswer {
    func write(to bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }

    init(from input: inout RecordingInput) throws(TruncatedInput) { self = try input.byte() == 1 }
}

extension String: RecordedAnswer {
    func write(to bytes: inout [UInt8]) { bytes.append(counted: utf8) }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        self.init(decoding: try input.counted(), as: UTF8.self)
    }
}

extension [UInt8]: RecordedAnswer {
    func write(to bytes: inout [UInt8]) { bytes.append(counted: self) }

    init(from input: inout RecordingInput) throws(TruncatedInput) { self = Array(try input.counted()) }
}

extension SocketAddress: RecordedAnswer {
    func write(to bytes: inout [UInt8]) { description.write(to: &bytes) }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        let text = try String(from: &input)
        guard let endpoint = try? Endpoint(text),
            let address = SocketAddress(numericHost: endpoint.host, port: endpoint.port)
        else { throw TruncatedInput() }
        self = address
    }
}

extension Question: RecordedAnswer {
    func write(to bytes: inout [UInt8]) {
        bytes.append(kind.rawValue)
        bytes.append(varint: UInt64(truncatingIfNeeded: number))
        text.write(to: &bytes)
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        guard let kind = Kind(rawValue: try input.byte()) else { throw TruncatedInput() }
        self.init(kind, Int(truncatingIfNeeded: try input.varint()), try String(from: &input))
    }
}
