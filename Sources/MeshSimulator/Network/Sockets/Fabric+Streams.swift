import Reactor

extension Fabric {
    /// Sends as many of the bytes as there is room for.
    mutating func send(_ bytes: Span<UInt8>, on socket: Int) -> SendResult {
        guard case .end(let stream, let end) = sockets[socket]?.matter else {
            return .failed(SystemError.Code.notConnected)
        }
        switch streams[stream].ends[end].standing {
        case .connecting: return .wouldBlock
        case .failed, .closed: return .failed(SystemError.Code.brokenPipe)
        case .standing: break
        }
        let profile = profile(of: stream, from: end)
        guard !streams[stream].flows[1 - end].isReset, !streams[stream].flows[end].isEnding else {
            return .failed(SystemError.Code.brokenPipe)
        }
        let room = streams[stream].flows[end].room(of: profile.bufferBytes, at: now)
        guard room > 0 else { return .wouldBlock }
        guard !bytes.isEmpty else { return .sent(0) }
        let count = min(room, bytes.count)
        // What was written at once may arrive in parts.
        let cut = dice.below(4) == 0 ? dice.below(count) : 0
        if cut > 0 { append(.bytes(bytes.copy(0..<cut)), to: stream, from: end, over: profile) }
        append(.bytes(bytes.copy(cut..<count)), to: stream, from: end, over: profile)
        return .sent(count)
    }

    /// Takes bytes that have arrived.
    mutating func receive(
        from socket: Int,
        into buffer: inout MutableSpan<UInt8>,
        limit: Int
    ) throws(SystemError) -> Received {
        guard case .end(let stream, let end) = sockets[socket]?.matter else {
            throw .failed("recv", SystemError.Code.notConnected)
        }
        if case .failed(let code) = streams[stream].ends[end].standing { throw .failed("recv", code) }
        let sender = 1 - end
        let way = (from: streams[stream].ends[end].host, to: streams[stream].ends[sender].host)
        let heard =
            ways.isCut(from: way.from, to: way.to)
            ? nil : now + ways.profile(from: way.from, to: way.to).delay.shortest
        let count = streams[stream].flows[sender].read(into: &buffer, limit: limit, heardAt: heard)
        if count > 0 {
            ways.taps.handleRead(count, of: way.to, by: sockets[socket]?.process ?? -1)
            if let heard { tellRoom(stream, sender, at: heard) }
            return .bytes(count)
        }
        if streams[stream].flows[sender].isReset { throw .failed("recv", SystemError.Code.reset) }
        return streams[stream].flows[sender].hasArrivedEnd ? .ended : .wouldBlock
    }

    /// Ends one side of a stream.
    mutating func endSending(on socket: Int) {
        guard case .end(let stream, let end) = sockets[socket]?.matter,
            streams[stream].ends[end].standing == .standing, !streams[stream].flows[end].isEnding
        else { return }
        streams[stream].flows[end].isEnding = true
        append(.end, to: stream, from: end, over: profile(of: stream, from: end))
    }

    /// Lets one end of a stream go: with an RST if something was not read, with a FIN else.
    mutating func closeEnd(_ end: Int, of stream: Int, cutting: Bool) {
        let standing = streams[stream].ends[end].standing
        let cuts = cutting || streams[stream].flows[1 - end].unread > 0
        streams[stream].ends[end].standing = .closed
        streams[stream].ends[end].socket = nil
        streams[stream].flows[1 - end].dropArrived()
        guard standing == .standing, !streams[stream].flows[1 - end].isReset else { return }
        let hasEnded = streams[stream].flows[end].isEnding
        streams[stream].flows[end].isEnding = true
        if cuts {
            // What is not acknowledged is not sent again.
            let kept = dice.below(streams[stream].flows[end].segments.count + 1)
            streams[stream].flows[end].drop(from: kept)
            append(.reset, to: stream, from: end, over: profile(of: stream, from: end))
        } else if !hasEnded {
            append(.end, to: stream, from: end, over: profile(of: stream, from: end))
        }
    }

