/// Certificates that nodes show their clients.
extension WholeScenario {
    /// Draws whether nodes show certificates; a toy plays at what that takes.
    mutating func drawDoors(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3425E)
        // What each round trip more takes where much is lost, no visitor waits for.
        guard dice.below(12) == 0, !terrain.isRecorded, profile.lossPerMillion < Self.mostLoss else { return }
        // Who reads a few bytes at a time is not greeted as soon as a node wants it.
        guard !crowd.guests.contains(where: { ($0.pace ?? .max) < Self.leastPace }) else { return }
        terrain[.sealedDoors] = true
        guard terrain.refuge == nil else { return }
        for _ in 0...dice.below(5) {
            let mischief = Mischief.doors[dice.below(Mischief.doors.count)]
            let time = dice.pick(Self.allServe...max(Self.allServe, quietAt))
            let coming = WholeGuest.Deed(.reload(node: dice.below(nodes), early: 0), time: time)
            crowd.guests.append(WholeGuest(.stranger(mischief), at: "/channels/cellar", [coming]))
            let wait = mischief == .halfGreeting ? Mischief.longestGreeting : Mischief.patience
            quietAt = max(quietAt, time + wait + 1_000_000_000)
        }
        // Somebody renews the certificates, and has a node read them.
        let node = dice.below(nodes)
        let isMember = node < nodes - 1 || terrain.revision?.lastNode ?? .stays == .stays
        guard dice.below(2) == 0, isMember else { return }
        let start = dice.pick(Self.allServe...quietAt)
        faults.append(WholeFault(.rereading(node), start: start, end: start))
    }

    /// How many bytes somebody reads at a time at least who is greeted as soon as a node wants it.
    private static let leastPace = 64

    /// Of a million segments so many are lost at the most where nodes show certificates.
    private static let mostLoss = 20_000

    /// Whether nodes show certificates; that stands in no recording.
    var hasSealedDoors: Bool { terrain[.sealedDoors] && !terrain.isRecorded && recording == nil }

    /// What the file of the mesh says of that, of each node.
    static let doorSeal = #","tls":{"certificate":"door.pem","key":"door.key"}"#

    /// The files of all certificates, as nodes ask for them.
    static let doorFiles = ["etc/door.pem", "etc/door.key"]
}
