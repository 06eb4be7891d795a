import Glibc

/// The system's zlib, which is loaded when something is to be made shorter for the first time, and stays.
///
/// Two of its functions are used, both of which take nothing but bytes and numbers. They are as they were in 1995.
// Safe: the addresses are found once and never change.
@unsafe struct Zlib: @unchecked Sendable {
    /// The library; `nil` on a machine without it.
    static let shared = unsafe Zlib()

    private let compress2:
        @convention(c) (
            UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<CUnsignedLong>?, UnsafePointer<UInt8>?, CUnsignedLong,
            CInt
        ) -> CInt

    private let crc32: @convention(c) (CUnsignedLong, UnsafePointer<UInt8>?, CUnsignedInt) -> CUnsignedLong

    private init?() {
        guard let library = unsafe dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL),
            let compress = unsafe dlsym(library, "compress2"), let checksum = unsafe dlsym(library, "crc32")
        else { return nil }
        // Safe: a C function pointer is the function's address, and these are its types in zlib.h.
        unsafe compress2 = unsafeBitCast(compress, to: type(of: compress2))
        unsafe crc32 = unsafeBitCast(checksum, to: type(of: crc32))
    }

    /// A text as gzip (RFC 1952), as short as zlib makes it; `nil` without the memory for that.
    func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        // As much as compressBound() allows for.
        let bound = bytes.count + (bytes.count >> 12) + (bytes.count >> 14) + (bytes.count >> 25) + 13
        var room = [UInt8](repeating: 0, count: bound)
        var size = CUnsignedLong(bound)
        // Safe: zlib reads as many bytes as there are and writes `size` at most.
        guard unsafe compress2(&room, &size, bytes, CUnsignedLong(bytes.count), 9) == 0 else { return nil }
        let checksum = unsafe crc32(0, bytes, CUnsignedInt(bytes.count))
        // Deflated, without a name or a time, by nobody in particular; then what stands between the two bytes before it and
        // the four behind it that belong to zlib's own format (RFC 1950).
        var output: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 0xFF]
        output += room[2..<(Int(size) - 4)]
        for word in [UInt32(truncatingIfNeeded: checksum), UInt32(truncatingIfNeeded: bytes.count)] {
            for shift in stride(from: 0, to: 32, by: 8) { output.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return output
    }
}
