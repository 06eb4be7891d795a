import Bytes
import Reactor

extension RecordedNetwork {
    func send(_ bytes: Span<UInt8>, on socket: SocketNumber) -> SendResult {
        let question = Question(.send, Int(socket.rawValue))
        let result = tape.ask(question, usually: .sent(bytes.count)) { source.send(bytes, on: socket) }
        return noted(result, of: bytes, Span(), on: socket)
    }

    func send(_ first: Span<UInt8>, _ second: Span<UInt8>, on socket: SocketNumber) -> SendResult {
        let question = Question(.send, Int(socket.rawValue))
        let result = tape.ask(question, usually: .sent(first.count + second.count)) {
            source.send(first, second, on: socket)
        }
        return noted(result, of: first, second, on: socket)
    }

    /// Notes what was sent; a recording in which more was taken than there is makes no sense.
    private func noted(
        _ result: SendResult,
        of first: Span<UInt8>,
        _ second: Span<UInt8>,
        on socket: SocketNumber
    ) -> SendResult {
        guard case .sent(let count) = result else { return result }
        guard (0...(first.count + second.count)).contains(count) else {
            tape.differ(asking: "sending \(first.count + second.count) bytes", recorded: "\(count) that were taken")
            return .wouldBlock
        }
        tape.noteSent(first, second, count, to: Int(socket.rawValue))
        return result
    }

    func beginBroadcast(_ first: Span<UInt8>, _ second: Span<UInt8>) { tape.beginBroadcast(first, second) }

    func endBroadcast() { tape.endBroadcast() }

    func receive(
        from socket: SocketNumber,
        into buffer: inout MutableSpan<UInt8>,
        limit: Int
    ) throws(SystemError) -> Received {
        let answer = tape.ask(Question(.receive, Int(socket.rawValue))) {
            do throws(SystemError) {
                let received = try source.receive(from: socket, into: &buffer, limit: limit)
                guard case .bytes(let count) = received else { return RecordedReceipt(received) }
                return RecordedReceipt(recorded(buffer.span.extracting(first: count), from: socket))
            } catch {
                return RecordedReceipt(error)
            }
        }
        let received = try answer.received()
        guard case .bytes(let count) = received else { return received }
        tape.noteReceived(count)
        guard tape.isReplaying else { return received }
        guard count <= min(limit, buffer.count) else {
            tape.differ(asking: "for \(limit) bytes at most", recorded: "\(count) bytes")
            return .wouldBlock
        }
        for (index, byte) in answer.bytes.enumerated() { buffer[index] = byte }
        return received
    }

    // MARK: Datagrams

    func receive(into inbox: DatagramInbox, from socket: SocketNumber) throws(SystemError) -> Int {
        let answer = try tape.ask(Question(.receiveDatagrams, Int(socket.rawValue))) {
            Result { () throws(SystemError) in
                let count = try source.receive(into: inbox, from: socket)
                return RecordedList(
                    (0..<count).map { index in
                        inbox.withDatagram(index) { RecordedDatagram($0.array, from: $1) }
                    }
                )
            }
        }.get().elements
        for datagram in answer { tape.noteReceived(datagram.bytes.count) }
        guard tape.isReplaying else { return answer.count }
        inbox.removeAll()
        let fitting = answer.prefix(DatagramInbox.capacity).prefix { $0.bytes.count <= DatagramOutbox.datagramLimit }
        if fitting.count < answer.count { tape.differ(asking: "for a batch of datagrams", recorded: "more than one") }
        for datagram in fitting {
            inbox.append(datagram.bytes.span, from: datagram.address)
        }
        return inbox.count
    }

    func send(_ outbox: DatagramOutbox, on socket: SocketNumber) -> Bool {
        var waiting: [RecordedDatagram] = []
        outbox.forEach { waiting.append(RecordedDatagram($0.array, from: $1)) }
        // What is told is how many are left.
        let left = tape.ask(Question(.sendDatagrams, Int(socket.rawValue)), usually: Int64(0)) {
            source.send(outbox, on: socket) ? 0 : Int64(outbox.count)
        }
        let gone = waiting.dropLast(Int(max(0, left)))
        for datagram in gone {
            let place = datagram.address.description.utf8.span.hash(seed: 0)
            tape.note(.sent, datagram.bytes.span, to: Int(truncatingIfNeeded: place))
        }
        if tape.isReplaying { outbox.removeFirst(gone.count) }
        return left == 0
    }
}

/// What came of a wish to receive, as it is recorded.
struct RecordedReceipt: RecordedAnswer {
    private enum Kind: UInt8 {
        case bytes, wouldBlock, ended, failed
    }

    private let kind: Kind
    private var failure = BlankWorld.failure

    /// What was received.
    private(set) var bytes: [UInt8] = []

    init(_ bytes: [UInt8]) {
        kind = .bytes
        self.bytes = bytes
    }

    init(_ received: Received) { kind = received == .ended ? .ended : .wouldBlock }

    init(_ failure: SystemError) {
        kind = .failed
        self.failure = failure
    }

    /// What the node is told.
    func received() throws(SystemError) -> Received {
        switch kind {
        case .bytes: return .bytes(bytes.count)
        case .wouldBlock: return .wouldBlock
        case .ended: return .ended
        case .failed: throw failure
        }
    }

    func write(to output: inout [UInt8]) {
        output.append(kind.rawValue)
        switch kind {
        case .bytes: bytes.write(to: &output)
        case .failed: failure.write(to: &output)
        case .wouldBlock, .ended: break
        }
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        guard let kind = Kind(rawValue: try input.byte()) else { throw TruncatedInput() }
        self.kind = kind
        if kind == .bytes { bytes = try [UInt8](from: &input) }
        if kind == .failed { failure = try SystemError(from: &input) }
    }
}

/// A datagram, and who it is from or for, as it is recorded.
struct RecordedDatagram: RecordedAnswer {
    var bytes: [UInt8]
    var address: SocketAddress

    init(_ bytes: [UInt8], from address: SocketAddress) {
        self.bytes = bytes
        self.address = address
    }

    func write(to output: inout [UInt8]) {
        bytes.write(to: &output)
        address.write(to: &output)
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        bytes = try [UInt8](from: &input)
        address = try SocketAddress(from: &input)
    }
}

extension Span<UInt8> {
    /// The bytes, as an array of their own.
    fileprivate var array: [UInt8] {
        var array: [UInt8] = []
        array.append(self)
        return array
    }
}
