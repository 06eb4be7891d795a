import Bytes

extension GossipNode {
    /// How much one step of a reader gives at most of history and of what was missed, in bytes, so that a reader does
    /// not hold up the others.
    public static let replayBytes = 64 << 10

    /// The next step of a reader.
    ///
    /// - Parameters:
    ///   - reading: The reader.
    ///   - channel: Its channel, which is open.
    ///   - place: Where the live clients of the channel are; the reader gets no further.
    ///   - limit: How much to give at most, in bytes, of history and of what was missed, unless the first message
    ///     alone is longer.
    ///   - looks: Are taken: as many as are left, but for what cannot be put off.
    /// - Returns: What to do; `nil` when none are left, and it is to go on where it is.
    public mutating func advance(
        _ reading: inout Reading,
        in channel: Int,
        upTo place: AudiencePlace,
        limit: Int = replayBytes,
        looks: inout Looks
    ) -> ReadingStep? {
        defer { checkInDebugBuilds(.logs) }
        guard let replay = reading.replay else { return streamStep(&reading, in: channel, upTo: place) }
        if case .history(let history) = replay.stage {
            let step = historyStep(&reading, history, in: channel, limit: limit, &looks)
            looks.endStep()
            if let step { return step }
            reading.updateReplay { $0.stage = .backlog(next: history.end) }
        }
        let step = backlogStep(&reading, in: channel, upTo: place, limit: limit, &looks)
        looks.endStep()
        if step == nil { mark(.readerPaused) }
        return step
    }

    /// The next frames behind the cursor, as they are.
    private func streamStep(_ reading: inout Reading, in channel: Int, upTo place: AudiencePlace) -> ReadingStep {
        guard let frames = channels.frames(of: channel) else { return .wait }
        var looks = Looks()  // It has seen no more than it was sent.
        var (cursor, end) = (0, 0)
        repeat {
            cursor = reading.cursor
            let step = lossStep(&reading, in: channel, upTo: place, &looks, isHere: { $0.offset <= cursor })
            if let step { return step }
            end = moveBehindUnsent(&reading, in: channel, upTo: place)
        } while reading.cursor != cursor
        guard cursor < place.offset else {
            guard reading.ownFrames.isEmpty, reading.lossCount == place.lossCount else { return .wait }
            return .live(LivePermit(place: place))
        }
        guard frames.holds(cursor) else { return .overtaken }
        if let loss = nextLoss(for: reading, in: channel, upTo: place) { end = min(end, loss.offset) }
        end = min(end, frames.chunkEnd(after: cursor))
        reading.move(to: end)
        return .frames(cursor..<end)
    }

    /// Moves a reader on where it stands before what it is not sent: what its client posted itself, and second copies.
    ///
    /// - Returns: Where the next of that begins, or the live clients are.
    private func moveBehindUnsent(_ reading: inout Reading, in channel: Int, upTo place: AudiencePlace) -> Int {
        let cursor = reading.cursor
        var end = place.offset
        for unsent in [reading.ownFrames.first, channels.silentRange(of: channel, from: cursor)] {
            guard let unsent else { continue }
            if unsent.contains(cursor) { reading.move(to: min(max(reading.cursor, unsent.upperBound), end)) }
            if unsent.lowerBound > cursor { end = min(end, unsent.lowerBound) }
        }
        return end
    }

