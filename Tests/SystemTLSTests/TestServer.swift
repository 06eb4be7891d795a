import Glibc
import Testing

@testable import SystemTLS

extension TLSContext {
    /// A context that shows a certificate of `localhost`.
    static func testServer(
        _ certificates: String = TestCertificates.chain,
        _ key: String = TestCertificates.key
    ) throws -> TLSContext {
        let (certificates, key) = (Array(certificates.utf8), Array(key.utf8))
        return try .serving(certificates: certificates.span, key: key.span, using: OpenSSL.load())
    }
}

/// A file that is there as long as somebody holds it.
final class TemporaryFile {
    let path: String

    init(_ text: String) throws {
        path = "/tmp/mesh-tls-\(getpid())-\(UInt64.random(in: .min ... .max))"
        let file = unsafe try #require(fopen(path, "w"))
        _ = unsafe fputs(text, file)
        _ = unsafe fclose(file)
    }

    deinit { unsafe unlink(path) }
}
