import Glibc

/// What the kernel reads and writes: one structure with a family, of two sizes.
extension SocketAddress {
    /// The family that a socket for this address has.
    var family: CInt {
        switch host {
        case .v4: AF_INET
        case .v6: AF_INET6
        }
    }

    /// Reads what the kernel wrote; `nil` for a family other than IPv4 and IPv6.
    init?(_ storage: sockaddr_in6) {
        switch CInt(storage.sin6_family) {
        case AF_INET:
            // Safe: the family says that the front of the structure is a `sockaddr_in`, which is the smaller one.
            let address = unsafe withUnsafeBytes(of: storage) { unsafe $0.load(as: sockaddr_in.self) }
            self.init(
                host: .v4(UInt32(bigEndian: address.sin_addr.s_addr)),
                port: UInt16(bigEndian: address.sin_port)
            )
        case AF_INET6:
            // Safe: 16 bytes are two 64-bit integers.
            let (high, low) = unsafe withUnsafeBytes(of: storage.sin6_addr) { bytes in
                unsafe (
                    bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                    bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                )
            }
            self.init(
                host: .v6(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low), scope: storage.sin6_scope_id),
                port: UInt16(bigEndian: storage.sin6_port)
            )
        default:
            return nil
        }
    }

    /// The kernel's form, in a structure with room for both families, and how much of it counts, in bytes.
    var kernelForm: (storage: sockaddr_in6, length: socklen_t) {
        var storage = sockaddr_in6()
        switch host {
        case .v4(let bits):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = bits.bigEndian
            // Safe: a `sockaddr_in` fits into the front of the larger structure.
            unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: address, as: sockaddr_in.self) }
            return (storage, socklen_t(MemoryLayout<sockaddr_in>.size))
        case .v6(let high, let low, let scope):
            storage.sin6_family = sa_family_t(AF_INET6)
            storage.sin6_port = port.bigEndian
            storage.sin6_scope_id = scope
            // Safe: two 64-bit integers are 16 bytes.
            unsafe withUnsafeMutableBytes(of: &storage.sin6_addr) { bytes in
                unsafe bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
                unsafe bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            return (storage, socklen_t(MemoryLayout<sockaddr_in6>.size))
        }
    }

    /// Lends the kernel's form to a system call.
    func withKernelForm(_ call: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        let (storage, length) = kernelForm
        // Safe: every family's structure begins as `sockaddr` does, and `length` says how much may be read.
        return unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe call($0, length) }
        }
    }

    /// Asks a system call for an address; `nil` when it fails or the family is another.
    static func filled(by call: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> CInt) -> SocketAddress? {
        var storage = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        // Safe: as above, and `length` says how much may be written.
        let result = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe call($0, &length) }
        }
        return result >= 0 ? SocketAddress(storage) : nil
    }
}
