/// How long a client waits before it dials its nodes again: for a moment that chance decides, so that many that lost the same
/// node do not come at once, and four times as long each time that a whole round came to nothing.
///
/// While any node lets it in, the next is tried at once; but where each of them closes at once, they are left alone as well.
///
/// Times are in milliseconds. The page and the channel of JavaScript wait by the same rule.
package struct DialingPauses: Sendable {
    /// The longest pause after a node was lost.
    package static let shortest: Int64 = 100

    /// The longest pause of all.
    package static let longest: Int64 = 20_000

    /// How long a connection must have stood for its loss to be the first: a node may let everybody in and close.
    package static let steadiness: Int64 = 1000

    /// How many connections may be lost at once, one behind the other, before it waits longer; no more than there are nodes.
    package static let lossLimit = 4

    /// How many rounds of dialing came to nothing, one behind the other.
    private var failures = 0

    /// How many connections were lost before they had stood, one behind the other.
    private var losses = 0

    /// When the connection began that stands; `nil` while none does.
    private var beginning: Int64?

    /// Begins with a client that has lost nothing.
    package init() {}

    /// Takes notice that a node has let the client in.
    package mutating func stand(from now: Int64) { beginning = now }

    /// Takes notice that the node was lost, or that none answers.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - nodeCount: How many nodes there are.
    ///   - chance: From 0 to 1.
    /// - Returns: How long to wait.
    package mutating func next(at now: Int64, of nodeCount: Int, chance: Double) -> Int64 {
        var delays = failures
        failures += 1
        if let beginning = beginning.take() {
            losses = now < beginning + Self.steadiness ? losses + 1 : 1
            delays = max(0, losses - min(Self.lossLimit, nodeCount))
            failures = 1
        }
        let pause = min(Self.longest, Self.shortest << Int64(2 * min(delays, 5)))
        return Int64(Double(pause) * chance)
    }
}
