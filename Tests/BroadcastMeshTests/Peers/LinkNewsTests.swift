import Testing

@testable import BroadcastMesh

@Suite("News of links", .computing) struct LinkNewsTests {
    @Test func `is told ten times a minute for each peer, the last time with a remark`() {
        var news = LinkNews()
        let verdicts = (0..<12).map { _ in news.judge("bravo", at: 5) }
        #expect(verdicts == Array(repeating: .tell, count: 9) + [.tellLast, .suppress, .suppress])
        #expect(news.judge("charlie", at: 5) == .tell)
        #expect(news.judge("bravo", at: 5 + LinkNews.interval) == .tell)
    }
}
