extension TLSContext.Role {
    /// The groups that a handshake may agree on a key in, in words of OpenSSL: the first list that it knows.
    ///
    /// The dialing side chooses among those that the accepting side offers, and pays little for the dearest. OpenSSL's own
    /// choice has ffdhe8192 in it, which costs who accepts 140 ms: a stranger's greeting would hold the loop for as long.
    /// Those here cost 0.1 ms, and secp384r1 1.5 ms.
    var groups: [String] {
        switch self {
        // A greeting with a share of X25519 fits a datagram, one of ML-KEM does not.
        case .accepting, .dialing: ["X25519:P-256"]
        // OpenSSL has ML-KEM since 3.5.
        case .serving: ["X25519MLKEM768:X25519:P-256", "X25519:P-256"]
        // It waits for one server, and in TLS 1.2 the groups are also those that the server's certificate may be of.
        case .visiting: []
        }
    }
}

extension TLSContext {
    /// Leaves no groups but those of its role; where that names none, those of OpenSSL.
    func setGroups() throws(TLSContextError) {
        let lists = role.groups
        guard let last = lists.last else { return }
        if lists.dropLast().contains(where: { choose(groups: $0) == 1 }) { return }
        // A list with a group that is not known leaves an error behind.
        _ = library.takeError()
        try library.require(choose(groups: last), "the groups \(last)")
    }

    /// Has sessions agree on keys in these groups; 1 when OpenSSL knows them all.
    func choose(groups: String) -> CLong {
        var groups = Array(groups.utf8CString)
        // Safe: OpenSSL parses the string within the call.
        return unsafe groups.withUnsafeMutableBytes { bytes in
            unsafe library.ssl.sslCtxCtrl(pointer, TLSControl.groups, 0, bytes.baseAddress)
        }
    }
}
