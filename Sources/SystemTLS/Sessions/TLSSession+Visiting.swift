extension TLSSession {
    /// Says which host is dialed: its certificate must have the name or the address, and a name is told (RFC 6066 §3).
    func setHost(_ host: String) throws(TLSContextError) {
        let functions = unsafe context.library.certificates
        // Safe: OpenSSL copies the text.
        if unsafe functions.x509VerifyParamSet1IpAsc(functions.sslGet0Param(connection), host) == 1 { return }
        try context.library.require(unsafe functions.sslSet1Host(connection, host), "the host \(host)")
        var name = Array(host.utf8CString)
        let result = unsafe name.withUnsafeMutableBytes { bytes in
            unsafe functions.sslCtrl(connection, TLSControl.serverName, 0, bytes.baseAddress)
        }
        try context.library.require(result, "the host \(host)")
    }

    /// What came of verifying the server's certificate, in OpenSSL's words.
    var verdict: String {
        let functions = unsafe context.library.certificates
        // Safe: a constant string of the library.
        let words = unsafe functions.x509VerifyCertErrorString(functions.sslGetVerifyResult(connection))
        return unsafe words.map { unsafe String(cString: $0) } ?? "no reason given"
    }
}
