/// Sockets by number; the number of one that was closed is used again at once, as the kernel does.
struct SocketTable: Sendable {
    private var sockets: [FabricSocket?] = []
    private var free: [Int] = []

    /// The socket of a number; `nil` when it is closed.
    subscript(number: Int) -> FabricSocket? {
        get { number >= 0 && number < sockets.count ? sockets[number] : nil }
        _modify { yield &sockets[number] }
    }

    /// The numbers that are in use, in order.
    var numbers: [Int] { sockets.indices.filter { sockets[$0] != nil } }

    /// Keeps a socket.
    mutating func insert(_ socket: FabricSocket) -> Int {
        guard let number = free.popLast() else {
            sockets.append(socket)
            return sockets.count - 1
        }
        sockets[number] = socket
        return number
    }

    /// Lets go of a socket.
    mutating func remove(_ number: Int) {
        sockets[number] = nil
        free.append(number)
    }
}
