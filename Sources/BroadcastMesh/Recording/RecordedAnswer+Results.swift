import Bytes
import Reactor

/// A list of values of one kind.
struct RecordedList<Element: RecordedAnswer>: RecordedAnswer {
    var elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    func write(to bytes: inout [UInt8]) {
        bytes.append(varint: UInt64(elements.count))
        for element in elements { element.write(to: &bytes) }
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        elements = []
        for _ in 0..<(try input.varint()) { elements.append(try Element(from: &input)) }
    }
}

/// That something was done, for calls that say nothing else.
struct Done: RecordedAnswer {
    init() {}

    func write(to bytes: inout [UInt8]) {}

    init(from input: inout RecordingInput) throws(TruncatedInput) {}
}

extension SystemError: RecordedAnswer {
    func write(to bytes: inout [UInt8]) {
        call.write(to: &bytes)
        (subject != nil).write(to: &bytes)
        (subject ?? "").write(to: &bytes)
        Int64(code).write(to: &bytes)
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        let call = try String(from: &input)
        let hasSubject = try Bool(from: &input)
        let subject = try String(from: &input)
        let code = try Int64(from: &input)
        self.init(call: call, subject: hasSubject ? subject : nil, code: Int32(truncatingIfNeeded: code))
    }
}

extension Result: RecordedAnswer where Success: RecordedAnswer, Failure: RecordedAnswer {
    func write(to bytes: inout [UInt8]) {
        switch self {
        case .success(let value):
            bytes.append(0)
            value.write(to: &bytes)
        case .failure(let error):
            bytes.append(1)
            error.write(to: &bytes)
        }
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        self = try input.byte() == 0 ? .success(try Success(from: &input)) : .failure(try Failure(from: &input))
    }
}

extension Optional: RecordedAnswer where Wrapped: RecordedAnswer {
    func write(to bytes: inout [UInt8]) {
        (self != nil).write(to: &bytes)
        self?.write(to: &bytes)
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        self = try Bool(from: &input) ? try Wrapped(from: &input) : nil
    }
}

extension StorageError: RecordedAnswer {
    func write(to bytes: inout [UInt8]) {
        switch self {
        case .system(let error):
            bytes.append(0)
            error.write(to: &bytes)
        case .inUse(let path): append(1, path, to: &bytes)
        case .otherNode(let file, let name):
            append(2, file, to: &bytes)
            name.write(to: &bytes)
        case .unknownVersion(let file, let version):
            append(3, file, to: &bytes)
            bytes.append(version)
        case .damaged(let file, let offset):
            append(4, file, to: &bytes)
            Int64(offset).write(to: &bytes)
        }
    }

    private func append(_ tag: UInt8, _ text: String, to bytes: inout [UInt8]) {
        bytes.append(tag)
        text.write(to: &bytes)
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        switch try input.byte() {
        case 0: self = .system(try SystemError(from: &input))
        case 1: self = .inUse(try String(from: &input))
        case 2: self = .otherNode(file: try String(from: &input), name: try String(from: &input))
        case 3: self = .unknownVersion(file: try String(from: &input), try input.byte())
        case 4: self = .damaged(file: try String(from: &input), offset: Int(try Int64(from: &input)))
        default: throw TruncatedInput()
        }
    }
}

extension SendResult: RecordedAnswer {
    func write(to bytes: inout [UInt8]) {
        switch self {
        case .sent(let count): Int64(count).write(to: &bytes)
        case .wouldBlock: Int64(-1).write(to: &bytes)
        case .failed(let code): Int64(-2 - Int(code)).write(to: &bytes)
        }
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        switch try Int64(from: &input) {
        case -1: self = .wouldBlock
        case let code where code < -1: self = .failed(Int32(truncatingIfNeeded: -2 - code))
        case let count: self = .sent(Int(count))
        }
    }
}

extension SendingProgress: RecordedAnswer {
    func write(to bytes: inout [UInt8]) {
        bytes.append(varint: acknowledged)
        isWaiting.write(to: &bytes)
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        let acknowledged = try input.varint()
        self.init(acknowledged: acknowledged, isWaiting: try Bool(from: &input))
    }
}
