// The numbers behind the macros of OpenSSL's headers; they are part of its interface and the same in all of 3.x.

/// Options of `OPENSSL_init_ssl` (`openssl/crypto.h`).
enum LibraryOption {
    /// Leaves the end of the process alone.
    ///
    /// Otherwise `exit` frees what all threads share while one of them may be in the library, or end and clean up after
    /// itself there: the process is killed by a signal when it has done all that it was asked for.
    static let noExitHandler: UInt64 = 0x8_0000
}

/// Commands of `SSL_CTX_ctrl` (`openssl/ssl.h`).
enum TLSControl {
    /// Sets modes.
    static let mode: CInt = 33

    /// Says whether sessions are kept to be resumed.
    static let sessionCacheMode: CInt = 44

    /// Of a connection: names the host that is wanted (RFC 6066 §3).
    static let serverName: CInt = 55

    /// Clears modes.
    static let clearMode: CInt = 78

    /// Adds a certificate that vouches for the one before; 1 stands for counting it.
    static let chainCertificate: CInt = 89

    /// Sets the groups of key agreements.
    static let groups: CInt = 92

    /// Sets the lowest version.
    static let minimumVersion: CInt = 123
}

/// Modes of a context (`openssl/ssl.h`).
enum TLSMode {
    /// Reads on by itself after a record without data.
    static let automaticRetry = 0x4

    /// Gives the record buffers of idle connections back.
    static let releaseBuffers = 0x10
}

/// Options of a context (`openssl/ssl.h`).
enum TLSOption {
    /// Gives out no tickets.
    static let noTicket: UInt64 = 1 << 14

    /// Takes ChaCha20 where the dialing side puts it first.
    static let prioritizeChaCha: UInt64 = 1 << 21

    /// The accepting side chooses the suite.
    static let serverPreference: UInt64 = 1 << 22

    /// Never shakes hands anew.
    static let noRenegotiation: UInt64 = 1 << 30
}

/// What `SSL_get_error` answers (`openssl/ssl.h`).
enum TLSResult {
    /// There is nothing to read for now.
    static let wantsInput: CInt = 2

    /// The peer said goodbye.
    static let ended: CInt = 6
}

/// Reasons of errors (`openssl/sslerr.h`); a peer's alert is 1000 and its number.
enum TLSReason {
    /// The peer's certificate is not believed.
    static let notTrusted: UInt = 134

    /// The peer's proof of a key is false.
    static let wrongBinder: UInt = 253

    /// What is added to the number of an alert.
    static let alertOffset: UInt = 1000

    /// The part of an error's code that is its reason.
    static let mask: UInt = 0x7F_FFFF
}

/// Versions on the wire (RFC 8446 §4.2.1).
enum TLSVersion {
    /// TLS 1.2.
    static let oneTwo = 0x0303

    /// TLS 1.3.
    static let oneThree = 0x0304
}

/// Commands of `BIO_ctrl`, and flags of a BIO (`openssl/bio.h`).
enum BIOConstant {
    /// Sends what was written; there is nothing to be done.
    static let flush: CInt = 11

    /// The kind of BIO that is an end, and leads to no other.
    static let typeSourceSink: CInt = 0x0400

    /// There is nothing to read for now.
    static let retryRead: CInt = 0x01 | 0x08

    /// All flags of that kind.
    static let allRetryFlags: CInt = 0x07 | 0x08
}

/// Commands of `EVP_CIPHER_CTX_ctrl` (`openssl/evp.h`).
enum EVPConstant {
    /// Reads the tag of what was encrypted.
    static let getTag: CInt = 0x10

    /// Sets the tag of what is to be decrypted.
    static let setTag: CInt = 0x11
}
