/// Where a message stands in a history: in the order of (time, name, epoch, sequence).
struct HistoryPlace: Comparable, Sendable {
    /// Its time in milliseconds, and what its ID says.
    var time: Double
    var place: OriginPlace

    /// Where messages with this time and ID stand.
    init(time: Double, place: OriginPlace) {
        self.time = time
        self.place = place
    }

    /// Where a message of a chat stands; `nil` if its ID is none.
    init?(_ line: ChatLine) {
        guard let place = OriginPlace(line.id) else { return nil }
        self.init(time: line.time, place: place)
    }

    static func < (first: HistoryPlace, second: HistoryPlace) -> Bool {
        guard first.time == second.time else { return first.time < second.time }
        guard first.place.node == second.place.node else { return first.place.node < second.place.node }
        guard first.place.epoch == second.place.epoch else { return first.place.epoch < second.place.epoch }
        return first.place.sequence < second.place.sequence
    }
}
