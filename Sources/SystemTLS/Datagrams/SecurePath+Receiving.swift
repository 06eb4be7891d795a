extension SecurePath {
    /// Takes a datagram of this path.
    ///
    /// - Parameters:
    ///   - datagram: What arrived, from anywhere.
    ///   - payload: Where to append what it says, if it says anything.
    /// - Returns: Whether it is genuine: only then does its sender's address count.
    public func receive(_ datagram: Span<UInt8>, into payload: inout [UInt8]) -> Bool {
        guard let (kind, path) = DatagramWire.header(of: datagram), path == identity else { return false }
        switch kind {
        case .protected: return receiveProtected(datagram, into: &payload)
        case .handshake: return receiveFlight(datagram)
        // Only who knows the peer's name can judge it: see ``end()``.
        case .unknown: return false
        }
    }

    private func receiveProtected(_ datagram: Span<UInt8>, into payload: inout [UInt8]) -> Bool {
        guard state == .open, keys?.opener.open(datagram, into: &payload) == true else { return false }
        // The peer has our last flight, and so the keys.
        retry.end()
        flight = Flight(number: flight.number)
        return true
    }

    private func receiveFlight(_ datagram: Span<UInt8>) -> Bool {
        let start = DatagramWire.headerSize + 1
        guard datagram.count > start + DatagramWire.guardSize, pathGuard.admits(datagram) else { return false }
        let number = Int(datagram[start - 1])
        // The other side's flights have the other parity: this one was sent back by whoever saw it.
        guard (number - flight.number) % 2 != 0 else { return false }
        switch state {
        case .open where !isDialing:
            // Its last flight comes again: our confirmation was lost.
            isConfirmationDue = true
        case .handshaking where number == flight.number + 1:
            take(datagram.extracting(start..<(datagram.count - DatagramWire.guardSize)), number)
        case .open, .handshaking, .failed:
            // Ours was lost, or this one was late.
            if number < flight.number { flight.isDue = !flight.bytes.isEmpty }
        }
        return true
    }

    /// Gives TLS the flight that it waits for.
    private func take(_ bytes: Span<UInt8>, _ number: Int) {
        guard let session else { return }
        var early: [UInt8] = []
        session.receive(bytes, into: &early)
        var answer: [UInt8] = []
        session.takeOutgoing(into: &answer)
        if !answer.isEmpty {
            flight = Flight(bytes: answer, number: number + 1, isDue: true)
            retry.restart()
        }
        switch session.state {
        case .handshaking: break
        case .open: open(session)
        case .ended, .closed: fail(.handshake(.truncated))
        case .failed(let reason): fail(.handshake(reason))
        }
        if flight.bytes.count > DatagramWire.flightLimit {
            flight = Flight(number: flight.number)
            fail(.longFlight)
        }
    }

    /// The peer does not know an open path any more; what a ``PathGuard/reporter(of:)`` of its name says is to be believed.
    public func end() {
        if state == .open { fail(.unknownThere) }
    }
}
