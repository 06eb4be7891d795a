import Bytes
import Reactor

extension Fabric {
    /// Starts a process.
    mutating func start(on host: Int) -> Int {
        processes.append(FabricProcess(host: host))
        return processes.count - 1
    }

    /// Closes a socket of a process; one that is not its own is left alone, as is everything of a process that is gone.
    mutating func close(_ socket: Int, of process: Int) {
        guard sockets[socket]?.process == process, processes[process].isAlive else { return }
        remove(socket)
    }

    /// Ends a process: the kernel closes what it had open.
    mutating func kill(_ process: Int) {
        for socket in sockets.numbers where sockets[socket]?.process == process { remove(socket) }
        processes[process].isAlive = false
        processes[process].candidates = []
    }

    /// Takes the power from a host: nobody is told, what it had not sent is lost, and what comes for it waits.
    mutating func failPower(of host: Int) {
        hosts[host].isUp = false
        hosts[host].listeners = [:]
        hosts[host].datagrams = [:]
        for socket in sockets.numbers {
            guard let process = sockets[socket]?.process, processes[process].host == host else { continue }
            if case .end(let stream, let end) = sockets[socket]?.matter {
                streams[stream].ends[end].standing = .closed
                streams[stream].ends[end].socket = nil
                streams[stream].flows[1 - end].dropArrived()
                if streams[stream].flows[end].waits == .held { streams[stream].flows[end].drop(from: 0) }
            }
            sockets.remove(socket)
        }
        for process in processes.indices where processes[process].host == host {
            processes[process].isAlive = false
            processes[process].candidates = []
        }
    }

    /// Gives a host power again.
    mutating func restorePower(of host: Int) {
        hosts[host].isUp = true
        releaseHeld()
    }

    /// Lets nothing through from some hosts to others.
    mutating func cut(from senders: [Int], to receivers: [Int]) {
        for sender in senders {
            for receiver in receivers where sender != receiver { ways.cut(from: sender, to: receiver) }
        }
    }

    /// Takes such a cut back.
    mutating func heal(from senders: [Int], to receivers: [Int]) {
        var isFree = false
        for sender in senders {
            for receiver in receivers where sender != receiver {
                if ways.heal(from: sender, to: receiver) { isFree = true }
            }
        }
        if isFree { releaseHeld() }
    }

    /// Lets everything through between some hosts from now on.
    mutating func spare(_ hosts: [Int]) {
        ways.spare(hosts)
        releaseHeld()
    }

    private mutating func remove(_ socket: Int) {
        guard let closed = sockets[socket] else { return }
        processes[closed.process].candidates.removeAll { $0 == socket }
        let host = processes[closed.process].host
        switch closed.matter {
        case .listener(var waiting):
            hosts[host].listeners[closed.address.port] = nil
            while let next = waiting.popFirst() {
                sockets[next]?.resetsOnClose = true
                remove(next)
            }
        case .datagrams:
            hosts[host].datagrams[closed.address.port] = nil
        case .end(let stream, let end):
            closeEnd(end, of: stream, cutting: closed.resetsOnClose)
        }
        sockets.remove(socket)
    }
}
