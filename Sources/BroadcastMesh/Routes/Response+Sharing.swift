import HTTP

extension Response {
    /// How long a browser may remember what it was told it may send, in seconds: a changed configuration is felt then.
    private static let preflightSeconds = 600

    /// Lets a page from an admitted origin read the answer, whatever it says (Fetch §3.2).
    ///
    /// - Parameters:
    ///   - head: What is answered.
    ///   - policy: Which pages are admitted.
    mutating func share(inAnswerTo head: RequestHead, by policy: OriginPolicy) {
        guard status != .switchingProtocols else { return }
        // Also where no origin was told: a cache must not give this answer to a page.
        fields.append("Vary", "Origin")
        guard let origin = head.fields["origin"], policy.admits(head) else { return }
        fields.append("Access-Control-Allow-Origin", origin)
        fields.append("Access-Control-Expose-Headers", "Allow, ETag, Retry-After")
        guard head.method == .options, let allowed = fields["allow"],
            head.fields["access-control-request-method"] != nil
        else { return }
        fields.append("Access-Control-Allow-Methods", allowed)
        fields.append("Access-Control-Allow-Headers", "content-type, idempotency-key")
        fields.append("Access-Control-Max-Age", "\(Self.preflightSeconds)")
    }
}
