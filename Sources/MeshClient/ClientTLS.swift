import SystemTLS

/// The TLS of a client's connection: what is said waits until the server has proven who it is.
package struct ClientTLS {
    /// How much longer what bytes say may be than they are: a record becomes whole.
    package static let slack = TLSSession.largestRecord

    private let context: TLSContext
    private let host: String
    private let session: TLSSession

    /// What was said before the handshake was over.
    private var waiting: [UInt8]

    private var plaintext: [UInt8] = []

    /// Begins; its greeting is ready to be taken.
    ///
    /// - Parameters:
    ///   - context: Whose word is taken.
    ///   - host: The host that the certificate must be of.
    ///   - waiting: What is to be said first.
    /// - Throws: ``ClientError/insecure(_:)``.
    init(_ context: TLSContext, to host: String, saying waiting: [UInt8] = []) throws(ClientError) {
        do throws(TLSContextError) {
            session = try TLSSession(context, to: host)
        } catch {
            throw .insecure("\(error)")
        }
        self.context = context
        self.host = host
        self.waiting = waiting
    }

    /// How many bytes wait for the handshake.
    var waitingCount: Int { waiting.count }

    /// The same on another connection, from the beginning.
    func again() throws(ClientError) -> ClientTLS { try ClientTLS(context, to: host, saying: waiting) }

    /// Says bytes, once the handshake is over.
    package mutating func send(_ bytes: [UInt8]) {
        if session.state == .open { session.send(bytes.span) } else { waiting += bytes }
    }

    /// Takes what is to be sent.
    package mutating func takeOutgoing() -> [UInt8] {
        var bytes: [UInt8] = []
        session.takeOutgoing(into: &bytes)
        return bytes
    }

    /// Takes the first bytes of a buffer, and puts what they say in their place.
    ///
    /// - Parameters:
    ///   - count: How many arrived.
    ///   - buffer: Where; at least ``slack`` longer than that.
    /// - Returns: How many bytes they say; `nil` when the server says nothing more.
    /// - Throws: Why nothing comes of it.
    package mutating func receive(_ count: Int, in buffer: inout [UInt8]) throws(ClientError) -> Int? {
        plaintext.removeAll(keepingCapacity: true)
        session.receive(buffer.span.extracting(0..<count), into: &plaintext)
        switch session.state {
        case .handshaking: break
        case .open:
            session.send(waiting.span)
            waiting = []
        case .ended, .closed:
            session.close()
            if plaintext.isEmpty { return nil }
        case .failed(.untrusted(let reason)): throw .untrusted(host: host, reason: reason)
        case .failed(.notSealed): throw .insecure("\(host) speaks no TLS at that port: http:// rather than https://?")
        case .failed(let failure): throw .insecure("TLS with \(host) failed: \(failure)")
        }
        buffer.replaceSubrange(0..<plaintext.count, with: plaintext)
        return plaintext.count
    }
}
