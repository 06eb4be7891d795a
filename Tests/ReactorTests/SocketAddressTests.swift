import Reactor
import Testing

@Suite("A socket address") struct SocketAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1:80"), ("255.1.2.3", "255.1.2.3:80"), ("::1", "[::1]:80"),
        ("2001:db8::17", "[2001:db8::17]:80"), ("::ffff:127.0.0.1", "[::ffff:127.0.0.1]:80"),
    ])
    func `reads a numeric host and writes it as a URL has it`(host: String, text: String) throws {
        let address = try #require(SocketAddress(numericHost: host, port: 80))
        #expect(address.description == text)
        #expect(address.port == 80)
    }

    @Test(arguments: ["localhost", "", "1.2.3.4.5", "[::1]", "127.0.0.1:80"])
    func `takes no name for a number`(host: String) {
        #expect(SocketAddress(numericHost: host, port: 80) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.255.0.9", true), ("::1", true), ("::ffff:127.0.0.1", true), ("128.0.0.1", false),
        ("0.0.0.0", false), ("::", false), ("::2", false), ("2001:db8::1", false), ("::ffff:10.0.0.1", false),
        ("::127.0.0.1", false),
    ])
    func `knows which hosts only this machine reaches`(host: String, isLoopback: Bool) throws {
        #expect(try #require(SocketAddress(numericHost: host, port: 1)).isLoopback == isLoopback)
    }

    @Test func `resolves a name to each of its addresses once`() throws {
        let addresses = try SocketAddress.resolve(host: "localhost", port: 8081)
        #expect(addresses.contains(.loopback(port: 8081)) || addresses.contains { $0.description == "[::1]:8081" })
        #expect(Set(addresses).count == addresses.count)
    }

    @Test func `names the host that has no address`() {
        let error = #expect(throws: SystemError.self) {
            try SocketAddress.resolve(host: "no such host", port: 1)
        }
        #expect(error?.description.hasPrefix("getaddrinfo no such host: ") == true)
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `survives the way through the kernel`(host: String) throws {
        let address = try #require(SocketAddress(numericHost: host, port: 0))
        let listener = try LinuxNetwork().listen(on: address)
        #expect(listener.localAddress == address.with(port: listener.localAddress.port))
        #expect(listener.localAddress.port != 0)
    }
}
