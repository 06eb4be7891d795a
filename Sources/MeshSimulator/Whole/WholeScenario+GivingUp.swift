/// People who give up a node that keeps them waiting.
extension WholeScenario {
    /// A node has not heard for a while what people have read elsewhere who come to it, so it lets them wait; before it has
    /// heard that, it stands still, they go elsewhere without a word, and it goes on.
    ///
    /// It has read by then that they are elsewhere, and must not take their names away. Nothing else goes wrong, so that it is
    /// the only one that anybody gives up.
    mutating func drawGivingUp(_ dice: inout Dice) {
        guard !keepsLess else { return }
        keepFile()
        (faults, terrain.machines, crowd.slowReaders) = ([], [], [])
        (profile.lossPerMillion, profile.delay) = (0, .uniform(100_000...5_000_000))
        let node = dice.below(nodes)
        let start = dice.pick(Self.allServe...max(Self.allServe, quietAt))
        let second: Int64 = 1_000_000_000
        let pauseEnd = start + second * 16 / 5
        faults.append(WholeFault(.split([node]), start: start, end: start + second * 8 / 5))
        faults.append(WholeFault(.pause(node), start: start + second * 3 / 5, end: pauseEnd))
        crowd.manners += Array(repeating: [], count: max(0, browsers - crowd.manners.count))
        for browser in 0..<browsers {
            let other = (node + 1 + dice.below(nodes - 1)) % nodes
            // Nobody is anywhere else meanwhile.
            actions.removeAll { action in
                guard case .reload = action.deed, action.browser == browser else { return false }
                return (start - 3 * second...pauseEnd + second).contains(action.time)
            }
            let leave = WholeAction.Deed.reload(node: other, after: 1_000_000)
            actions.append(WholeAction(browser: browser, deed: leave, time: start - second / 2))
            actions.append(
                WholeAction(browser: browser, deed: .speak(1), time: start + dice.pick(50_000_000...200_000_000))
            )
            guard browser > 0, dice.below(3) > 0 else { continue }
            crowd.manners[browser].insert(.givesUp)
            crowd.manners[browser].remove(.isHurried)
            let coming = WholeAction.Deed.reload(node: node, after: dice.pick(0...5_000_000))
            actions.append(WholeAction(browser: browser, deed: coming, time: start + second * 3 / 10))
        }
        quietAt = max(quietAt, pauseEnd + 2 * second)
    }
}
