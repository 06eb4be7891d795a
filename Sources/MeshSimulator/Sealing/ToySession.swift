import Bytes
import SystemTLS

/// A connection that a ``ToySeal`` seals: records as TLS has them, and a handshake of three flights.
///
///     dialing                                           accepting
///        │── key's name, a number, what is spoken ────────▶│
///        │◀──────────── a number, a proof of the key ──────│
///        │── a proof of the key ──────────────────────────▶│
///        │◀═════════════ records, each sealed ════════════▶│
final class ToySession: PeerSession {
    /// What a record is; the first bytes of TLS's.
    enum RecordKind: UInt8 {
        case alert = 21
        case handshake = 22
        case data = 23
    }

    /// How many records one key protects: few, so that keys are replaced.
    static let recordsPerKey: UInt64 = 32

    /// The longest plaintext of a record, in bytes.
    static let largestRecord = 16 << 10

    /// The type and the length of a record, in bytes.
    private static let headSize = 5

    private(set) var state = TLSSession.State.handshaking
    private(set) var keyName: String?

    private let context: ToyContext
    private var key: MeshKey?

    /// All that was said in the handshake, of both sides.
    private var transcript: [UInt8] = []

    /// What both sides know in the end, and nobody else if it were no toy.
    private var secret: [UInt8] = []

    /// How many records went out, and came in.
    private var sent: UInt64 = 0
    private(set) var received: UInt64 = 0

    private var input: [UInt8] = []
    private var output: [UInt8] = []

    init(_ context: ToyContext) {
        self.context = context
        guard !context.isAccepting else { return }
        key = context.keys[0]
        keyName = context.keys[0].name
        var greeting: [UInt8] = []
        greeting.append(counted: context.keys[0].name.utf8)
        greeting.append(counted: context.application.utf8)
        greeting.append(bigEndian: context.toy.word())
        say(greeting)
    }

    // MARK: Bytes in and out

    func takeOutgoing(into output: inout [UInt8]) {
        output += self.output
        self.output = []
    }

    func receive(_ ciphertext: Span<UInt8>, into plaintext: inout [UInt8]) {
        guard state == .handshaking || state == .open else { return }
        input.append(ciphertext)
        while state == .handshaking || state == .open, input.count >= 1 {
            guard let kind = RecordKind(rawValue: input[0]) else { return fail(.notSealed, alert: 10) }
            guard input.count >= Self.headSize else { return }
            let count = Int(input[3]) << 8 | Int(input[4])
            guard count <= Self.largestRecord + ToyKey.tagSize else {
                return fail(.violation("a long record"), alert: 22)
            }
            guard input.count >= Self.headSize + count else { return }
            let body = Array(input[Self.headSize..<(Self.headSize + count)])
            input.removeFirst(Self.headSize + count)
            handle(kind, body, into: &plaintext)
        }
    }

    func send(_ plaintext: Span<UInt8>) {
        guard state == .open || state == .ended && context.isWithClients else { return }
        var start = 0
        while start < plaintext.count {
            let end = min(plaintext.count, start + Self.largestRecord)
            var body: [UInt8] = []
            key(of: sent, isFromDialer: !context.isAccepting)
                .seal(plaintext.extracting(start..<end), number: sent, into: &body)
            sent += 1
            append(.data, body)
            start = end
        }
    }

    func close() {
        guard state == .open || state == .ended else { return }
        append(.alert, [1, 0])
        state = .closed
    }

    func export(_ label: String, count: Int) -> [UInt8]? {
        guard state == .open else { return nil }
        var bytes: [UInt8] = []
        while bytes.count < count {
            let block = Array(label.utf8) + [UInt8(bytes.count / 32)]
            bytes += context.toy.authenticate(block.span, with: secret.span)
        }
        return Array(bytes.prefix(count))
    }

    // MARK: What records say

    private func handle(_ kind: RecordKind, _ body: [UInt8], into plaintext: inout [UInt8]) {
        switch (kind, state) {
        case (.alert, _):
            guard let code = body.last, code != 0 else { return state = .ended }
            let refuses = !context.isAccepting && state == .handshaking && [40, 47, 51, 109, 115].contains(code)
            state = .failed(refuses ? .keyRefused(code) : .alert(code))
        case (.handshake, .handshaking): handleFlight(body)
        case (.data, .open):
            let key = key(of: received, isFromDialer: context.isAccepting)
            guard key.open(body.span, number: received, into: &plaintext) else {
                return fail(.violation("a record that was changed"), alert: 20)
            }
            received += 1
        default: fail(.violation("a record out of place"), alert: 10)
        }
    }

    private func handleFlight(_ flight: [UInt8]) {
        if context.isAccepting, key == nil { return handleGreeting(flight) }
        // The number of the accepting side comes before its proof.
        let number = context.isAccepting ? 0 : 8
        guard flight.count >= number else { return fail(.violation("a short flight"), alert: 50) }
        transcript += flight.prefix(number)
        guard prove(isDialing: context.isAccepting) == Array(flight.dropFirst(number)) else {
            return fail(.unprovenKey, alert: 51)
        }
        if !context.isAccepting { say(prove(isDialing: true)) }
        secret = prove(isDialing: nil)
        state = .open
    }

    private func handleGreeting(_ greeting: [UInt8]) {
        var cursor = ByteCursor()
        guard let name = try? cursor.counted(limit: 100, in: greeting.span),
            let application = try? cursor.counted(limit: 100, in: greeting.span),
            greeting.count == cursor.offset + 8
        else { return fail(.violation("a strange greeting"), alert: 50) }
        let offered = String(decoding: greeting[name], as: UTF8.self)
        guard let key = context.keys.first(where: { $0.name == offered }) else {
            return fail(.unknownKey(offered), alert: 115)
        }
        guard Array(greeting[application]) == Array(context.application.utf8) else {
            return fail(.violation("another protocol"), alert: 120)
        }
        self.key = key
        keyName = key.name
        var number: [UInt8] = []
        number.append(bigEndian: context.toy.word())
        transcript += greeting + number
        append(.handshake, number + prove(isDialing: false))
    }

    /// What only who has the key could say of what was said, were it no toy.
    private func prove(isDialing: Bool?) -> [UInt8] {
        let purpose: [UInt8] = [isDialing.map { $0 ? 1 : 2 } ?? 3]
        let proven = key?.tlsKey ?? []
        let said = transcript + purpose
        return context.toy.authenticate(said.span, with: proven.span)
    }

    private func key(of record: UInt64, isFromDialer: Bool) -> ToyKey {
        var seed = secret + [isFromDialer ? 1 : 2]
        seed.append(bigEndian: record / Self.recordsPerKey)
        return ToyKey(seed.span, isBlind: context.toy.isBlind)
    }

    private func say(_ flight: [UInt8]) {
        if !context.isAccepting, secret.isEmpty, transcript.isEmpty { transcript = flight }
        append(.handshake, flight)
    }

    private func append(_ kind: RecordKind, _ body: [UInt8]) {
        output += [kind.rawValue, 3, 3]
        output.append(bigEndian: UInt16(body.count))
        output += body
    }

    private func fail(_ reason: TLSFailure, alert: UInt8) {
        if reason != .notSealed { append(.alert, [2, alert]) }
        state = .failed(reason)
    }
}
