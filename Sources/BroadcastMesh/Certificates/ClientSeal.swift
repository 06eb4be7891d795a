import Reactor
import SystemTLS

/// What makes HTTPS of a node's HTTP port: the certificate that is shown, and when its files are read again.
///
///     start ──▶ shown ──every minute, or when asked──▶ read ──other files──▶ shown to who comes from then on
///                                                        └──of no use──▶ the old one stays, and the log says why
struct ClientSeal {
    /// How often the files are read again, in nanoseconds.
    static let interval: Int64 = 60_000_000_000

    /// How long one context is used, in nanoseconds: the key of its tickets is as old as it is.
    static let day: Int64 = 86_400_000_000_000

    /// How many days before its end people are told of it.
    static let warning = 14

    /// Where the clients are.
    let network: SealedNetwork

    /// Where the files are.
    private(set) var files: TLSConfiguration

    private let log: Log

    /// What seals, where that is not the system's OpenSSL.
    private let cryptography: (any Cryptography)?

    /// What the files said when they were read last and were of use, and when that was made use of.
    private var shown: CertificateFiles?
    private var shownSince: Int64 = 0

    /// When to read them again, in monotonic nanoseconds; `nil` while they are read.
    private(set) var nextReading: Int64?

    /// What people were told last, so that they are told once.
    private var complaint: String?

    /// Why handshakes failed lately, as people were told.
    private var failures = OncePerMinute<String>()

    /// Begins without a certificate.
    init(
        _ files: TLSConfiguration,
        over network: any Network,
        using cryptography: (any Cryptography)? = nil,
        log: Log
    ) {
        self.cryptography = cryptography
        self.network = SealedNetwork(over: network)
        self.files = files
        self.log = log
    }

    /// Shows a certificate for the first time; the caller waits for the disk.
    ///
    /// - Throws: Why there is none.
    mutating func begin(in world: any World, at now: Int64) throws(CertificateError) {
        try show(try CertificateFiles(files, in: world), at: now)
        nextReading = now + Self.interval
    }

    /// Takes out where to read, if it is time to.
    mutating func takeReading(at now: Int64) -> TLSConfiguration? {
        guard let nextReading, nextReading <= now else { return nil }
        self.nextReading = nil
        return files
    }

    /// Has the files read at once; whoever asks for it is told if they are of no use, also when they were told before.
    ///
    /// - Parameters:
    ///   - files: Where they are from now on; without them, where they were.
    ///   - now: Monotonic nanoseconds.
    mutating func readAgain(_ files: TLSConfiguration? = nil, at now: Int64) {
        if let files { self.files = files }
        nextReading = now
        complaint = nil
    }

    /// Takes in what the files say by now.
    mutating func handle(_ result: Result<CertificateFiles, CertificateError>, at now: Int64) {
        nextReading = nextReading ?? now + Self.interval
        do throws(CertificateError) {
            let files = try result.get()
            let isNew = files != shown
            guard isNew || now - shownSince >= Self.day else { return complaint = nil }
            try show(files, at: now)
            if isNew { log.info("certificate replaced", ["file": .string(self.files.certificate)]) }
            complaint = nil
        } catch {
            guard "\(error)" != complaint else { return }
            complaint = "\(error)"
            log.error("certificate cannot be replaced; the old one stays", ["reason": .string("\(error)")])
        }
    }

    /// Tells why handshakes failed: who cannot come in sees no more than that it is refused.
    mutating func tellFailures(at now: Int64) {
        for failure in network.takeFailures() {
            let reason = failure == .notSealed ? "it speaks no TLS" : "\(failure)"
            guard let suppressed = failures.admit(reason, at: now) else { continue }
            log.info(
                "client could not be served",
                ["reason": .string(reason), "more_in_the_last_minute": .integer(suppressed)]
            )
        }
    }

    private mutating func show(_ files: CertificateFiles, at now: Int64) throws(CertificateError) {
        let context = try files.context(using: cryptography)
        network.begin(with: context)
        (shown, shownSince) = (files, now)
        guard let words = context.validity.flatMap(CertificateFinding.words) else { return }
        log.warning("certificate", ["file": .string(self.files.certificate), "reason": .string(words)])
    }
}
