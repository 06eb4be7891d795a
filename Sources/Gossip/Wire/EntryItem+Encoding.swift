import Bytes

extension [UInt8] {
    /// Appends a post; the frame itself must follow, as many bytes of it as the record says.
    mutating func append(_ record: MessageRecord, to kind: ChannelKind, named name: [UInt8]) {
        append((record.key == nil ? EntryItem.Tag.post : .keyedPost).rawValue)
        append(bigEndian: UInt64(record.time))
        append(varint: UInt64(record.rank - record.time))
        append(kind.rawValue)
        append(counted: name)
        if let key = record.key {
            append(bigEndian: key.high)
            append(bigEndian: key.low)
        }
        append(varint: UInt64(record.length))
    }

    /// Appends which channel.
    mutating func append(_ channel: ChannelKey) {
        append(channel.kind.rawValue)
        append(counted: channel.name)
    }

    /// Appends a snapshot of a run's state as it is at entry `sequence`.
    mutating func append(snapshot state: RunState, at sequence: UInt64) {
        append(EntryItem.Tag.snapshot.rawValue)
        // One that is doubted here has a lower number than what it tells of, and nobody would take it with that.
        append(varint: Swift.max(sequence, state.users.last?.sequence ?? 0, state.previous?.at ?? 0))
        append(counted: state.http.utf8)
        append(counted: state.url.utf8)
        append(varint: UInt64(state.links.count))
        for link in state.links { append(counted: link.utf8) }
        append(varint: UInt64(state.users.count))
        for user in state.users {
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
    }
}

extension StateChange {
    /// The change as an item of a frame of entries.
    func encoded(time: Int64) -> [UInt8] {
        var bytes: [UInt8] = []
        func begin(_ tag: EntryItem.Tag) {
            bytes.append(tag.rawValue)
            bytes.append(bigEndian: UInt64(time))
        }
        switch self {
        case .join(let channel, let name, let claimTime, let session, let joinTime):
            begin(.join)
            bytes.append(channel)
            bytes.append(counted: name.utf8)
            bytes.append(bigEndian: UInt64(claimTime))
            bytes.append(bigEndian: session)
            bytes.append(bigEndian: UInt64(joinTime))
        case .leave(let sequence):
            begin(.leave)
            bytes.append(varint: sequence)
        case .links(let names):
            begin(.links)
            bytes.append(varint: UInt64(names.count))
            for name in names { bytes.append(counted: name.utf8) }
        case .address(let http, let url):
            begin(.address)
            bytes.append(counted: http.utf8)
            bytes.append(counted: url.utf8)
        case .previous(let epoch, let upTo):
            begin(.previous)
            bytes.append(varint: epoch)
            bytes.append(varint: upTo)
        }
        return bytes
    }
}
