import Reactor

/// The TCP connection of one client: begun, then open, with what the kernel would not take yet.
struct ClientStream: ~Copyable {
    private let loop: ClientLoop
    private let token: UInt64
    private var socket: Socket
    private var address: SocketAddress
    private var furtherAddresses: ArraySlice<SocketAddress>
    private var interest: Interest = .write
    private var isOpen = false
    private var isReading = true
    private var outbox: [UInt8] = []
    private var sentCount = 0

    /// Begins to connect to the first of some addresses that takes the connection.
    ///
    /// - Throws: When none of them can even be tried.
    init(to addresses: [SocketAddress], on loop: ClientLoop, token: UInt64) throws(SystemError) {
        precondition(!addresses.isEmpty, "a client needs an address to connect to")
        var further = addresses[...]
        var address = further.removeFirst()
        let socket: Socket
        while true {
            do {
                socket = try Socket.connect(to: address)
                break
            } catch {
                guard !further.isEmpty else { throw error }
                address = further.removeFirst()
            }
        }
        try loop.events.watch(socket, for: .write, token: token)
        self.loop = loop
        self.token = token
        self.socket = socket
        self.address = address
        self.furtherAddresses = further
    }

    /// How many bytes wait for the kernel.
    var waitingCount: Int { outbox.count - sentCount }

    /// Whether everything that was sent is with the kernel.
    var isFlushed: Bool { waitingCount == 0 }

    /// Takes in that the socket is ready, as far as that concerns connecting and sending.
    ///
    /// - Returns: Whether the connection was opened by this.
    /// - Throws: When no address takes the connection, or the connection is lost.
    mutating func handleReady(_ event: ReadyEvent) throws(SystemError) -> Bool {
        guard event.isWritable else { return false }
        guard !isOpen else {
            try flush()
            return false
        }
        if let error = socket.connectError(to: address) {
            guard !furtherAddresses.isEmpty else { throw error }
            let rest = Array(furtherAddresses)
            self = try ClientStream(to: rest, on: loop, token: token)
            return false
        }
        isOpen = true
        try flush()
        return true
    }

    /// Receives what is here, at most a buffer full.
    mutating func receive(into buffer: inout [UInt8]) throws(SystemError) -> Received {
        guard isOpen, isReading else { return .wouldBlock }
        return try socket.receive(into: &buffer)
    }

    /// Sends bytes, now or when the kernel has room for them.
    ///
    /// - Throws: When the connection is lost.
    mutating func send(_ bytes: [UInt8]) throws(SystemError) {
        if isFlushed {
            outbox = bytes
            sentCount = 0
        } else {
            outbox += bytes
        }
        if isOpen { try flush() }
    }

    /// Stops receiving, so that the sender has to wait, or goes on.
    mutating func setReading(_ isReading: Bool) throws(SystemError) {
        self.isReading = isReading
        try updateInterest()
    }

    private mutating func flush() throws(SystemError) {
        while !isFlushed {
            let count = try socket.send(outbox.span.extracting(sentCount..<outbox.count))
            guard count > 0 else { break }
            sentCount += count
        }
        if isFlushed {
            outbox = []
            sentCount = 0
        }
        try updateInterest()
    }

    private mutating func updateInterest() throws(SystemError) {
        guard isOpen else { return }
        var wanted: Interest = isReading ? .read : []
        if !isFlushed { wanted.insert(.write) }
        guard wanted != interest else { return }
        // A socket without any interest would still report its hang-up, each turn.
        switch (interest.isEmpty, wanted.isEmpty) {
        case (true, _): try loop.events.watch(socket, for: wanted, token: token)
        case (false, true): loop.events.unwatch(socket)
        case (false, false): try loop.events.change(socket, for: wanted, token: token)
        }
        interest = wanted
    }
}
