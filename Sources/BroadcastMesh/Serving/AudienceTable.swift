import Gossip

/// The audiences of channels, by numbers that are used again.
///
/// A channel has one for each form in which somebody reads it: none, one, or two.
struct AudienceTable {
    /// The audiences of one channel, negative where there is none.
    private struct Numbers {
        var plain: Int32 = -1
        var events: Int32 = -1
    }

    private var audiences: [Audience] = []

    /// By the channel's number.
    private var numbers: [Numbers] = []

    private var free: [Int32] = []

    /// How many of them are of events.
    private(set) var renditionCount = 0

    /// One more than the highest number that was ever in use.
    var count: Int { audiences.count }

    /// An audience, to be read or changed in place.
    subscript(number: Int) -> Audience {
        _read { yield audiences[number] }
        _modify { yield &audiences[number] }
    }

    /// The number of a channel's audience; `nil` when nobody reads it in that form.
    func number(of channel: Int, as form: Form) -> Int? {
        guard channel < numbers.count else { return nil }
        let number = form == .plain ? numbers[channel].plain : numbers[channel].events
        return number < 0 ? nil : Int(number)
    }

    /// How many clients read a channel, in any form.
    func clientCount(of channel: Int) -> Int {
        clientCount(of: channel, as: .plain) + clientCount(of: channel, as: .events)
    }

    /// From where on live clients, in any form, are still to be given a channel's frames, or just are; `nil` where there are
    /// none.
    func firstAwaited(of channel: Int) -> Int? {
        [Form.plain, .events].compactMap { form in
            number(of: channel, as: form).flatMap { audiences[$0].firstAwaited }
        }.min()
    }

    private func clientCount(of channel: Int, as form: Form) -> Int {
        number(of: channel, as: form).map { audiences[$0].clientCount } ?? 0
    }

    /// Makes an audience that is not there yet.
    ///
    /// - Parameters:
    ///   - channel: The channel.
    ///   - form: How its messages are framed.
    ///   - place: Where it begins.
    /// - Returns: Its number.
    mutating func open(_ channel: Int, as form: Form, at place: AudiencePlace) -> Int {
        precondition(number(of: channel, as: form) == nil, "a channel got a second audience of one form")
        let audience = Audience(of: channel, as: form, at: place)
        let number: Int
        if let last = free.popLast() {
            number = Int(last)
            audiences[number] = audience
        } else {
            number = audiences.count
            audiences.append(audience)
        }
        set(Int32(number), for: channel, as: form)
        if form == .events { renditionCount += 1 }
        return number
    }

    /// Lets go of an audience without clients.
    mutating func close(_ number: Int) {
        let (channel, form) = (audiences[number].channel, audiences[number].form)
        precondition(audiences[number].clientCount == 0, "an audience was closed while somebody was there")
        set(-1, for: channel, as: form)
        if form == .events { renditionCount -= 1 }
        audiences[number] = Audience(of: channel, as: .plain, at: audiences[number].place)
        free.append(Int32(number))
    }

    private mutating func set(_ number: Int32, for channel: Int, as form: Form) {
        while numbers.count <= channel { numbers.append(Numbers()) }
        switch form {
        case .plain: numbers[channel].plain = number
        case .events: numbers[channel].events = number
        }
    }
}
