import Reactor

extension Fabric {
    /// Tells a process what is ready; what stays ready is told again the next time.
    mutating func takeReady(for process: Int, into events: inout [ReadyEvent]) {
        events.removeAll(keepingCapacity: true)
        processes[process].isWoken = false
        var candidates: [Int] = []
        swap(&candidates, &processes[process].candidates)
        candidates.removeAll { socket in
            if let event = readiness(of: socket) {
                events.append(event)
                return false
            }
            sockets[socket]?.isCandidate = false
            return true
        }
        processes[process].candidates = candidates
    }

    /// Whether a process has something to do, now that it has done something.
    mutating func hasReady(_ process: Int) -> Bool {
        for socket in processes[process].candidates where readiness(of: socket) != nil { return true }
        return false
    }

    /// Changes what a process wants to hear of a socket.
    mutating func watch(_ socket: Int, as watch: FabricSocket.Watch?) {
        sockets[socket]?.watch = watch
        touch(socket)
        guard watch?.interest.contains(.write) == true, case .end(let stream, let end) = sockets[socket]?.matter else {
            return
        }
        let heard = streams[stream].flows[end].lastHeard
        if heard > now { tellRoom(stream, end, at: heard) }
    }

    /// What a socket's process is told of it; `nil` for nothing.
    mutating func readiness(of socket: Int) -> ReadyEvent? {
        guard let watch = sockets[socket]?.watch else { return nil }
        let (isReadable, isWritable, isHungUp) = level(of: socket)
        guard isHungUp || isReadable && watch.interest.contains(.read) || isWritable && watch.interest.contains(.write)
        else { return nil }
        return ReadyEvent(
            token: watch.token,
            isReadable: isHungUp || isReadable && watch.interest.contains(.read),
            isWritable: isHungUp || isWritable && watch.interest.contains(.write),
            isHungUp: isHungUp
        )
    }

    /// How things stand with a socket, whatever its process wants to hear.
    mutating func level(of socket: Int) -> (isReadable: Bool, isWritable: Bool, isHungUp: Bool) {
        switch sockets[socket]?.matter {
        case nil: return (false, false, false)
        case .listener(let waiting): return (!waiting.isEmpty, false, false)
        case .datagrams(let waiting): return (!waiting.isEmpty, true, false)
        case .end(let stream, let end):
            switch streams[stream].ends[end].standing {
            case .connecting: return (false, false, false)
            case .failed, .closed: return (true, true, true)
            case .standing: break
            }
            let profile = profile(of: stream, from: end)
            let isWritable = streams[stream].flows[end].isWritable(of: profile.bufferBytes, at: now)
            let (other, isEnding) = (1 - end, streams[stream].flows[end].isEnding)
            let hasEnded = streams[stream].flows[other].hasArrivedEnd
            return (
                streams[stream].flows[other].unread > 0 || hasEnded, isWritable,
                streams[stream].flows[other].isReset || hasEnded && isEnding
            )
        }
    }
}
