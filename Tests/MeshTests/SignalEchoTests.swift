import Testing

@testable import Mesh

@Suite("A signal to end") struct SignalEchoTests {
    @Test func `counts once when it comes to the process and to its group, and again half a second later`() {
        var echo = SignalEcho()
        let times: [Int64] = [0, 1_000_000, 499_999_999, 500_000_000, 500_000_001, 1_000_000_000]
        let counting = times.filter { echo.isAnother(at: $0) }
        #expect(counting == [0, 500_000_000, 1_000_000_000])
    }
}