    /// Delivers what is due of what one end sent.
    mutating func deliver(_ stream: Int, _ end: Int) {
        streams[stream].flows[end].waits = .idle
        guard isOpen(stream, from: end) else {
            streams[stream].flows[end].waits = .held
            return
        }
        while let matter = streams[stream].flows[end].popDue(at: now) { take(matter, of: stream, from: end) }
        touch(streams[stream].ends[1 - end].socket)
        awaitSegment(of: stream, from: end)
    }

    /// Goes on with everything that waited for a way or a host, after a while.
    mutating func releaseHeld() {
        for stream in streams.indices {
            for end in 0..<2 {
                let (from, to) = (streams[stream].ends[end].host, streams[stream].ends[1 - end].host)
                guard !ways.isCut(from: from, to: to) else { continue }
                let profile = ways.profile(from: from, to: to)
                let later = now + dice.pick(0...profile.retransmission)
                // What goes this way is also what tells of the other way.
                streams[stream].flows[1 - end].acknowledge(at: later)
                tellRoom(stream, 1 - end, at: later)
                guard streams[stream].flows[end].waits == .held, hosts[to].isUp else { continue }
                streams[stream].flows[end].waits = .due
                queue.schedule(.segment(stream: Int32(stream), end: Int8(end)), at: later)
            }
        }
    }

    private mutating func take(_ matter: Flow.Matter, of stream: Int, from end: Int) {
        let receiver = 1 - end
        let isClosed = streams[stream].ends[receiver].standing == .closed
        switch matter {
        case .bytes(let bytes):
            let (from, to) = (streams[stream].ends[end].host, streams[stream].ends[receiver].host)
            let arrived = ways.tampered(bytes, from: from, to: to, &dice)
            guard isClosed else { return streams[stream].flows[end].arrive(arrived) }
            // Nobody is there any more (RFC 9293 §3.10.7.1).
            append(.reset, to: stream, from: receiver, over: profile(of: stream, from: receiver))
        case .end:
            if !isClosed { streams[stream].flows[end].end = .end }
        case .reset:
            streams[stream].flows[end].end = .reset
            streams[stream].flows[receiver].drop(from: 0)
        }
    }

    private mutating func append(_ matter: Flow.Matter, to stream: Int, from end: Int, over profile: WireProfile) {
        streams[stream].flows[end].append(matter, over: profile, at: now, &dice)
        awaitSegment(of: stream, from: end)
    }

    private mutating func awaitSegment(of stream: Int, from end: Int) {
        guard streams[stream].flows[end].waits == .idle, let next = streams[stream].flows[end].segments.first else {
            return
        }
        streams[stream].flows[end].waits = .due
        queue.schedule(.segment(stream: Int32(stream), end: Int8(end)), at: max(next.due, now))
    }

    /// Has an end told when it learns of room, if it wants to be.
    mutating func tellRoom(_ stream: Int, _ end: Int, at time: Int64) {
        guard let socket = streams[stream].ends[end].socket,
            sockets[socket]?.watch?.interest.contains(.write) == true
        else { return }
        queue.schedule(.room(stream: Int32(stream), end: Int8(end)), at: time)
    }

    private func isOpen(_ stream: Int, from end: Int) -> Bool {
        let (from, to) = (streams[stream].ends[end].host, streams[stream].ends[1 - end].host)
        return hosts[to].isUp && !ways.isCut(from: from, to: to)
    }

    /// What the way is like that one end sends on.
    func profile(of stream: Int, from end: Int) -> WireProfile {
        ways.profile(from: streams[stream].ends[end].host, to: streams[stream].ends[1 - end].host)
    }
}

extension Span<UInt8> {
    /// Some of the bytes, to keep.
    func copy(_ range: Range<Int>) -> [UInt8] {
        Array(capacity: range.count) { for index in range { $0.append(self[index]) } }
    }
}
