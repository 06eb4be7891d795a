/// What neighbours hold of a run of this node, as they said.
///
/// They confirm entries in order, by the newest. A message that is longer than one of them takes is a gap there: it is
/// passed over until one confirms it that takes as long ones.
struct ConfirmedEntries {
    /// The newest entry that one of them has.
    private(set) var head: UInt64 = 0

    /// The messages up to there that nobody holds who has said so.
    private var passedOver: [UInt64] = []

    /// What is known of a second copy of a message.
    func secondCopy(of sequence: UInt64) -> SecondCopy {
        if sequence > head { return .awaited }
        return passedOver.contains(sequence) ? .passedOver : .held
    }

    /// Takes notice of how far a neighbour is.
    ///
    /// - Parameters:
    ///   - head: Its newest entry; none that this node has not.
    ///   - longMessages: The held messages amongst some entries that are longer than it takes.
    /// - Returns: Whether anything was learnt.
    mutating func note(_ head: UInt64, longMessages: (ClosedRange<UInt64>) -> [UInt64]) -> Bool {
        let before = passedOver.count
        passedOver.removeAll { $0 <= head && longMessages($0...$0).isEmpty }
        guard head > self.head else { return passedOver.count < before }
        passedOver += longMessages((self.head + 1)...head)
        self.head = head
        return true
    }
}
