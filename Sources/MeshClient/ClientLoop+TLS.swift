import SystemTLS

extension ClientLoop {
    /// Begins the TLS of a connection; on the loop's thread.
    ///
    /// - Throws: ``ClientError/insecure(_:)`` when this machine has no OpenSSL 3, or a file has no certificates.
    nonisolated func secure(_ security: ClientSecurity) throws(ClientError) -> ClientTLS {
        let context = assumeIsolated { loop in loop.context(trusting: security.trust) }
        return try ClientTLS(try context.get(), to: security.host)
    }

    /// What all connections share that take the same word.
    private func context(trusting trust: ServerTrust) -> Result<TLSContext, ClientError> {
        if let context = contexts[trust] { return .success(context) }
        do throws(ClientError) {
            let context = try TLSContext.visiting(trusting: trust)
            contexts[trust] = context
            return .success(context)
        } catch {
            return .failure(error)
        }
    }
}
