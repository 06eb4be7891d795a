import HTTP
import WebSocket

extension Serving {
    /// Goes on with other limits, which bind who is here from the next message and the next request on.
    mutating func reconfigure(_ settings: ServingSettings) {
        self.settings = settings
        timing.unfinished.limit = settings.unfinishedLimit
        for slot in 0..<clients.slotCount {
            guard let client = clients[slot] else { continue }
            client.decoder.setMessageLimit(to: settings.frameBytes(of: client.seat))
            client.exchange?.connection.setLimits(to: settings.http)
        }
    }
}