    /// The next messages in the order of arrival that the client has not seen.
    ///
    /// It goes from record to record. A loss that stands before one is told first; what is not for the client is passed; what is
    /// ends the step. Wherever that ends, the next one goes on.
    private mutating func backlogStep(
        _ reading: inout Reading,
        in channel: Int,
        upTo place: AudiencePlace,
        limit: Int,
        _ looks: inout Looks
    ) -> ReadingStep? {
        guard case .backlog(var next) = reading.replay?.stage, let content = channels[channel] else { return .wait }
        guard next >= content.records.start else {
            mark(.readerOvertaken)
            return .overtaken
        }
        if settle(&reading, in: channel, at: content.records.end, &looks), let filter = reading.replay?.filter {
            // What was hidden so far may not have been seen.
            next = min(next, firstRecord(in: channel, notIn: filter, &looks))
        }
        defer { if reading.isReplaying { reading.updateReplay { $0.stage = .backlog(next: next) } } }
        while next < content.records.end, content.records[next].offset < place.offset {
            guard looks.left > 0 else { return nil }
            looks.take()
            let step = lossStep(&reading, in: channel, upTo: place, &looks, isHere: { $0.record <= next })
            guard step == nil, looks.left >= 0 else { return step }
            if isWanted(next, of: content, by: reading) {
                guard content.canRead(next) else { return .overtaken }
                let lost = passHiddenRuns(before: content.records[next], of: content, by: &reading, &looks)
                if lost > 0, reading.hearsOfLosses { return .lost(lost, upTo: nil) }
                return .frames(
                    give(from: &next, of: content, to: &reading, upTo: place, limit: limit, in: channel, &looks)
                )
            }
            pass(next, of: content, by: &reading)
            next += 1
        }
        let step = lossStep(&reading, in: channel, upTo: place, &looks, isHere: { $0.record <= next })
        guard step == nil, looks.left >= 0 else { return step }
        return meetLiveClients(&reading, before: next, of: content, at: place)
    }

    /// Lets a reader that has read everything before a record stand with the live clients, if they stand there too.
    private func meetLiveClients(
        _ reading: inout Reading,
        before next: Int,
        of content: Channel,
        at place: AudiencePlace
    ) -> ReadingStep {
        // A reader of history may have read what the live clients are still to be sent.
        let offset = next < content.records.end ? content.records[next].offset : content.frames.end
        guard offset == place.offset, reading.lossCount == place.lossCount,
            reading.replay?.isSettled(at: next, behind: reading.lossCount) == true
        else { return .wait }
        reading.finishReplay(at: offset)
        return reading.ownFrames.isEmpty ? .live(LivePermit(place: place)) : .wait
    }

    /// Gives a reader messages that follow each other, the first of which is for it.
    ///
    /// - Parameters:
    ///   - next: The first of them; moves behind the last.
    ///   - content: The channel.
    ///   - reading: The reader.
    ///   - place: Where the live clients are.
    ///   - limit: How much to give at most, in bytes, unless the first alone is longer.
    ///   - channel: The channel's number.
    ///   - looks: Are taken; one was for the first.
    /// - Returns: Where their frames lie.
    private func give(
        from next: inout Int,
        of content: Channel,
        to reading: inout Reading,
        upTo place: AudiencePlace,
        limit: Int,
        in channel: Int,
        _ looks: inout Looks
    ) -> Range<Int> {
        let (first, start) = (next, content.records[next].offset)
        let last = min(content.frames.chunkEnd(after: start), start + min(limit, Self.replayBytes), place.offset)
        let stop = min(nextLoss(for: reading, in: channel, upTo: place)?.record ?? .max, content.records.end)
        // Each may say something of runs that are hidden.
        let isAlone = reading.replay?.filter.hidden.isEmpty == false
        var end = start
        repeat {
            let record = content.records[next]
            reading.updateReplay { $0.filter.note(record.sequence, of: record.origin) }
            end += record.length
            next += 1
        } while next - first <= looks.left && !isAlone && next < stop
            && content.records[next].offset == end && content.canRead(next)
            && end + content.records[next].length <= last
            && isWanted(next, of: content, by: reading)
        looks.take(next - first - 1)
        return start..<end
    }

    /// Looks whether everything is here by now that a reader came with.
    ///
    /// - Returns: Whether less is hidden from it than was.
    private mutating func settle(
        _ reading: inout Reading,
        in channel: Int,
        at end: Int,
        _ looks: inout Looks
    ) -> Bool {
        guard reading.replay?.settledEnd == nil else { return false }
        return reading.updateReplay { replay in
            let hidden = replay.filter.hidden
            settle(&replay.filter, &looks)
            // What came last may have come as a loss, of which live clients are still to be told.
            if replay.filter.isSettled { replay.settledEnd = (end, logs.sealLosses(of: channel)) }
            return replay.filter.hidden != hidden
        }
    }
}

extension Replay {
    /// Whether nothing from a record on, and behind so many losses, can have been seen elsewhere.
    fileprivate func isSettled(at next: Int, behind lossCount: Int) -> Bool {
        settledEnd.map { $0.record <= next && $0.lossCount <= lossCount } ?? false
    }
}
