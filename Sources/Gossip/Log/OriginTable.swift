import Bytes

/// A node of the mesh, whatever its run.
struct MeshMember {
    /// Its name.
    let name: String

    /// The numbers of its runs that were heard of, the oldest first.
    var runs = OrderedPages<Int>()

    /// Its runs that are over, and of which nothing is held.
    var closed = ClosedRuns()

    /// Up to which epoch somebody has closed all of its runs, and how many messages those had.
    var closedElsewhere = ClosedRuns()
}

/// Numbers for names of nodes and for their runs, so that everything else can be an array.
struct OriginTable {
    /// What is known of runs, by the places in their numbers; a free place has none, and the first one never has.
    private var slots: [Origin] = [.closed]

    private var freePlaces: [Int32] = []

    /// How many runs ever got a number.
    private(set) var madeCount = 0

    private(set) var members: [MeshMember] = []
    private var memberNumbers: [String: Int] = [:]
    private var index = OriginIndex()
    private var room: RunRoom

    /// What it takes to tell channels apart in the gaps of all logs, in bytes.
    private(set) var namingBytes = 0

    /// Whose names are the next to be forgotten, if they are many.
    private var forgetful = 0

    /// Starts without any run.
    init(_ limits: GossipLimits = GossipLimits()) {
        room = RunRoom(limits)
    }

    /// Takes notice of which nodes the own file names: they have room of their own.
    mutating func name(_ names: Set<String>) {
        room.name(names, having: members.lazy.map { ($0.name, $0.runs.count) })
    }

    /// The number of a node, if anything was heard of it.
    func member(named name: String) -> Int? { memberNumbers[name] }

    /// The number of a node.
    mutating func member(namedOrNew name: String) -> Int {
        if let number = memberNumbers[name] { return number }
        memberNumbers[name] = members.count
        members.append(MeshMember(name: name))
        return members.count - 1
    }

    /// The number of a node that a link is said to lead to; `nil` for a new one that the file does not name when there are
    /// `limit` already.
    mutating func member(linkedAs name: String, limit: Int) -> Int? {
        members.count < limit || room.isNamed(name) ? member(namedOrNew: name) : member(named: name)
    }

    /// Finds the number of a run by what stands in a message, without making a string.
    func number(of name: Span<UInt8>, epoch: UInt64) -> Int? {
        let tag = NameTag(name)
        return index.number(of: name.hash(seed: epoch)) { number in
            self[number].epoch == epoch && self[number].tag == tag
                && (tag.isWhole || self[number].name.isEqual(to: name))
        }
    }

    /// Adds a run that has no number yet.
    mutating func add(_ name: String, epoch: UInt64) -> Int {
        let bytes = Array(name.utf8)
        let identity = bytes.span.hash(seed: epoch)
        let free = freePlaces.popLast()
        let number = RunNumber.make(after: madeCount, at: free.map(Int.init) ?? slots.count)
        madeCount += 1
        index.insert(number, for: identity)
        let member = member(namedOrNew: name)
        room.count(1, of: name)
        let origin = Origin(number: number, node: member, name: bytes, epoch: epoch, identity: identity)
        if let free { slots[Int(free)] = origin } else { slots.append(origin) }
        // Peers tell of runs in whatever order.
        let slots = slots
        members[member].runs.insert(number) { slots[RunNumber.place(of: $0)].epoch < epoch }
        return number
    }

    /// Forgets runs of a node, for ever: their numbers say nothing any more.
    mutating func close(_ numbers: [Int], of member: Int) {
        for number in numbers {
            index.remove(number, for: self[number].identity)
            namingBytes -= self[number].log.gaps.namingBytes
            slots[RunNumber.place(of: number)] = .closed
            freePlaces.append(Int32(RunNumber.place(of: number)))
        }
        room.count(-numbers.count, of: members[member].name)
        // One by one they would take the square of their count.
        let closed = Set(numbers)
        members[member].runs.removeAll { closed.contains($0) }
    }

