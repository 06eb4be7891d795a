import Bytes

/// The greeting with which each side of a link opens: who it is.
struct Hello: Equatable, Sendable {
    /// The version of the protocol that this code speaks.
    static let version: UInt8 = 1

    /// The first bytes of every greeting.
    static let magic: [UInt8] = Array("MESH".utf8)

    /// The longest reason in a goodbye, in bytes.
    static let goodbyeLimit = 256

    /// The longest name of a node, in bytes.
    static let nameLimit = MessageID.nodeLimit

    /// The node's name.
    var name: String

    /// Its run.
    var epoch: UInt64

    /// Made up by the process when it started: tells two processes under one name apart.
    var bootNonce: UInt64

    /// The longest frame of a message that the node takes, in bytes: what is longer it gets as a gap.
    var frameLimit: UInt64

    /// What should be the same on every node; `nil` of one that does not say.
    var agreement: Agreement?

    /// Whether the node reads what closed runs say of those before them; an earlier version does not.
    var readsRunLinks = false

    /// The tags of what stands behind the fields that every greeting has.
    private enum Tag {
        static let agreement: UInt64 = 1
        static let readsRunLinks: UInt64 = 2
    }

    /// Appends the greeting as a frame.
    func append(to output: inout [UInt8]) {
        Framing.append(.hello, to: &output) { body in
            body.append(contentsOf: Self.magic)
            body.append(Self.version)
            body.append(counted: name.utf8)
            body.append(bigEndian: epoch)
            body.append(bigEndian: bootNonce)
            body.append(varint: frameLimit)
            if let agreement {
                var hashes: [UInt8] = []
                agreement.append(to: &hashes)
                body.append(varint: Tag.agreement)
                body.append(counted: hashes)
            }
            if readsRunLinks {
                body.append(varint: Tag.readsRunLinks)
                body.append(counted: [])
            }
        }
    }

    /// Reads the body of a greeting.
    ///
    /// Behind the fields that each has stand others, each a tag, a length and as many bytes. One whose tag is not known is
    /// passed over, and an earlier version passes over all of them.
    init(decoding body: Span<UInt8>) throws(LinkError) {
        guard body.count > Self.magic.count, Self.magic.isEqual(to: body.extracting(0..<Self.magic.count)) else {
            throw .notAMeshNode
        }
        guard body[Self.magic.count] == Self.version else { throw .unknownVersion(body[Self.magic.count]) }
        var cursor = ByteCursor(at: Self.magic.count + 1)
        do throws(TruncatedInput) {
            let run = try cursor.runName(in: body)
            name = try body.string(in: run.name)
            epoch = run.epoch
            bootNonce = try cursor.integer(UInt64.self, in: body)
            frameLimit = try cursor.varint(in: body)
            while cursor.offset < body.count {
                let tag = try cursor.varint(in: body)
                let range = try cursor.counted(limit: Framing.helloLimit, in: body)
                switch tag {
                case Tag.agreement: agreement = try Agreement(decoding: body, in: range)
                case Tag.readsRunLinks: readsRunLinks = true
                default: break
                }
            }
        } catch {
            throw .malformedFrame(.hello)
        }
    }

    /// Says who this node is.
    init(name: String, epoch: UInt64, bootNonce: UInt64, frameLimit: Int, agreement: Agreement?) {
        self.agreement = agreement
        self.name = name
        self.epoch = epoch
        self.bootNonce = bootNonce
        self.frameLimit = UInt64(frameLimit)
    }
}

extension Span<UInt8> {
    /// The text at `range`; counts as truncated when it is no UTF-8.
    func string(in range: Range<Int>) throws(TruncatedInput) -> String {
        guard let text = try? UTF8Span(validating: extracting(range)) else { throw TruncatedInput() }
        return String(copying: text)
    }

    /// The bytes at `range`.
    func array(in range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(extracting(range))
        return bytes
    }
}
