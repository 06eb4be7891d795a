import Testing

@testable import Gossip

@Suite("The review of claims", .computing) struct ClaimReviewTests {
    private var review = ClaimReview()

    private func at(_ milliseconds: Int64) -> Moment { Moment(monotonic: milliseconds * 1_000_000, wall: 0) }

    private func claim(_ number: Int) -> Claim { Claim(number: number) }

    @Test mutating func `gives each claim its own time, from when it met the other`() {
        review.want(.signOfLife, for: claim(1))
        review.schedule(at: at(0))
        review.want(.signOfLife, for: claim(1))
        review.want(.signOfLife, for: claim(2))
        review.schedule(at: at(4500))
        #expect(review.deadline == at(5000).monotonic)
        #expect(review.takeDue(at: at(4999)) == [:])
        #expect(review.takeDue(at: at(5000)) == [.signOfLife: [claim(1)]])
        #expect(review.deadline == at(9500).monotonic)
        #expect(review.takeDue(at: at(9500)) == [.signOfLife: [claim(2)]])
        #expect(review.deadline == .max)
    }

    @Test mutating func `waits for last words and for signs of life apart`() {
        review.want(.lastWords, for: claim(1))
        review.want(.signOfLife, for: claim(1))
        review.schedule(at: at(0))
        #expect(review.takeDue(at: at(1000)) == [.lastWords: [claim(1)]])
        #expect(review.takeDue(at: at(5000)) == [.signOfLife: [claim(1)]])
    }

    @Test mutating func `takes so many at a time, and those that are left are not late`() {
        for number in 1...5 { review.want(number < 5 ? .lastWords : .signOfLife, for: claim(number)) }
        review.schedule(at: at(0))
        #expect(review.takeDue(at: at(6000), limit: 3) == [.lastWords: [claim(1), claim(2), claim(3)]])
        #expect(review.deadline == at(6000).monotonic)
        review.want(.lastWords, for: claim(1))
        review.schedule(at: at(6000))
        #expect(review.takeDue(at: at(6001), limit: 3) == [.lastWords: [claim(4)], .signOfLife: [claim(5)]])
        #expect(review.deadline == at(7000).monotonic)
    }
}
