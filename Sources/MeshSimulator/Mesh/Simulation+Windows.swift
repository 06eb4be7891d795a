import Gossip

/// A stretch of time that one process lives through before its neighbours do.
struct Window {
    /// Whose turn it is.
    let process: Int

    /// When the stretch ends: what happens from then on waits in the queue.
    let horizon: Int64

    /// What the process arranged to happen to itself before that.
    var queue = EventQueue<Event>()
}

/// Processes that live through short stretches of time one after the other, instead of all of them at once.
///
/// What one process sends takes at least ``lookahead`` to arrive, so what happens to processes within that time does
/// not depend on each other (Chandy, Misra: Distributed Simulation, 1979). Going through it process by process finds
/// each one's memory in the processor's cache: with a thousand nodes, that is most of a simulation's time.
extension Simulation {
    /// How far apart in time processes may be.
    ///
    /// A scenario full of faults goes by the clock: there everything may touch everything.
    static func lookahead(in scenario: Scenario) -> Int64 {
        guard scenario.isMeasured, scenario.narrator == nil, !scenario.edges.contains(where: \.carriesDatagrams) else {
            return 0
        }
        return scenario.edges.map(\.profile.delay.shortest).min() ?? 0
    }

    /// Lets everything happen that concerns one process each, as far as the lookahead goes or the next other event.
    ///
    /// - Returns: Whether there was anything; `false` when the next event concerns several.
    mutating func runWindow(until end: Int64) -> Bool {
        guard let begin = agenda.queue.nextTime else { return false }
        var horizon = min(begin + agenda.lookahead, end + 1)
        while let next = agenda.queue.next, next.time < horizon {
            guard let process = process(of: next.event) else {
                horizon = next.time
                break
            }
            if processes[process].turn.inbox.isEmpty { agenda.awaiting.append(process) }
            processes[process].turn.inbox.append(next)
            _ = agenda.queue.popFirst()
        }
        guard !agenda.awaiting.isEmpty else { return false }
        for process in agenda.awaiting { live(process, until: horizon) }
        agenda.awaiting.removeAll(keepingCapacity: true)
        return true
    }

    /// Lets a process live through its inbox, and through what follows from it before the horizon.
    private mutating func live(_ process: Int, until horizon: Int64) {
        var inbox: [EventQueue<Event>.Entry] = []
        swap(&inbox, &processes[process].turn.inbox)
        agenda.window = Window(process: process, horizon: max(horizon, (inbox.last?.time ?? 0) + 1))
        var index = 0
        while let time = earlier(of: index < inbox.count ? inbox[index].time : nil, agenda.window?.queue.nextTime) {
            now = time
            while index < inbox.count, inbox[index].time == time {
                handle(inbox[index].event)
                index += 1
            }
            while agenda.window?.queue.nextTime == time, let entry = agenda.window?.queue.popFirst() {
                handle(entry.event)
            }
            endTurns()
        }
        agenda.window = nil
        inbox.removeAll(keepingCapacity: true)
        processes[process].turn.inbox = inbox
    }

    /// Has something happen; what is not for the process whose window it is waits for the end of the window.
    mutating func schedule(_ event: Event, at time: Int64) {
        guard let horizon = agenda.window?.horizon, time < horizon else {
            return agenda.queue.schedule(event, at: time)
        }
        if process(of: event) == agenda.window?.process {
            agenda.window?.queue.schedule(event, at: time)
        } else {
            agenda.queue.schedule(event, at: horizon)
        }
    }

    /// The only process that an event concerns, if it concerns only one.
    private func process(of event: Event) -> Int? {
        switch event {
        case .deliver(let pipe): wiring.ends[Int(pipe) ^ 1].process
        case .timer(let process), .wake(let process), .turn(let process): Int(process)
        case .act(let number):
            if case .post(let client, _) = scenario.actions[Int(number)].kind {
                guests.clients[client]?.process
            } else {
                nil
            }
        case .datagram, .dial, .connected, .start, .ready, .beginFault, .endFault, .travel: nil
        }
    }

    private func earlier(of first: Int64?, _ second: Int64?) -> Int64? {
        guard let first, let second else { return first ?? second }
        return min(first, second)
    }
}
