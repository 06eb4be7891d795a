import Bytes
import Gossip
import Reactor

extension MeshNode {
    /// Notes that a room's list of users must be sent.
    func handleChangedUsers(in channel: Int) {
        guard channel < audiences.count, audiences[channel].clientCount > 0 else { return }
        if audiences[channel].usersClock.deadline == nil { changedRooms.append(channel) }
        audiences[channel].usersClock.handleChange(at: now.monotonic)
    }

    /// Sends the lists of users that are due, each encoded once.
    func sendChangedUserLists() {
        guard !changedRooms.isEmpty else { return }
        let rooms = changedRooms
        changedRooms = []
        for room in rooms {
            if audiences[room].usersClock.takeDue(at: now.monotonic) {
                sendUsers(of: room)
            } else {
                changedRooms.append(room)
            }
        }
    }

    /// Sends the members of a room its users.
    ///
    /// Who is not live finds the list at the next boundary of frames; who waits is woken for it.
    private func sendUsers(of room: Int) {
        let frame = frame(.users(gossip.usernames(in: room)))
        audiences[room].usersFrame = frame
        audiences[room].usersVersion &+= 1
        broadcast(frame.span, to: audiences[room].members, stragglers: &stragglers)
        while let straggler = stragglers.popLast() {
            guard let client = clients[Int(straggler.slot)] else { continue }
            guard let taken = straggler.taken else {
                drop(client)
                continue
            }
            fallBehind(client)
            put(for: client) { $0.finish(.bytes(frame, from: taken)) }
            updateInterest(of: client)
        }
        wakeReaders(of: room)
    }
}
