import Bytes

extension GossipNode {
    /// Takes bytes that arrived on a link; they may end anywhere.
    ///
    /// - Parameters:
    ///   - bytes: What arrived.
    ///   - number: The link.
    ///   - isLast: Whether nothing came with it that is still to be taken; if something did, ``settle(at:)`` is to be called
    ///     after that.
    ///   - now: The time.
    /// - Throws: When the peer must not go on: the shell sends what the link still has to say, closes it, and calls
    ///   ``closeLink(_:reason:isLast:at:)``.
    public mutating func receive(
        _ bytes: Span<UInt8>,
        on number: Int,
        isLast: Bool = true,
        at now: Moment
    ) throws(LinkError) {
        defer { checkInDebugBuilds() }
        guard links[number].isAlive else { return }
        links[number].probing.hear(at: now)
        links[number].statistics.countReceived(bytes: bytes.count)
        do throws(LinkError) {
            if links[number].incoming.isWhole {
                links[number].probing.noteBeginning(at: now)
                let used = try handleFrames(in: bytes, on: number, at: now)
                links[number].incoming.keep(bytes.extracting(used..<bytes.count))
            } else {
                var input = links[number].incoming.take(with: bytes)
                let used = try handleFrames(in: input.span, on: number, at: now)
                if used > 0 { links[number].probing.noteBeginning(at: now) }
                input.removeFirst(used)
                links[number].incoming.keep(input, ofAnother: used > 0)
            }
        } catch {
            if links[number].isAlive { sayGoodbye(error, on: number) }
            if isLast { settle(at: now) }
            throw error
        }
        if isLast { settle(at: now) }
    }

    /// Draws the conclusions of what arrived, once for all of it.
    public mutating func settle(at now: Moment) {
        defer { checkInDebugBuilds() }
        renewRunIfNeeded(at: now)
        settleReachability(at: now)
    }

    /// Handles every whole frame at the front.
    ///
    /// - Returns: How many bytes they had.
    private mutating func handleFrames(
        in bytes: Span<UInt8>,
        on number: Int,
        at now: Moment
    ) throws(LinkError) -> Int {
        var offset = 0
        while bytes.count - offset > Framing.lengthSize, links[number].isAlive {
            let length = Int(bytes.bigEndian(at: offset, as: UInt32.self))
            let type = try checkFrame(length: length, type: bytes[offset + Framing.lengthSize], on: number)
            guard bytes.count - offset >= Framing.lengthSize + length else { break }
            let body = bytes.extracting((offset + Framing.lengthSize + 1)..<(offset + Framing.lengthSize + length))
            let work = counters.work
            try handle(type, body, on: number, at: now)
            // What says nothing of runs, or nothing at all, is work too: 13,000 of the shortest are read at once.
            if counters.work == work { logs.count { $0.work.notes += 1 } }
            offset += Framing.lengthSize + length
        }
        return links[number].isAlive ? offset : bytes.count
    }

    /// Judges a frame by its first five bytes: garbage is noticed before anything is kept for it.
    private func checkFrame(length: Int, type: UInt8, on number: Int) throws(LinkError) -> FrameType {
        if links[number].isOpening {
            guard length <= Framing.helloLimit, length >= 1 else { throw .notAMeshNode }
            guard let type = FrameType(rawValue: type), type == .hello || type == .goodbye else { throw .notAMeshNode }
            return type
        }
        let longest = Framing.lengthLimit(frameBytes: settings.frameBytes)
        guard length <= longest, length >= 1 else { throw .frameTooLarge(length) }
        guard let type = FrameType(rawValue: type), settings.dialect.knows(type) else { throw .unknownFrame(type) }
        guard type == .entries || length <= Framing.overheadLimit else { throw .frameTooLarge(length) }
        guard type != .hello else { throw .unexpectedFrame(type) }
        // Datagrams overtake each other; a stream brings the answer to our greeting first.
        guard links[number].isConfirmed || links[number].transport == .udp || type == .welcome || type == .goodbye
        else { throw .unexpectedFrame(type) }
        return type
    }

    /// Handles a frame: the first after the peer's greeting shows that the link works both ways.
    private mutating func handle(
        _ type: FrameType,
        _ body: Span<UInt8>,
        on number: Int,
        at now: Moment
    ) throws(LinkError) {
        if type == .goodbye { throw .goodbye(goodbyeReason(body)) }
        if type == .hello {
            let spoken = settings.dialect.versions(settings.versions)
            return try handleHello(Hello(decoding: body, speaking: spoken), on: number, at: now)
        }
        if type == .welcome { try handleWelcome(body, on: number) }
        if !links[number].isConfirmed { confirm(number, at: now) }
        do throws(TruncatedInput) {
            try handleBody(of: type, body, on: number, at: now)
        } catch {
            throw .malformedFrame(type)
        }
    }

    private mutating func handleBody(
        of type: FrameType,
        _ body: Span<UInt8>,
        on number: Int,
        at now: Moment
    ) throws(TruncatedInput) {
        switch type {
        case .hello, .welcome, .goodbye: break
        case .clock: try handleClock(body, on: number, at: now)
        case .entries: try handleEntries(body, on: number, at: now)
        case .heads: try handleHeads(body, on: number, at: now)
        case .ask: try handleAsk(body, on: number)
        case .prune: try handlePrune(body, on: number)
        case .graft: try handleGraft(body, on: number)
        case .probe: try handleProbe(body, on: number, at: now)
        case .echo: try handleEcho(body, on: number, at: now)
        case .clockRequest: links[number].outbox.tellClock()
        case .agreement: try handleAgreement(body, on: number, at: now)
        case .piece: throw TruncatedInput()
        }
    }

    private func goodbyeReason(_ body: Span<UInt8>) -> String {
        var cursor = ByteCursor()
        return (try? cursor.text(limit: Hello.goodbyeLimit, in: body)) ?? "without a word"
    }
}
