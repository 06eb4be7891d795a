import MeshSimulator
import SystemTLS

extension FuzzTarget {
    /// What somebody sends to an HTTPS port in the place of a browser's greeting.
    static let secureGreeting = FuzzTarget(
        name: "tls-greeting",
        summary: "greetings to a node with a certificate, changed; none opens a session (needs OpenSSL 3)"
    ) { trial throws(BrokenInvariant) in
        guard let library = try? OpenSSL.load() else { return }
        guard
            let certificate = try? TLSContext.serving(
                certificates: Array(ShownCertificate.certificate.utf8).span,
                key: Array(ShownCertificate.key.utf8).span,
                using: library
            ),
            let browser = try? TLSSession(.visiting(trusting: nil, using: library), to: "localhost"),
            let server = try? TLSSession(certificate)
        else { throw BrokenInvariant("OpenSSL makes no session with the certificate of this target") }
        var mutator = trial.mutator()
        var (greeting, answer, plaintext): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
        browser.takeOutgoing(into: &greeting)
        let changed = mutator.mutated(.bytes(greeting), with: .bytes(greeting))
        trial.note(changed)
        for piece in trial.pieces(of: changed) {
            server.receive(piece.span, into: &plaintext, answering: &answer)
        }
        guard plaintext.isEmpty, server.state != .open else {
            throw BrokenInvariant("a session was opened by a greeting alone")
        }
        // A certificate, a signature, and what belongs to it.
        guard answer.count <= 4096 else {
            throw BrokenInvariant("\(answer.count) bytes answer \(changed.count) of a stranger")
        }
    }
}

/// The certificate of `localhost` that the tests of SystemTLS have too, and its key: it is nobody's.
private enum ShownCertificate {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBsjCCAVegAwIBAgIUI2oB1DXAbfEoz0Pc30RiDuJIkBswCgYIKoZIzj0EAwIw
        HjEcMBoGA1UEAwwTbWVzaCB0ZXN0IGF1dGhvcml0eTAgFw0yNjExMjcwNzE2MDFa
        GA8yMTI2MTEwMzA3MTYwMVowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAE52/XQdScPLLxxH2+jbCUmhf4WUGjMsZLrG/zEkAk
        TlAjUH7aq7pUinKuuwHENxlz0yPA+fnEEXSURZ2yrXNCEaN7MHkwLAYDVR0RBCUw
        I4IJbG9jYWxob3N0hwR/AAABhxAAAAAAAAAAAAAAAAAAAAABMAkGA1UdEwQCMAAw
        HQYDVR0OBBYEFF8kqwNea3f1VQvPApitsSDQs/haMB8GA1UdIwQYMBaAFGtFCf34
        7D3yzRd+fJ1+FC3FX7fpMAoGCCqGSM49BAMCA0kAMEYCIQDp2t6CW37j2n2QQenx
        DObmDY1qBo21zbhCEai6wcu3TgIhAPLGLd6VF5qgVEraRR+ndDT7s4uWfkWFBFrW
        VdtpBbRw
        -----END CERTIFICATE-----
        """

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgfgD/HGtEUiQ7iXnq
        cvMbmvDyTfa/H9ZtdcjbHjWsmBOhRANCAATnb9dB1Jw8svHEfb6NsJSaF/hZQaMy
        xkusb/MSQCROUCNQftqrulSKcq67AcQ3GXPTI8D5+cQRdJRFnbKtc0IR
        -----END PRIVATE KEY-----
        """
}
