import Bytes

/// What most channels have nothing of.
extension Channel {
    /// What turned out to be lost while somebody used the channel.
    var losses: Losses {
        _read { yield exceptions.value.losses }
        _modify { yield &exceptions.value.losses }
    }

    /// The messages that have a key.
    var keys: KeyTable { _read { yield exceptions.value.keys } }

    /// Takes a message out of the copies of its key; the records are lent only meanwhile, or to change them would copy them.
    mutating func forget(
        _ key: MessageKey,
        of number: Int,
        by isBefore: (Int, Int) -> Bool
    ) -> (stood: Bool, heir: Int?) {
        let records = records
        return exceptions.value.keys.remove(
            number,
            of: key,
            at: timeline.letGoCount,
            isEarlier: { records[$0].isEarlier(than: records[$1], by: isBefore) }
        )
    }

    /// The first stretch at or after `offset` that live readers pass over.
    public func silentRange(from offset: Int) -> Range<Int>? {
        guard exceptions.isUsed else { return nil }
        let ranges = exceptions.value.silentRanges
        let number = ranges.partition { $0.upperBound <= offset }
        return number < ranges.end ? ranges[number] : nil
    }

    /// Adds what belongs to the newest message beside its frame.
    mutating func append(_ notes: Span<UInt8>, to number: Int) {
        exceptions.value.notes.append(notes, to: number)
    }

    /// What belongs to a message beside its frame, nothing where it has no notes; `nil` where they were given back.
    func notes(of number: Int) -> [UInt8]? {
        let length = records[number].notesLength
        return length > 0 ? exceptions.value.notes.notes(of: number, length) : []
    }

    /// Takes notice that a message was let go that has notes.
    mutating func letGoNotes(of number: Int, _ record: MessageRecord) {
        exceptions.value.notes.letGo(number, record.notesLength, describing: record.offset)
    }
}
