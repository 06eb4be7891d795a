import Bytes
import Reactor

/// Something that comes to a node from outside, and makes it ask.
enum Occurrence: Sendable {
    /// It is made.
    case made

    /// It opens its ports.
    case started

    /// It gets a turn, with the sockets that are ready.
    case turn([ReadyEvent])

    /// It is told something between two turns.
    case fact(RecordedFact)

    /// It is to go on with another configuration: a `mesh.json` without a key.
    case reconfigured([UInt8])

    /// It has stopped; its state has this hash.
    case ended(state: UInt64)
}

/// What a node is told between two turns; of what it had begun itself, only what came of it.
enum RecordedFact: Sendable {
    /// The addresses of a peer's host.
    case resolved(Result<RecordedList<SocketAddress>, SystemError>, dial: Int)

    /// The disk has what it was waited for; how long that took, in nanoseconds.
    case synced(Int64)

    /// What became of segments that were to be rewritten: the bytes and the messages of the new one.
    case folded(Result<RecordedList<Int64>, StorageError>)

    /// The disk cannot be waited for.
    case diskFailed(StorageError)

    /// It is to serve without having heard from its peers.
    case impatient

    /// It is to stop, after it has served for so many nanoseconds more.
    case stop(after: Int64)
}

extension Occurrence: RecordedAnswer {
    func write(to bytes: inout [UInt8]) {
        switch self {
        case .made: bytes.append(0)
        case .started: bytes.append(1)
        case .turn(let events):
            bytes.append(2)
            bytes.append(varint: UInt64(events.count))
            for event in events {
                bytes.append(bigEndian: event.token)
                bytes.append((event.isReadable ? 1 : 0) | (event.isWritable ? 2 : 0) | (event.isHungUp ? 4 : 0))
            }
        case .fact(let fact):
            bytes.append(3)
            fact.write(to: &bytes)
        case .ended(let state):
            bytes.append(4)
            state.write(to: &bytes)
        case .reconfigured(let mesh):
            bytes.append(5)
            mesh.write(to: &bytes)
        }
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        switch try input.byte() {
        case 0: self = .made
        case 1: self = .started
        case 2:
            var events: [ReadyEvent] = []
            for _ in 0..<(try input.varint()) {
                let token = try input.word()
                let bits = try input.byte()
                events.append(
                    ReadyEvent(
                        token: token,
                        isReadable: bits & 1 != 0,
                        isWritable: bits & 2 != 0,
                        isHungUp: bits & 4 != 0
                    )
                )
            }
            self = .turn(events)
        case 3: self = .fact(try RecordedFact(from: &input))
        case 4: self = .ended(state: try input.word())
        case 5: self = .reconfigured(try [UInt8](from: &input))
        default: throw TruncatedInput()
        }
    }
}

extension RecordedFact: RecordedAnswer {
    func write(to bytes: inout [UInt8]) {
        switch self {
        case .resolved(let result, let dial):
            bytes.append(0)
            Int64(dial).write(to: &bytes)
            result.write(to: &bytes)
        case .synced(let duration):
            bytes.append(1)
            duration.write(to: &bytes)
        case .folded(let result):
            bytes.append(2)
            result.write(to: &bytes)
        case .diskFailed(let error):
            bytes.append(3)
            error.write(to: &bytes)
        case .impatient: bytes.append(4)
        case .stop(let patience):
            bytes.append(5)
            patience.write(to: &bytes)
        }
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        switch try input.byte() {
        case 0:
            let dial = Int(try Int64(from: &input))
            self = .resolved(try Result(from: &input), dial: dial)
        case 1: self = .synced(try Int64(from: &input))
        case 2: self = .folded(try Result(from: &input))
        case 3: self = .diskFailed(try StorageError(from: &input))
        case 4: self = .impatient
        case 5:
            let patience = try Int64(from: &input)
            guard (0...Lifecycle.longestDrain).contains(patience) else { throw TruncatedInput() }
            self = .stop(after: patience)
        default: throw TruncatedInput()
        }
    }
}

extension RecordedFact {
    /// What is recorded of a fact.
    init(_ fact: NodeFact) {
        switch fact {
        case .resolved(let result, let dial): self = .resolved(result.map { RecordedList($0) }, dial: dial)
        case .synced(let wait): self = .synced(wait.duration)
        case .folded(_, let result):
            self = .folded(result.map { RecordedList([Int64($0.bytes), Int64($0.messages)]) })
        case .diskFailed(let error): self = .diskFailed(error)
        case .impatient: self = .impatient
        case .stop(let patience): self = .stop(after: patience)
        case .certificate, .certificateChanged: preconditionFailure("a node that shows a certificate was recorded")
        }
    }
}
