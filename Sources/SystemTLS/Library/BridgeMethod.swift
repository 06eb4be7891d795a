/// The kind of BIO whose bytes come from and go to a ``ByteBridge``.
struct BridgeMethod {
    // Safe: made once, constant from then on, and never freed.
    private let method: UInt

    /// Makes it; `nil` without memory.
    init?(_ crypto: CryptoFunctions) {
        let number = unsafe crypto.bioGetNewIndex()
        guard number != -1 else { return nil }
        guard let method = unsafe crypto.bioMethNew(number | BIOConstant.typeSourceSink, "bridge") else { return nil }
        let isComplete =
            unsafe crypto.bioMethSetRead(method, readFromBridge) == 1
            && crypto.bioMethSetWrite(method, writeToBridge) == 1 && crypto.bioMethSetCtrl(method, askBridge) == 1
        guard isComplete else { return nil }
        self.method = UInt(bitPattern: method)
    }

    /// Makes a BIO for a bridge that outlives it.
    func bio(for bridge: ByteBridge, _ crypto: CryptoFunctions) -> OpaquePointer? {
        guard let bio = unsafe crypto.bioNew(OpaquePointer(bitPattern: method)) else { return nil }
        // Safe: the session that owns the bridge frees the BIO first.
        unsafe crypto.bioSetData(bio, Unmanaged.passUnretained(bridge).toOpaque())
        unsafe crypto.bioSetInit(bio, 1)
        return unsafe bio
    }
}

/// The bridge of a BIO, if it has one.
private func bridge(of bio: OpaquePointer?) -> (ByteBridge, OpenSSL)? {
    guard let library = OpenSSL.current, let data = unsafe library.crypto.bioGetData(bio) else { return nil }
    // Safe: only `BridgeMethod.bio(for:_:)` makes such BIOs, with a bridge that outlives them.
    return unsafe (Unmanaged<ByteBridge>.fromOpaque(data).takeUnretainedValue(), library)
}

private let readFromBridge: BridgeReader = { bio, buffer, count in
    guard let (bridge, library) = unsafe bridge(of: bio), let buffer = unsafe buffer, count > 0 else { return -1 }
    unsafe library.crypto.bioClearFlags(bio, BIOConstant.allRetryFlags)
    let taken = unsafe bridge.read(into: buffer, count: Int(count))
    guard taken == 0 else { return CInt(taken) }
    unsafe library.crypto.bioSetFlags(bio, BIOConstant.retryRead)
    return -1
}

private let writeToBridge: BridgeWriter = { bio, bytes, count in
    guard let (bridge, _) = unsafe bridge(of: bio), let bytes = unsafe bytes, count > 0 else { return -1 }
    unsafe bridge.write(bytes, count: Int(count))
    return count
}

private let askBridge: BridgeController = { _, command, _, _ in
    // Flushing succeeds; every other question is answered with "no": end of file, kernel TLS, duplicates.
    command == BIOConstant.flush ? 1 : 0
}
