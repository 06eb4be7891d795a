import Gossip

extension Simulation {
    /// A traveller leaves, and says so, if its node runs and so can notice.
    mutating func leaveSeat(of traveller: Int) {
        let serial = travellers[traveller].serial
        guard let seat = seats.firstIndex(where: { $0.traveller == traveller && $0.serial == serial }),
            machines[processes[seats[seat].process].host].pauses == 0
        else { return }
        let process = seats[seat].process
        processes[process].node.leave(seats[seat].claim, at: moment(of: process))
        wake(process)
        remove(seat)
    }

    /// A node closes a traveller's connection; what it sent before still arrives.
    mutating func close(_ seat: Int) {
        let (process, traveller) = (seats[seat].process, seats[seat].traveller)
        let isGhost = travellers[traveller].serial != seats[seat].serial
        tell("\(name(of: process)) closes \(isGhost ? "a ghost of " : "")\(travellers[traveller].username)")
        processes[process].node.leave(seats[seat].claim, at: moment(of: process))
        if !isGhost { answer(.closed, to: traveller) }
        wake(process)
        remove(seat)
    }

    /// A traveller's name went to another connection of its own, or to somebody else.
    mutating func loseSeat(of claim: Claim, at process: Int, isReplaced: Bool) {
        guard let seat = seats.firstIndex(where: { $0.process == process && $0.claim == claim }) else { return }
        let traveller = seats[seat].traveller
        if !isReplaced { report(.refused(name: travellers[traveller].username)) }
        close(seat)
    }

    /// A process died, and with it all its connections.
    mutating func loseSeats(of process: Int, isMachineLost: Bool) {
        while let seat = seats.firstIndex(where: { $0.process == process }) {
            let traveller = seats[seat].traveller
            if travellers[traveller].serial == seats[seat].serial {
                let delay = isMachineLost ? travellers[traveller].dice.pick(0...Self.longestSilence) : 0
                answer(.closed, to: traveller, delay: delay)
            }
            remove(seat)
        }
    }

    private mutating func remove(_ seat: Int) {
        processes[seats[seat].process].seatCount -= 1
        seats.remove(at: seat)
    }
}
