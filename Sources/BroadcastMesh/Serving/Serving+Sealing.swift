import Reactor

/// What HTTPS adds to serving; nothing of it is done on a node without a certificate.
extension Serving {
    /// Shows the certificate from now on.
    ///
    /// - Throws: Why there is none.
    mutating func beginSealing(in world: any World) throws(CertificateError) {
        try doorway.seal?.begin(in: world, at: timing.now)
    }

    /// How many bytes behind those that a socket has taken a part of it has begun to send as well: none, unless it is sealed.
    var begunBytes: Int { doorway.seal == nil ? 0 : SealedConnection.begunBytes }

    /// Whether a client has said goodbye behind what was just received from it: its socket says nothing of that.
    func hasHeardGoodbye(of client: Client) -> Bool {
        doorway.seal?.network.hasHeardGoodbye(on: client.socket.number) == true
    }

    /// Pays for what TLS cost beside everything else, and tells why it failed where it did.
    mutating func payForSeal(_ budget: inout TurnBudget) {
        guard let network = doorway.seal?.network else { return }
        budget.spend(sealing: network.takeCost())
        doorway.seal?.tellFailures(at: timing.now)
    }

    /// Drops those who have waited longest for the end of the handshake, where more do than may.
    mutating func dropExcessHandshakes() {
        while let token = doorway.seal?.network.takeExcess() {
            if let client = Token(rawValue: token).flatMap({ client($0) }) { drop(client) }
        }
    }

    /// Has the files of the certificate read, if it is time to.
    mutating func readCertificateIfDue() {
        guard let files = doorway.seal?.takeReading(at: timing.now) else { return }
        ask(for: .readCertificate(files))
    }

    /// Has the files of the certificate read at once.
    ///
    /// - Parameter files: Where they are from now on; without them, where they were.
    mutating func readCertificateAgain(from files: TLSConfiguration? = nil) {
        doorway.seal?.readAgain(files, at: timing.now)
    }

    /// Takes in what the files of the certificate say by now.
    mutating func handleCertificate(_ result: Result<CertificateFiles, CertificateError>) {
        doorway.seal?.handle(result, at: timing.now)
    }
}