    /// Whether a run is not closed.
    func isOpen(_ number: Int) -> Bool { slots[RunNumber.place(of: number)].number == number }

    /// The numbers of the runs that are not closed, in no particular order.
    var numbers: [Int] { slots.compactMap(\.number) }

    /// What all logs are together, added up anew: how many messages they hold, what the names in their gaps take, in bytes,
    /// and the hash of their heads.
    var countedSums: (messages: Int, namingBytes: Int, clockHash: UInt64) {
        var sums = (messages: 0, namingBytes: 0, clockHash: UInt64(0))
        // By their places: each copy of one has all its references counted.
        for place in slots.indices where slots[place].number != nil {
            sums.messages += slots[place].log.heldCount
            sums.namingBytes += slots[place].log.gaps.namingBytes
            sums.clockHash &+= slots[place].clockHash
        }
        return sums
    }

    /// How many places there are for runs; see ``number(at:)``.
    var placeCount: Int { slots.count }

    /// Whether there is room for one more run of a node, known or new.
    func hasRoom(forRunOf name: String) -> Bool {
        room.hasRoom(for: name, having: member(named: name).map { members[$0].runs.count } ?? 0)
    }

    /// Whether there is room for one more run of a node.
    func hasRoom(forRunOf member: Int) -> Bool {
        room.hasRoom(for: members[member].name, having: members[member].runs.count)
    }

    /// The oldest runs of a node that are to make room for its next ones.
    func excess(of member: Int) -> [Int] {
        let runs = members[member].runs
        return Array(runs.all.prefix(room.excess(of: members[member].name, having: runs.count)))
    }

    /// The number of the run at a place; `nil` for a free one.
    func number(at place: Int) -> Int? { slots[place].number }

    /// Finds the run of a node that has an epoch.
    func run(of member: Int, epoch: UInt64) -> Int? {
        let run = members[member].runs.first(notBelow: { self[$0].epoch < epoch })
        return run.flatMap { self[$0].epoch == epoch ? $0 : nil }
    }

    /// An origin, to be read or changed in place; of a closed one nothing can be changed.
    subscript(number: Int) -> Origin {
        _read { yield slots[isOpen(number) ? RunNumber.place(of: number) : 0] }
        _modify {
            precondition(isOpen(number), "a run was changed that is closed")
            yield &slots[RunNumber.place(of: number)]
        }
    }

    /// Changes what is held of a run that is not closed.
    mutating func updateLog(of number: Int, _ change: (inout EntryLog) -> Void) {
        namingBytes -= self[number].log.gaps.namingBytes
        change(&self[number].log)
        namingBytes += self[number].log.gaps.namingBytes
    }

    /// Has logs count messages in gaps without their names, the oldest first, until these take no more than so many bytes:
    /// those logs first that have more than their share.
    mutating func forgetNames(downTo bytes: Int) {
        while namingBytes > max(bytes, 0) {
            let (excess, share) = (namingBytes - bytes, max(1, namingBytes / slots.count))
            // One of them has as much as all have in the middle.
            while slots[forgetful].log.gaps.namingBytes < share { forgetful = (forgetful + 1) % slots.count }
            let before = slots[forgetful].log.gaps.namingBytes
            slots[forgetful].log.forgetOldestNames(downTo: max(0, before - excess))
            namingBytes += slots[forgetful].log.gaps.namingBytes - before
        }
    }

    /// A node, to be read or changed in place.
    subscript(member number: Int) -> MeshMember {
        _read { yield members[number] }
        _modify { yield &members[number] }
    }

    /// Whether a run sorts before another: by name, then epoch.
    func isBefore(_ first: Int, _ second: Int) -> Bool {
        let (first, second) = (self[first], self[second])
        if first.name != second.name { return first.name.lexicographicallyPrecedes(second.name) }
        return first.epoch < second.epoch
    }
}
