/// What the ways between hosts are like, and which of them are cut.
struct Ways: Sendable {
    private let hostCount: Int

    /// How many faults cut each way, by sender and receiver.
    private var cuts: [Int32]

    /// The hosts between which nothing is cut any more.
    private var spared: Set<Int> = []

    /// What a way is like that has no profile of its own.
    private let common: WireProfile

    /// Those that are like no other.
    private var profiles: [Int: WireProfile] = [:]

    /// How many of a million segments and datagrams have another bit, and between which hosts: the first ones.
    private var tampering = (hosts: 0, perMillion: 0)

    /// Who overhears what is on its way, and whose bytes are counted.
    var taps = Taps()

    /// When each way takes the next datagram.
    private var datagramsFreeAt: [Int64]

    /// Makes ways that are all alike.
    init(hosts: Int, profile: WireProfile) {
        hostCount = hosts
        common = profile
        cuts = Array(repeating: 0, count: hosts * hosts)
        datagramsFreeAt = Array(repeating: 0, count: hosts * hosts)
    }

    /// What a way is like.
    func profile(from sender: Int, to receiver: Int) -> WireProfile {
        profiles.isEmpty ? common : profiles[sender * hostCount + receiver] ?? common
    }

    /// Makes one way unlike the others.
    mutating func set(_ profile: WireProfile, from sender: Int, to receiver: Int) {
        profiles[sender * hostCount + receiver] = profile
    }

    /// Whether nothing gets through.
    func isCut(from sender: Int, to receiver: Int) -> Bool {
        cuts[sender * hostCount + receiver] > 0 && !(spared.contains(sender) && spared.contains(receiver))
    }

    /// Lets everything through between some hosts from now on, whatever cuts there are.
    mutating func spare(_ hosts: [Int]) { spared.formUnion(hosts) }

    /// One more fault cuts a way.
    mutating func cut(from sender: Int, to receiver: Int) { cuts[sender * hostCount + receiver] += 1 }

    /// One fault less cuts a way.
    ///
    /// - Returns: Whether it is free now.
    mutating func heal(from sender: Int, to receiver: Int) -> Bool {
        cuts[sender * hostCount + receiver] -= 1
        return cuts[sender * hostCount + receiver] == 0
    }

    /// Changes a bit in so many more of a million segments and datagrams between the first hosts.
    mutating func tamper(betweenFirst count: Int, perMillion: Int) {
        tampering = (count, tampering.perMillion + perMillion)
    }

    /// What arrives of bytes that somebody may have changed.
    func tampered(_ bytes: [UInt8], from sender: Int, to receiver: Int, _ dice: inout Dice) -> [UInt8] {
        guard sender < tampering.hosts, receiver < tampering.hosts, !bytes.isEmpty,
            dice.chance(perMillion: tampering.perMillion)
        else { return bytes }
        var bytes = bytes
        bytes[dice.below(bytes.count)] ^= 1 << UInt8(dice.below(8))
        return bytes
    }

    /// Puts a datagram into the queue where a way is narrow.
    ///
    /// - Returns: When it is through; `nil` when the queue is full.
    mutating func queueDatagram(_ byteCount: Int, from sender: Int, to receiver: Int, at now: Int64) -> Int64? {
        let profile = profile(from: sender, to: receiver)
        let way = sender * hostCount + receiver
        let rate = Int64(profile.bytesPerSecond)
        let wait = max(0, datagramsFreeAt[way] - now)
        guard wait / 1000 * rate / 1_000_000 <= Int64(profile.queueBytes) else { return nil }
        datagramsFreeAt[way] = now + wait + Int64(byteCount) * 1_000_000_000 / rate
        return datagramsFreeAt[way]
    }
}
