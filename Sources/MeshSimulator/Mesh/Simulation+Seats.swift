import Gossip

extension Simulation {
    /// A traveller leaves, and says so, if its node runs and so can notice.
    mutating func leaveSeat(of traveller: Int) {
        let serial = guests.travellers[traveller].serial
        guard let seat = guests.seats.firstIndex(where: { $0.traveller == traveller && $0.serial == serial }),
            machines[processes[guests.seats[seat].process].host].pauses == 0
        else { return }
        let process = guests.seats[seat].process
        processes[process].node.leave(guests.seats[seat].claim, at: moment(of: process))
        wake(process)
        remove(seat)
    }

    /// A node closes a traveller's connection; what it sent before still arrives.
    mutating func close(_ seat: Int) {
        let (process, traveller) = (guests.seats[seat].process, guests.seats[seat].traveller)
        let isGhost = guests.travellers[traveller].serial != guests.seats[seat].serial
        tell("\(name(of: process)) closes \(isGhost ? "a ghost of " : "")\(guests.travellers[traveller].username)")
        processes[process].node.leave(guests.seats[seat].claim, at: moment(of: process))
        if !isGhost { answer(.closed, to: traveller) }
        wake(process)
        remove(seat)
    }

    /// A traveller's name went to another connection of its own, or to somebody else.
    mutating func loseSeat(of claim: Claim, at process: Int, isReplaced: Bool) {
        guard let seat = guests.seats.firstIndex(where: { $0.process == process && $0.claim == claim }) else { return }
        let traveller = guests.seats[seat].traveller
        if !isReplaced { report(.refused(name: guests.travellers[traveller].username)) }
        close(seat)
    }

    /// A node asks whether a traveller is there: a ghost does not answer.
    mutating func askForSign(of claim: Claim, at process: Int) {
        guard let seat = guests.seats.firstIndex(where: { $0.process == process && $0.claim == claim }) else { return }
        if guests.travellers[guests.seats[seat].traveller].serial != guests.seats[seat].serial { close(seat) }
    }

    /// A process died, and with it all its connections.
    mutating func loseSeats(of process: Int, isMachineLost: Bool) {
        while let seat = guests.seats.firstIndex(where: { $0.process == process }) {
            let traveller = guests.seats[seat].traveller
            if guests.travellers[traveller].serial == guests.seats[seat].serial {
                let delay = isMachineLost ? guests.travellers[traveller].dice.pick(0...Self.longestSilence) : 0
                answer(.closed, to: traveller, delay: delay)
            }
            remove(seat)
        }
    }

    private mutating func remove(_ seat: Int) {
        processes[guests.seats[seat].process].seatCount -= 1
        guests.seats.remove(at: seat)
    }
}
