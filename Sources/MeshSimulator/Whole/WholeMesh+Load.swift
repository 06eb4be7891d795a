/// What nodes do in one turn.
extension WholeMesh {
    /// Twice what a turn has a budget for: 8 ms, at 500 ns for each of the shortest frames.
    private static let framesPerTurn = 32_000

    /// However much clients have sent, a node takes in no more in one turn than leaves everybody else their time.
    mutating func judgeLoad(of process: WholeHost.RunningNode, on host: Int) {
        let bytes = process.network.takeCount() * (scenario.sabotage == .countFrames ? 4 : 1)
        let frames = bytes / Mischief.pingBytes
        // A portion of 16 KiB ends a few bytes before a record of as many: it is read, and nothing of it taken apart yet.
        guard frames > Self.framesPerTurn * (scenario.hasSealedDoors ? 2 : 1) else { return }
        judge.object(.overworks(node: "n\(host)", frames: frames))
    }
}
