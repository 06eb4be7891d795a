@testable import MeshClient

/// A node that takes so many posts a second, in bursts of twice that, and has each of them at once.
struct PacedNode {
    /// What came, by keys.
    private(set) var keys: [String] = []

    /// Whether more came than it takes.
    private(set) var isOffended = false

    /// The time, in milliseconds.
    private(set) var now: Int64

    private let rate: Int64
    private var spentUntil: Int64 = 0

    init(rate: Int64, at now: Int64) {
        self.rate = rate
        self.now = now
    }

    /// Has a session attach, and post until nothing waits, or until a time.
    mutating func serve(_ session: inout ChannelSession, until end: Int64) {
        let attached = #"{"event":"attached","run":"alpha@1","peers":[],"messages_per_second":\#(rate)}"#
        take(session.handleFrame(.text(attached), at: now), of: &session)
        while session.waitingByteCount > 0, let deadline = session.deadline, deadline <= end {
            now = deadline
            take(session.handleTimer(at: now, chance: 0), of: &session)
        }
    }

    private mutating func take(_ actions: [ChannelAction], of session: inout ChannelSession) {
        for case .say(.text(let text)) in actions {
            spentUntil = max(spentUntil, now) + 1000 / rate
            if spentUntil > now + 2000 { isOffended = true }
            guard let key = text.split(separator: "\"key\":\"").last?.split(separator: "\"").first, text != probe else {
                continue
            }
            keys.append(String(key))
            let ack = #"{"event":"ack","key":"\#(key)","id":"alpha@1/\#(keys.count)","copies":1}"#
            take(session.handleFrame(.text(ack), at: now), of: &session)
        }
    }

    private var probe: String { #"{"event":"post"}"# }
}
