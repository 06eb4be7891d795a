import Reactor
import SystemTLS

/// A certificate and its key as they stand in their files.
struct CertificateFiles: Equatable, Sendable {
    /// The largest file that is read, in bytes: a chain has a few kilobytes.
    static let largest = 1 << 20

    /// The certificate's file.
    let certificate: [UInt8]

    /// The key's file.
    let key: Secret

    /// Reads both; the caller waits.
    ///
    /// - Parameters:
    ///   - files: Where they are.
    ///   - world: Who reads them.
    /// - Throws: Which of the two cannot be read, and why.
    init(_ files: TLSConfiguration, in world: any World) throws(CertificateError) {
        certificate = try Self.read(files.certificate, .certificate, in: world)
        key = Secret(try Self.read(files.key, .key, in: world))
    }

    private static func read(
        _ path: String,
        _ subject: CertificateError.Subject,
        in world: any World
    ) throws(CertificateError) -> [UInt8] {
        let bytes: [UInt8]?
        do throws(SystemError) {
            bytes = try world.contents(of: path, limit: largest)
        } catch {
            throw CertificateError(subject, isThere: false, "the file cannot be read: \(error)")
        }
        guard let bytes else { throw CertificateError(subject, "\"\(path)\" is larger than 1 MiB") }
        return bytes
    }

    /// What shows the certificate to clients.
    ///
    /// - Parameter cryptography: What seals; the system's OpenSSL without it.
    /// - Returns: That.
    /// - Throws: What is wrong with which of the two, or that OpenSSL is missing.
    func context(using cryptography: (any Cryptography)? = nil) throws(CertificateError) -> any ClientContext {
        do throws(TLSContextError) {
            let library: any Cryptography = if let cryptography { cryptography } else { try OpenSSL.loaded() }
            return try library.serveClients(showing: certificate.span, key: key.bytes.span)
        } catch {
            throw CertificateError(error)
        }
    }
}

/// Why a node cannot show its certificate.
struct CertificateError: Error, Equatable, Sendable {
    /// What of a node's `tls` is meant.
    enum Subject: String, Sendable {
        /// The certificate's file.
        case certificate

        /// The key's file.
        case key
    }

    /// What of a node's `tls` is meant; `nil` for all of it.
    let subject: Subject?

    /// Whether the file is there and can be read.
    let isThere: Bool

    /// What is wrong, and what to do.
    let problem: String

    /// Tells what is wrong.
    init(_ subject: Subject?, isThere: Bool = true, _ problem: String) {
        self.subject = subject
        self.isThere = isThere
        self.problem = problem
    }

    /// Tells what OpenSSL thinks of the files.
    init(_ error: TLSContextError) {
        switch error {
        case .library: self.init(nil, "\(error)")
        case .noPrivateKey, .mismatch: self.init(.key, "\(error)")
        case .noCertificate, .longChain, .refused: self.init(.certificate, "\(error)")
        }
    }

    /// Where it stands below a node's place in the configuration.
    var place: String { subject.map { "tls.\($0.rawValue)" } ?? "tls" }
}

extension CertificateError: CustomStringConvertible {
    /// One line: `tls.key: the key is not that of the certificate; give both of one pair`.
    var description: String { "\(place): \(problem)" }
}

extension OpenSSL {
    /// The one copy of the process, with the error of a context.
    fileprivate static func loaded() throws(TLSContextError) -> OpenSSL {
        do throws(SystemLibraryError) { return try load() } catch { throw .library(error) }
    }
}
