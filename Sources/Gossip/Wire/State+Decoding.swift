import Bytes

extension StateChange {
    /// Reads what follows the tag and the time of a state entry.
    init(decoding bytes: Span<UInt8>, tag: EntryItem.Tag, at cursor: inout ByteCursor) throws(TruncatedInput) {
        switch tag {
        case .join:
            let channel = try cursor.channelKey(in: bytes)
            let name = try cursor.text(limit: EntryItem.userNameLimit, in: bytes)
            let claimTime = try cursor.time(in: bytes)
            let session = try cursor.integer(UInt128.self, in: bytes)
            let joinTime = try cursor.time(in: bytes)
            self = .join(channel: channel, name: name, claimTime: claimTime, session: session, joinTime: joinTime)
        case .leave:
            self = .leave(sequence: try cursor.sequence(in: bytes))
        case .links:
            self = .links(try cursor.linkNames(in: bytes))
        case .address:
            let http = try cursor.text(limit: EntryItem.addressLimit, in: bytes)
            self = .address(http: http, url: try cursor.text(limit: EntryItem.addressLimit, in: bytes))
        case .previous:
            let (epoch, upTo) = try cursor.runLink(in: bytes)
            self = .previous(epoch: epoch, upTo: upTo)
        case .post, .keyedPost, .notedPost, .notedKeyedPost, .gap, .snapshot, .closedRuns, .logHash, .countedLosses,
            .floor:
            throw TruncatedInput()
        }
    }
}

extension RunState {
    /// Reads what follows the tag and the number of a snapshot.
    init(decoding bytes: Span<UInt8>, at cursor: inout ByteCursor) throws(TruncatedInput) {
        http = try cursor.text(limit: EntryItem.addressLimit, in: bytes)
        url = try cursor.text(limit: EntryItem.addressLimit, in: bytes)
        links = try cursor.linkNames(in: bytes)
        let count = try cursor.varint(in: bytes)
        guard count <= UInt64(RunUsers.limit) else { throw TruncatedInput() }
        var previous: UInt64 = 0
        var channel: ChannelKey?
        for _ in 0..<count {
            let sequence = try cursor.sequence(in: bytes)
            guard sequence > previous else { throw TruncatedInput() }
            previous = sequence
            let room = try cursor.channelKey(in: bytes, after: channel)
            channel = room
            let name = try cursor.text(limit: EntryItem.userNameLimit, in: bytes)
            let claimTime = try cursor.time(in: bytes)
            let session = try cursor.integer(UInt128.self, in: bytes)
            let user = User(
                sequence: sequence,
                channel: room,
                name: name,
                claimTime: claimTime,
                session: session,
                joinTime: try cursor.time(in: bytes)
            )
            // A node with a longer limit for frames can be told of more than others could be.
            if people.hasRoom(for: user) { people.insert(user) }
        }
        let at = try cursor.sequence(in: bytes)
        guard at > 0 else { return }
        let (epoch, upTo) = try cursor.runLink(in: bytes)
        self.previous = RunLink(at: at, epoch: epoch, upTo: upTo)
    }
}

extension ByteCursor {
    /// Reads the names of neighbours.
    mutating func linkNames(in bytes: Span<UInt8>) throws(TruncatedInput) -> [String] {
        let count = try varint(in: bytes)
        guard count <= UInt64(EntryItem.linkLimit) else { throw TruncatedInput() }
        var names: [String] = []
        for _ in 0..<count {
            let name = try counted(limit: Hello.nameLimit, in: bytes)
            guard bytes.extracting(name).isNodeName else { throw TruncatedInput() }
            names.append(try bytes.string(in: name))
        }
        return names
    }
}
