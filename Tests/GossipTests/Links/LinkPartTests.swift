import Bytes
import Testing

@testable import Gossip

private func at(_ milliseconds: Int64) -> Moment { Moment(monotonic: .milliseconds(milliseconds), wall: 0) }

@Suite("A cursor of a link", .computing) struct ArrivalCursorTests {
    @Test func `gathers heads for a while, and tells them together`() {
        var cursor = ArrivalCursor()
        cursor.announce(4, by: at(80).monotonic)
        cursor.announce(5, by: at(120).monotonic)

        #expect(!cursor.isAnnouncementDue(at: at(79)))
        #expect(cursor.isAnnouncementDue(at: at(80)))
        let told = cursor.takeUnannounced()
        #expect(told == [4, 5])
        #expect(!cursor.isAnnouncementDue(at: at(500)))
        #expect(cursor.announceAt == .max)
    }

    @Test func `tells them later when there was no room, and asks for no more timers`() {
        var cursor = ArrivalCursor()
        cursor.announce(4, by: at(80).monotonic)

        cursor.handleTimers(at: at(90))

        #expect(cursor.announceAt == .max)
        #expect(cursor.isAnnouncementDue(at: at(91)))
    }

    @Test func `skips what it is too far behind of, and tells heads at once`() {
        var cursor = ArrivalCursor()
        cursor.begin(at: 5)
        cursor.advance()
        cursor.announce(3, by: at(80).monotonic)

        cursor.skip(to: 90, announcing: [1, 2], at: at(7))

        #expect(cursor.next == 90)
        #expect(cursor.isAnnouncementDue(at: at(7)))
        let told = cursor.takeUnannounced()
        #expect(told == [3, 1, 2])
    }
}

@Suite("An outbox", .computing) struct OutboxTests {
    private func answer(_ origin: Int) -> Answer { Answer(origin: origin, next: 1, upper: 9, stateSequence: 0) }

    @Test func `answers the questions in turn, an unfinished one after the others`() throws {
        var outbox = Outbox()
        let hadRoom = (1...3).map { outbox.append(answer($0), limit: 2) }
        #expect(hadRoom == [true, true, false])

        let taken = outbox.takeAnswer()
        let first = try #require(taken)
        outbox.putBack(first)
        let order = (0..<3).map { _ in outbox.takeAnswer()?.origin }

        #expect(first.origin == 1)
        #expect(order == [2, 1, nil])
    }

    @Test func `knows what is about which run, until that was told`() {
        var outbox = Outbox()
        outbox.append(Ask(origin: 1, lower: 1, upper: 2))
        outbox.prune(2)
        outbox.graft(3)
        outbox.confirm(4)
        outbox.confirm(4)
        _ = outbox.append(answer(5), limit: 9)
        #expect(outbox.origins == [1, 2, 3, 4, 5])
        #expect(outbox.noteCount == 5)

        outbox.clearNotes()

        #expect(outbox.origins == [5])
        #expect(!outbox.hasNotes)
        #expect(outbox.hasNews)
    }

    @Test func `sends its control frames once`() {
        var outbox = Outbox()
        outbox.append([1])
        outbox.append([2, 3])
        var output: [UInt8] = [0]

        outbox.takeControl(into: &output)
        outbox.takeControl(into: &output)

        #expect(output == [0, 1, 2, 3])
    }
}

@Suite("Probing a peer", .computing) struct ProbingTests {
    @Test func `smooths the time there and back as RFC 6298 says`() {
        var probing = Probing(at: 0, interval: 1)
        for sample in [800, 1600, 800] as [Int64] { probing.noteEcho(after: sample) }

        #expect(probing.roundTrip == 888)
    }

    @Test func `blames nobody for the time in which this node did not run`() {
        var probing = Probing(at: 0, interval: .milliseconds(1000))

        probing.excuse(.milliseconds(3000), at: at(4000))
        #expect(probing.silence(at: at(4000)) == at(1000).monotonic)

        probing.excuse(.milliseconds(9000), at: at(5000))
        #expect(probing.silence(at: at(5000)) == 0, "nobody was heard in the future")
    }

