extension WholeScenario {
    /// Somebody overhears datagrams on their way to a node, and sends them again from an address of its own.
    mutating func drawEavesdropper(_ dice: inout Dice) {
        // Of what is sealed nobody can tell what it is.
        guard terrain.seal == nil else { return }
        for number in links.indices where dice.below(3) > 0 { links[number].isDatagrams = true }
        let nodes = Set(links.filter(\.isDatagrams).flatMap { [$0.dialer, $0.listener] }).sorted()
        guard !nodes.isEmpty else { return }
        for _ in 0...dice.below(2) {
            let coming = WholeGuest.Deed(
                .reload(node: nodes[dice.below(nodes.count)], early: 0),
                time: dice.pick(Self.allServe...max(Self.allServe, quietAt))
            )
            crowd.guests.append(WholeGuest(.stranger(.eavesdropping), at: "/channels/cellar", [coming]))
        }
    }
}
