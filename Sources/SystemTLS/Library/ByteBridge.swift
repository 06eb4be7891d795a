/// What stands where a socket would: lends OpenSSL the received bytes, and collects what it wants sent.
///
/// It holds no bytes of its own between two calls but what waits to be taken, so an idle session costs no buffers;
/// OpenSSL's own memory BIOs keep the largest buffer they ever needed.
@safe final class ByteBridge {
    /// The received bytes that OpenSSL has not read yet; they belong to who calls the session.
    var input = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)

    /// What OpenSSL wants sent.
    var output: [UInt8] = []

    /// Copies received bytes out.
    ///
    /// - Returns: How many; 0 when there are no more for now.
    func read(into buffer: UnsafeMutablePointer<CChar>, count: Int) -> Int {
        let taken = unsafe min(count, input.count)
        guard taken > 0, let start = unsafe input.baseAddress else { return 0 }
        // Safe: who calls the session lends the bytes until it returns, and OpenSSL has room for `count`.
        unsafe UnsafeMutableRawPointer(buffer).copyMemory(from: start, byteCount: taken)
        unsafe input = UnsafeBufferPointer(start: start + taken, count: input.count - taken)
        return taken
    }

    /// Keeps bytes to be sent.
    func write(_ bytes: UnsafePointer<CChar>, count: Int) {
        // Safe: OpenSSL lends `count` bytes for the length of the call.
        let bytes = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
        unsafe output.append(contentsOf: bytes)
    }
}
