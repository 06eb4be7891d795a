import JSON

/// What nodes keep where messages are let go: nothing that is too old, and all that is not; and of more than fits what fits.
extension WholeMesh {
    /// What is too old is let go soon.
    ///
    /// - Parameters:
    ///   - kind: The kind of the channel.
    ///   - name: Its name.
    ///   - times: When each message was said the last time, in nanoseconds.
    mutating func judgeAge(_ kind: String, _ name: String, _ times: [Int64]) {
        guard scenario.letsGoByAge, let seconds = scenario.crowd.seconds else { return }
        let oldest = scenario.probeAt - Int64(seconds) * 1_000_000_000 - Self.lateness
        let most = times.count { $0 > oldest }
        for probe in guests.probes where probe.status != nil {
            let held = probe.channel(kind, name).held + (scenario.sabotage == .keepOld ? times.count : 0)
            guard held > most else { continue }
            judge.object(.heldWrongly(node: "n\(probe.host)", held: held, accepted: 0, said: most))
        }
    }

    /// How long after it was sent a message may be taken in, and how long after it is too old let go, in nanoseconds.
    private static let lateness: Int64 = 5_000_000_000

    /// Where a megabyte is kept and more was taken on, a part of that is held: a node has more than fits before it lets
    /// anything go, and what its neighbours let go it gives up only as far as what stays may once have filled it.
    mutating func judgeWeight() {
        // A channel that may have no more messages has had larger ones in the place of those that it has.
        guard scenario.crowd.isNarrow, scenario.finalRetention == nil, !scenario.letsGoByAge,
            scenario.suspects.isEmpty
        else { return }
        let taken = guests.judge.channels.values.flatMap(\.messages).filter(\.acceptance.isGiven)
        guard taken.reduce(0, { $0 + $1.content.length }) > Self.moreThanFits else { return }
        for probe in guests.probes {
            guard let channels = probe.status?["channels"]?.list else { continue }
            func sum(_ name: String) -> Int {
                channels.reduce(0) { $0 + ($1[name]?.integer ?? 0) } * (scenario.sabotage == .keepLittle ? 0 : 1)
            }
            let (bytes, held) = (sum("bytes"), sum("messages"))
            guard bytes + Self.messageCost * held < Self.leastWeight else { continue }
            judge.object(.heldWrongly(node: "n\(probe.host)", held: held, accepted: taken.count, said: taken.count))
        }
    }

    /// What is surely more than a node keeps that keeps a megabyte, in bytes.
    private static let moreThanFits = 1_310_720

    /// What of a megabyte is held at least, in bytes: what is left when the longest message is taken off that there may be,
    /// six times the 128 KiB of a client's, and then one that somebody posts, of 120 KB.
    private static let leastWeight = 100_000

    /// What a message costs at most beside its frame, in bytes.
    private static let messageCost = 1024
}
