import Reactor

@testable import BroadcastMesh

// Figures of which a test says what it is about, and nothing else.

extension StatusReport.Link {
    init(
        peer: String,
        transport: String,
        state: String,
        roundTripMs: Double? = nil,
        sentBytes: Int = 0,
        clockSkewMs: Double? = nil,
        differs: [String] = []
    ) {
        self.init(
            peer: peer,
            transport: transport,
            state: state,
            roundTripMs: roundTripMs,
            sentBytes: sentBytes,
            receivedBytes: 0,
            sentMessages: 0,
            receivedMessages: 0,
            duplicates: 0,
            isSealed: false,
            clockSkewMs: clockSkewMs,
            differs: differs
        )
    }
}

extension StatusReport.Messages {
    init(posted: Int, received: Int, delivered: Int, duplicates: Int, lost: UInt64) {
        self.init(
            posted: posted,
            received: received,
            delivered: delivered,
            duplicates: duplicates,
            lost: lost,
            forks: 0,
            refusedRuns: 0
        )
    }
}

extension NodeFigures {
    init(report: StatusReport) {
        let turns = TurnTimes()
        self.init(
            report: report,
            retransmissions: [],
            turns: turns,
            longestTurnLately: TurnTimes.Longest(wall: 0, processor: 0)
        )
    }
}

extension Metrics {
    init(_ report: StatusReport, channels: ChannelSummary) {
        self.init(
            report,
            channels: channels,
            retransmissions: [],
            turns: TurnTimes(),
            longestLately: TurnTimes.Longest(wall: 0, processor: 0)
        )
    }
}

extension LinkConfiguration {
    init(peer: String, transport: LinkTransport, dialAddress: Endpoint?) {
        self.init(peer: peer, transport: transport, dialAddress: dialAddress, isSealed: false)
    }
}

extension FoldPlan.SegmentFigures {
    init(bytes: Int, messages: Int, heldMessages: Int, checkpoint: Int = 0, isFolded: Bool = false) {
        self.init(
            bytes: bytes,
            messages: messages,
            heldMessages: heldMessages,
            checkpoint: checkpoint,
            isFolded: isFolded,
            isStuck: false,
            followsHole: false
        )
    }
}

extension RelayEntry {
    init(channel: [UInt8], request: ReplayRequest?, echoes: Bool) {
        self.init(
            channel: channel,
            form: .plain,
            request: request,
            echoes: echoes,
            listens: true,
            gathers: false,
            sender: 0
        )
    }
}
