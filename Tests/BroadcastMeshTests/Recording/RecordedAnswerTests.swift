import Bytes
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("What a recording has of an answer", .computing) struct RecordedAnswerTests {
    private static let failure = SystemError(call: "fdatasync", subject: "data/1.log", code: 5)

    private static func bytes(of answer: some RecordedAnswer) -> [UInt8] {
        var bytes: [UInt8] = []
        answer.write(to: &bytes)
        return bytes
    }

    /// What is read of what was written; `nil` where something is left over.
    private static func again<Answer: RecordedAnswer>(_ answer: Answer) throws -> Answer? {
        var input = RecordingInput(bytes(of: answer))
        let read = try Answer(from: &input)
        return input.isEmpty ? read : nil
    }

    private static let errors: [StorageError] = [
        .system(failure), .inUse("data"), .otherNode(file: "1.log", name: "bravo"),
        .unknownVersion(file: "1.log", 9), .damaged(file: "2.log", offset: 1 << 40),
    ]

    @Test(arguments: errors) func `is why a disk is of no use, whatever the reason`(error: StorageError) throws {
        #expect(try Self.again(error) == error)
        guard case .diskFailed(error)? = try Self.again(RecordedFact.diskFailed(error)) else {
            Issue.record("\(error)")
            return
        }
        guard case .folded(.failure(error))? = try Self.again(RecordedFact.folded(.failure(error))) else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func `is what a host's name stands for, or why that is not known, and for which dial`() throws {
        let addresses: [SocketAddress] = [.loopback(port: 7), SocketAddress(10, 0, 0, 1, port: 8)]
        let found = try Self.again(RecordedFact.resolved(.success(RecordedList(addresses)), dial: 3))
        guard case .resolved(.success(let list), dial: 3)? = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(list.elements == addresses)

        guard
            case .resolved(.failure(Self.failure), dial: 0)? =
                try Self.again(RecordedFact.resolved(.failure(Self.failure), dial: 0))
        else {
            Issue.record("the failure is another")
            return
        }
    }

    @Test func `is what became of a directory that was written anew`() throws {
        guard
            case .folded(.success(let figures))? = try Self.again(RecordedFact.folded(.success(RecordedList([9, 4]))))
        else {
            Issue.record("it is another")
            return
        }
        #expect(figures.elements == [9, 4])
    }

    @Test(arguments: errors) func `is nothing where a byte of it is missing`(error: StorageError) {
        let bytes = Self.bytes(of: error)
        for count in 0..<bytes.count {
            var input = RecordingInput(Array(bytes[..<count]))
            #expect(throws: TruncatedInput.self) { try StorageError(from: &input) }
        }
    }

    @Test func `is nothing where it begins like none`() {
        var input = RecordingInput([9, 0, 0, 0])
        #expect(throws: TruncatedInput.self) { try StorageError(from: &input) }
    }
}
