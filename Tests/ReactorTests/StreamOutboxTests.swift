import Glibc
import Testing

@testable import Reactor

@Suite("What waits for a stream", .timeLimit(.minutes(10))) struct StreamOutboxTests {
    /// Reads what the outbox's socket was given, and waits for the first of it.
    private func read(_ connection: borrowing Connection, into buffer: inout [UInt8]) throws -> ArraySlice<UInt8> {
        #expect(connection.server.number.isReady(for: POLLIN))
        guard case .bytes(let count) = try connection.server.receive(into: &buffer) else { return [] }
        return buffer[..<count]
    }

    @Test func `takes the room of what waits, however much was sent, if it is never quite empty`() throws {
        let connection = try Connection()
        let piece = (0..<100_003).map { UInt8(truncatingIfNeeded: $0) }
        var outbox = StreamOutbox()
        var buffer = piece
        var (said, sent, heard) = (0, 0, 0)
        while said < 24 << 20 {
            // The kernel takes some megabytes; from then on it takes what was read.
            repeat {
                outbox.append(piece)
                said += piece.count
                sent += try outbox.flush(to: connection.client)
            } while outbox.count < 256 << 10
            for byte in try read(connection, into: &buffer) {
                guard byte == piece[heard % piece.count] else {
                    Issue.record("byte \(heard) is another")
                    return
                }
                heard += 1
            }
            try #require(outbox.capacity < 2 << 20)
        }
        #expect(said == sent + outbox.count)
    }

    @Test(arguments: [(0, 1000, 0...0), (4096, 1000, 1000...4096), (4096, 10_000, 0...0)])
    func `keeps as much memory as it was asked to`(room: Int, count: Int, kept: ClosedRange<Int>) throws {
        let connection = try Connection()
        var outbox = StreamOutbox(keepingRoom: room)
        outbox.append([UInt8](repeating: 1, count: count))
        try outbox.flush(to: connection.client)
        #expect(outbox.isEmpty)
        #expect(kept.contains(outbox.capacity))
    }

    @Test func `bounds answers that nobody takes, and no others`() throws {
        let connection = try Connection()
        var outbox = StreamOutbox()
        let block = [UInt8](repeating: 1, count: 1 << 20)
        repeat { outbox.append(block) } while try outbox.flush(to: connection.client) > 0
        outbox.append(block)

        let answer = [UInt8](repeating: 2, count: 27)
        var count = 0
        while outbox.answer({ $0 += answer }) { count += 1 }

        #expect(count == StreamOutbox.answerLimit / answer.count)
    }

    @Test func `forgets answers that were taken`() throws {
        let connection = try Connection()
        var outbox = StreamOutbox()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        for _ in 0..<10 * StreamOutbox.answerLimit {
            let isBounded = outbox.answer { $0.append(1) } && outbox.answer { $0.append(2) }
            #expect(isBounded)
            try outbox.flush(to: connection.client)
            _ = try read(connection, into: &buffer)
        }
    }
}
