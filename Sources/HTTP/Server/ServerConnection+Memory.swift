extension ServerConnection {
    /// How many bytes are kept of what the client has sent and was not answered, the head of the current request among them.
    public var heldBytes: Int { unusedBytes + (currentHead?.heldBytes ?? 0) }
}
