import Testing

@testable import Mesh

@Suite("A figure for a person") struct QuantityTests {
    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (1999, "2.00 kB"), (999_499, "999 kB"), (999_999, "1.00 MB"),
        (64 << 20, "67.1 MB"), (5_600_000_000, "5.60 GB"), (2_000_000_000_000_000, "2.00 PB"),
    ])
    func `is a size in three digits`(bytes: Int, text: String) {
        #expect(Quantity.bytes(bytes) == text)
    }

    @Test(arguments: [
        (1e300, 1_000_000_000_000_000_000), (-1e300, -1_000_000_000_000_000_000),
        (.infinity, 1_000_000_000_000_000_000),
        (.nan, 0), (2.9, 2),
    ])
    func `is an integer whatever a file says`(value: Double, whole: Int) {
        #expect(Quantity.whole(value) == whole)
        for text in [Quantity.number(value), Quantity.time(nanoseconds: value), Quantity.decimal(value, places: 1)] {
            #expect(!text.isEmpty)
        }
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1 000"), (23756, "23 756"), (-1_234_567, "-1 234 567")])
    func `is a count with its thousands apart`(count: Int, text: String) {
        #expect(Quantity.count(count) == text)
    }

    @Test(arguments: [
        (0.0, "0 s"), (250, "250 ns"), (204_000, "204 µs"), (12_345_678, "12.3 ms"), (999_600_000, "1.00 s"),
        (1.5e12, "1 500 s"),
    ])
    func `is a time in its unit`(nanoseconds: Double, text: String) {
        #expect(Quantity.time(nanoseconds: nanoseconds) == text)
    }

    @Test(arguments: [
        (0.0, "0"), (5.5251, "5.53"), (0.0012345, "0.00123"), (99.96, "100"), (9.999, "10.0"), (23_756, "23 800"),
        (-1.5, "-1.50"),
    ])
    func `is a number in three digits`(number: Double, text: String) {
        #expect(Quantity.number(number) == text)
    }
}
