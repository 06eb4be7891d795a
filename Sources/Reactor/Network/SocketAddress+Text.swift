import CLinux
import Glibc

extension SocketAddress: CustomStringConvertible {
    /// The address as a URL has it: `127.0.0.1:8081`, `[::1]:8081`.
    public var description: String {
        switch host {
        case .v4: "\(hostDescription):\(port)"
        case .v6: "[\(hostDescription)]:\(port)"
        }
    }

    /// The address without its port and without brackets.
    public var hostDescription: String {
        switch host {
        case .v4(let bits):
            return "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)"
        case .v6(_, _, let scope):
            var address = kernelForm.storage.sin6_addr
            // Safe: the buffer has the size that `inet_ntop` asks for, and it ends what it writes with a zero.
            let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
                unsafe inet_ntop(AF_INET6, &address, buffer.baseAddress, socklen_t(buffer.count))
                    .map { unsafe String(cString: $0) } ?? "::"
            }
            return scope == 0 ? text : "\(text)%\(scope)"
        }
    }
}

extension SocketAddress {
    /// Reads a numeric address, `127.0.0.1` or `::1`; `nil` for anything else, names included.
    public init?(numericHost: String, port: UInt16) {
        guard let address = try? Self.lookUp(numericHost, port: port, flags: AI_NUMERICHOST).first else { return nil }
        self = address
    }

    /// Finds the addresses of a host name, or reads a numeric address.
    ///
    /// Blocks while the resolver asks others.
    ///
    /// - Parameters:
    ///   - host: A name, or a numeric address without brackets.
    ///   - port: The port that the addresses get.
    /// - Returns: At least one address, in the order in which they should be tried, without repetitions.
    /// - Throws: `getaddrinfo HOST: …` when the name has no address or cannot be resolved now.
    public static func resolve(host: String, port: UInt16) throws(SystemError) -> [SocketAddress] {
        try lookUp(host, port: port, flags: 0)
    }

    private static func lookUp(_ host: String, port: UInt16, flags: CInt) throws(SystemError) -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = flags
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            throw SystemError(call: "getaddrinfo", subject: host, code: code == EAI_SYSTEM ? errno : code)
        }
        defer { unsafe freeaddrinfo(list) }

        var addresses: [SocketAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let address = unsafe SocketAddress(copying: entry.pointee), !addresses.contains(address) {
                addresses.append(address)
            }
            unsafe next = entry.pointee.ai_next
        }
        guard !addresses.isEmpty else { throw SystemError(call: "getaddrinfo", subject: host, code: EAI_NONAME) }
        return addresses.map { $0.with(port: port) }
    }

    /// Copies an address out of a list that the resolver owns.
    private init?(copying entry: addrinfo) {
        guard let source = unsafe entry.ai_addr else { return nil }
        var storage = sockaddr_in6()
        let length = unsafe min(Int(entry.ai_addrlen), MemoryLayout<sockaddr_in6>.size)
        // Safe: `length` is no more than either side holds.
        unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.copyMemory(from: .init(start: source, count: length)) }
        self.init(storage)
    }
}
