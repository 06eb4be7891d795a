/// A machine: what is bound on it, and whether it has power.
struct FabricHost: Sendable {
    /// Whether it has power; without, nothing arrives and nothing is answered.
    var isUp = true

    /// Whether its processes have as many descriptors as they may.
    var lacksDescriptors = false

    /// The listeners and the sockets for datagrams, by port.
    var listeners: [UInt16: Int] = [:]
    var datagrams: [UInt16: Int] = [:]

    /// The last port that was given to a socket that asked for any.
    private var lastPort: UInt16 = 32767

    /// A port that nobody on the machine was given lately.
    mutating func freePort() -> UInt16 {
        repeat {
            lastPort = lastPort == 65535 ? 32768 : lastPort + 1
        } while listeners[lastPort] != nil || datagrams[lastPort] != nil
        return lastPort
    }
}

/// A process on a host, which has sockets and is told when they are ready.
struct FabricProcess: Sendable {
    /// Where it runs.
    let host: Int

    /// Whether it still does.
    var isAlive = true

    /// The sockets that may be ready, in the order in which something happened to them.
    var candidates: [Int] = []

    /// Whether it is in the list of those that have something to do.
    var isWoken = false
}
