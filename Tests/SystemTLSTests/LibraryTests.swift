import Glibc
import Testing

@testable import SystemTLS

@Suite("OpenSSL") struct LibraryTests {
    @Test(.needsOpenSSL) func `is what the system has, with every function that is used`() throws {
        let library = try OpenSSL.load()
        #expect(library.version.hasPrefix("OpenSSL 3."))
        #expect(try OpenSSL.load() === library)
    }

    /// What was registered before it runs after all that it registers.
    @Test(.needsOpenSSL) func `is of use until the process has ended, to threads that end with it`() async {
        await #expect(processExitsWith: .success) {
            atexit {
                let context = try? TLSContext.visiting(trusting: nil, using: OpenSSL.load())
                if context == nil { _exit(1) }
            }
            _ = try OpenSSL.load()
        }
    }

    @Test func `that is missing is one line that says how to get it`() {
        let error = #expect(throws: SystemLibraryError.self) {
            try OpenSSL(cryptoLibrary: "libcrypto.so.0", tlsLibrary: "libssl.so.0")
        }
        let line = error?.description ?? ""
        #expect(line.hasPrefix("libcrypto.so.0 cannot be loaded (libcrypto.so.0: cannot open shared object file"))
        let advice = "install libssl3 (Debian, Ubuntu) or openssl-libs (Fedora)"
        #expect(line.hasSuffix("; a key or a certificate needs OpenSSL 3: \(advice)"))
        #expect(!line.contains("\n"))
    }

    @Test func `that lacks a function is one line that names it`() {
        let error = #expect(throws: SystemLibraryError.self) {
            try OpenSSL(cryptoLibrary: "libc.so.6", tlsLibrary: "libc.so.6")
        }
        #expect(error?.reason == .symbolMissing("OpenSSL_version_num"))
        let line = "libc.so.6 has no function OpenSSL_version_num; a key or a certificate needs"
        #expect(error?.description.hasPrefix(line) == true)
    }

    @Test(arguments: [0x1010_10F0, 0x2FFF_FFFF, 0x4000_0000] as [UInt])
    func `of a version that was not tried is refused by its name`(number: UInt) {
        let error = #expect(throws: SystemLibraryError.self) {
            try OpenSSL.judge(number, named: "OpenSSL 1.1.1w", of: "libssl.so.3")
        }
        let line = "libssl.so.3 is OpenSSL 1.1.1w; a key or a certificate needs OpenSSL 3"
        #expect(error?.description.hasPrefix(line) == true)
    }

    @Test(arguments: [0x3000_0000, 0x3000_0130, 0x3FFF_FFFF] as [UInt])
    func `of the third generation is taken`(number: UInt) {
        #expect(throws: Never.self) { try OpenSSL.judge(number, named: "", of: "libssl.so.3") }
    }
}