    @Test func `blames nobody for what was not read, and whoever is silent when it was`() {
        var probing = Probing(at: 0, interval: .milliseconds(1000))
        probing.noteBeginning(at: at(1000))
        probing.note(isUnread: true, at: at(2000))
        probing.note(isUnread: true, at: at(8000))
        #expect(probing.silence(at: at(9000)) == at(2000).monotonic)
        #expect(probing.delay(ofFrameWith: 4096, at: at(9000)) == 0)

        probing.note(isUnread: false, at: at(9000))
        #expect(probing.silence(at: at(9000)) == at(9000).monotonic, "it was read, and this peer had said nothing")
        #expect(probing.delay(ofFrameWith: 4096, at: at(9000)) == 0)
        #expect(probing.delay(ofFrameWith: 4096, at: at(9500)) == .milliseconds(500))
    }

    @Test func `gives a frame the time that it takes over a slow line, and no more`() {
        var probing = Probing(at: 0, interval: .milliseconds(1000))
        probing.noteBeginning(at: at(1000))

        #expect(probing.delay(ofFrameWith: 0, at: at(9000)) == 0, "no frame is late")
        #expect(probing.delay(ofFrameWith: 8192, at: at(3000)) == 0)
        #expect(probing.delay(ofFrameWith: 4096, at: at(3000)) == .milliseconds(1000))
        probing.excuse(.milliseconds(1000), at: at(3000))
        #expect(probing.delay(ofFrameWith: 4096, at: at(3000)) == 0)
    }

    @Test func `is hurried, and put off again`() {
        var probing = Probing(at: 0, interval: .milliseconds(1000))
        #expect(!probing.isDue(at: at(999)))
        probing.hurry(at: at(10))
        #expect(probing.isDue(at: at(10)))
        probing.wait(.milliseconds(1000), at: at(10))
        #expect(probing.deadline == at(1010).monotonic)
    }

    @Test func `asks for a clock that differs where nothing changes, once in five seconds`() {
        var probing = Probing(at: 0, interval: 1)
        probing.noteAgreement(at: at(0))

        let asked = [0, 4999, 5000].map { probing.noteDisagreement(isQuiet: true, at: at($0)) }

        #expect(asked == [true, false, true])
    }

    @Test(arguments: [true, false])
    func `asks where something always changes only after ten seconds of difference`(isSaid: Bool) {
        var probing = Probing(at: isSaid ? 0 : at(1000).monotonic, interval: 1)
        if isSaid { probing.noteAgreement(at: at(1000)) }

        let asked = [2000, 10_999, 11_000].map { probing.noteDisagreement(isQuiet: false, at: at($0)) }

        #expect(asked == [false, false, true])
    }
}

@Suite("Frames that come in", .computing) struct IncomingFramesTests {
    @Test func `are kept until the rest is here`() {
        var incoming = IncomingFrames()
        #expect(incoming.isWhole)

        incoming.keep([1, 2].span)
        #expect(incoming.byteCount == 2)
        let joined = incoming.take(with: [3].span)
        #expect(joined == [1, 2, 3])
        #expect(incoming.isWhole)

        incoming.keep([3], ofAnother: true)
        #expect(incoming.byteCount == 1)
    }

    @Test func `are being sent as long as a part of one is here, and are told apart`() {
        var incoming = IncomingFrames()
        #expect(incoming.begun == UnfinishedFrames())

        incoming.keep([1, 2].span)
        let first = incoming.begun
        incoming.keep(incoming.take(with: [3].span), ofAnother: false)
        #expect(incoming.begun.numbers == first.numbers)
        #expect((first.byteCount, incoming.begun.byteCount) == (2, 3))

        incoming.keep([4], ofAnother: true)
        #expect(incoming.begun.numbers.lowerBound == first.numbers.upperBound)
        _ = incoming.take(with: [5].span)
        #expect(incoming.begun == UnfinishedFrames())
    }
}
