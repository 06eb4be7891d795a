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
        let answer = tape.ask(Question(.receive, Int(socket.rawValue))) { () -> RecordedReceipt in
            do throws(SystemError) {
                switch try source.receive(from: socket, into: &buffer, limit: limit) {
                case .bytes(let count): return .bytes(recorded(buffer.span.extracting(first: count), from: socket))
                case .wouldBlock: return .wouldBlock
                case .ended: return .ended
                }
            } catch {
                return .failed(error)
            }
        }
        switch answer {
        case .bytes(let bytes): return deliver(bytes, into: &buffer, limit: limit)
        case .wouldBlock: return .wouldBlock
        case .ended: return .ended
        case .failed(let error): throw error
        }
    }

    /// Notes what was received; in a replay it is put where the kernel had put it.
    private func deliver(_ bytes: [UInt8], into buffer: inout MutableSpan<UInt8>, limit: Int) -> Received {
        tape.noteReceived(bytes.count)
        guard tape.isReplaying else { return .bytes(bytes.count) }
        guard bytes.count <= min(limit, buffer.count) else {
            tape.differ(asking: "for \(limit) bytes at most", recorded: "\(bytes.count) bytes")
            return .wouldBlock
        }
        buffer.replaceFirst(with: bytes.span)
        return .bytes(bytes.count)
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
enum RecordedReceipt: RecordedAnswer {
    /// What was received.
    case bytes([UInt8])

    case wouldBlock
    case ended
    case failed(SystemError)

    func write(to output: inout [UInt8]) {
        switch self {
        case .bytes(let bytes):
            output.append(0)
            bytes.write(to: &output)
        case .wouldBlock: output.append(1)
        case .ended: output.append(2)
        case .failed(let error):
            output.append(3)
            error.write(to: &output)
        }
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        switch try input.byte() {
        case 0: self = .bytes(try [UInt8](from: &input))
        case 1: self = .wouldBlock
        case 2: self = .ended
        case 3: self = .failed(try SystemError(from: &input))
        default: throw TruncatedInput()
        }
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
