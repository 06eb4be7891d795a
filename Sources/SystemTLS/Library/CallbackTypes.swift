/// Chooses the application protocol for a client (RFC 7301).
typealias ALPNSelector =
    @convention(c) (
        OpaquePointer?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, UnsafeMutablePointer<UInt8>?,
        UnsafePointer<UInt8>?,
        CUnsignedInt, UnsafeMutableRawPointer?
    ) -> CInt

/// Finds the key that a client names, for a server (RFC 8446 §4.2.11).
typealias KeyFinder =
    @convention(c) (
        OpaquePointer?, UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<OpaquePointer?>?
    ) -> CInt

/// Offers a key, for a client (RFC 8446 §4.2.11).
typealias KeyUser =
    @convention(c) (
        OpaquePointer?, OpaquePointer?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, UnsafeMutablePointer<Int>?,
        UnsafeMutablePointer<OpaquePointer?>?
    ) -> CInt

/// Reads from a BIO of our kind.
typealias BridgeReader = @convention(c) (OpaquePointer?, UnsafeMutablePointer<CChar>?, CInt) -> CInt

/// Writes to a BIO of our kind.
typealias BridgeWriter = @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, CInt) -> CInt

/// Answers a question about a BIO of our kind.
typealias BridgeController = @convention(c) (OpaquePointer?, CInt, CLong, UnsafeMutableRawPointer?) -> CLong

/// Asks a person for a key's password.
typealias PasswordAsker = @convention(c) (UnsafeMutablePointer<CChar>?, CInt, CInt, UnsafeMutableRawPointer?) -> CInt

/// Sees every message that goes by.
typealias MessageObserver =
    @convention(c) (
        CInt, CInt, CInt, UnsafeRawPointer?, Int, OpaquePointer?, UnsafeMutableRawPointer?
    ) -> Void
