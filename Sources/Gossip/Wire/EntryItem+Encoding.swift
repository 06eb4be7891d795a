import Bytes

extension [UInt8] {
    /// Begins an item; its body is to be appended next.
    ///
    /// - Returns: Where the body starts, for ``endItem(_:)``.
    mutating func beginItem(_ tag: EntryItem.Tag) -> Int {
        append(tag.rawValue)
        append(0)
        return count
    }

    /// Ends an item whose body begins at `start`: its length is known now.
    mutating func endItem(_ start: Int) {
        let length = UInt64(count - start)
        guard length >= 0x80 else { return self[start - 1] = UInt8(length) }
        var bytes: [UInt8] = []
        bytes.append(varint: length)
        replaceSubrange((start - 1)..<start, with: bytes)
    }

    /// Appends a post; the frame itself must follow, as many bytes of it as the record says.
    ///
    /// - Parameters:
    ///   - record: What is known of it.
    ///   - notes: What belongs to it beside the frame; none for most.
    ///   - kind: The name space of its channel.
    ///   - name: The channel's name, in UTF-8.
    mutating func append(_ record: MessageRecord, notes: [UInt8], to kind: ChannelKind, named name: [UInt8]) {
        let distance = UInt64(record.rank - record.time)
        let nameLength = Self.varintLength(of: UInt64(name.count)) + name.count
        let keyLength = record.key == nil ? 0 : 16
        let notesLength = notes.isEmpty ? 0 : Self.varintLength(of: UInt64(notes.count)) + notes.count
        let length = 9 + Self.varintLength(of: distance) + nameLength + keyLength + notesLength + record.length
        let tags: (plain: EntryItem.Tag, keyed: EntryItem.Tag) =
            notes.isEmpty ? (.post, .keyedPost) : (.notedPost, .notedKeyedPost)
        append((record.key == nil ? tags.plain : tags.keyed).rawValue)
        append(varint: UInt64(length))
        append(bigEndian: UInt64(record.time))
        append(varint: distance)
        append(kind.rawValue)
        append(counted: name)
        if let key = record.key {
            append(bigEndian: key.high)
            append(bigEndian: key.low)
        }
        if !notes.isEmpty { append(counted: notes) }
    }

    /// Appends the hash of a log up to the entry before, if it is known.
    mutating func append(_ hash: LogHash) {
        guard hash.isKnown else { return }
        let item = beginItem(.logHash)
        append(bigEndian: hash.value)
        endItem(item)
    }

    /// Appends up to which rank a node let everything go, when it kept so many bytes.
    mutating func appendFloor(_ rank: Int64, keeping bytes: Int) {
        let item = beginItem(.floor)
        append(bigEndian: UInt64(bitPattern: rank))
        append(varint: UInt64(bytes))
        endItem(item)
    }

    /// Appends which channel.
    mutating func append(_ channel: ChannelKey) {
        append(channel.kind.rawValue)
        append(counted: channel.name)
    }

    /// Appends a snapshot of a run's state as it is at entry `sequence`.
    mutating func append(snapshot state: RunState, at sequence: UInt64) {
        let item = beginItem(.snapshot)
        // One that is doubted here has a lower number than what it tells of, and nobody would take it with that.
        append(varint: Swift.max(sequence, state.people.last?.sequence ?? 0, state.previous?.at ?? 0))
        append(counted: state.http.utf8)
        append(counted: state.url.utf8)
        append(varint: UInt64(state.links.count))
        for link in state.links { append(counted: link.utf8) }
        append(varint: UInt64(state.people.count))
        for user in state.people.all {
            append(varint: user.sequence)
            append(user.channel)
            append(counted: user.name.utf8)
            append(bigEndian: UInt64(user.claimTime))
            append(bigEndian: user.session)
            append(bigEndian: UInt64(user.joinTime))
        }
        append(varint: state.previous?.at ?? 0)
        if let previous = state.previous {
            append(varint: previous.epoch)
            append(varint: previous.upTo)
        }
        endItem(item)
    }
}

extension StateChange {
    /// The change as an item of a frame of entries.
    func encoded(time: Int64) -> [UInt8] {
        var bytes: [UInt8] = []
        let item = bytes.beginItem(tag)
        bytes.append(bigEndian: UInt64(time))
        switch self {
        case .join(let channel, let name, let claimTime, let session, let joinTime):
            bytes.append(channel)
            bytes.append(counted: name.utf8)
            bytes.append(bigEndian: UInt64(claimTime))
            bytes.append(bigEndian: session)
            bytes.append(bigEndian: UInt64(joinTime))
        case .leave(let sequence):
            bytes.append(varint: sequence)
        case .links(let names):
            bytes.append(varint: UInt64(names.count))
            for name in names { bytes.append(counted: name.utf8) }
        case .address(let http, let url):
            bytes.append(counted: http.utf8)
            bytes.append(counted: url.utf8)
        case .previous(let epoch, let upTo):
            bytes.append(varint: epoch)
            bytes.append(varint: upTo)
        }
        bytes.endItem(item)
        return bytes
    }

    private var tag: EntryItem.Tag {
        switch self {
        case .join: .join
        case .leave: .leave
        case .links: .links
        case .address: .address
        case .previous: .previous
        }
    }
}
