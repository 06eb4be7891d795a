extension ClosedRuns {
    /// One run that is over, in 16 bytes.
    ///
    ///     ├─ short link, 10 bits ─┬─ epoch, 54 bits ─┤├─ head, 32 bits ─┬─ messages, 32 bits ─┤
    struct Run: Equatable, Sendable {
        /// As a ``shortLink``: the run says nothing of one before it, or nothing that is known.
        static let noLink: UInt64 = 0

        /// As a ``shortLink``: what the run says is remembered elsewhere.
        static let longLink: UInt64 = 1 << 10 - 1

        /// An epoch is at most 2⁵³.
        private static let epochBits: UInt64 = 54

        private var linkAndEpoch: UInt64
        private var shortHead: UInt32
        private var shortMessages: UInt32

        /// Remembers a run, unless it is too long for that.
        init?(epoch: UInt64, head: UInt64, messages: UInt64) {
            guard epoch >> Self.epochBits == 0, let shortHead = UInt32(exactly: head),
                let shortMessages = UInt32(exactly: messages)
            else { return nil }
            linkAndEpoch = epoch
            self.shortHead = shortHead
            self.shortMessages = shortMessages
        }

        /// Which run.
        var epoch: UInt64 { linkAndEpoch & (1 << Self.epochBits - 1) }

        /// The newest entry that was known.
        var head: UInt64 { UInt64(shortHead) }

        /// How many of its entries were messages, at most.
        var messages: UInt64 { UInt64(shortMessages) }

        /// The number of the entry by which the run says that its node had the closed run right before it up to its head;
        /// ``noLink``, or ``longLink`` for what does not fit here.
        var shortLink: UInt64 {
            get { linkAndEpoch >> Self.epochBits }
            set { linkAndEpoch = newValue << Self.epochBits | epoch }
        }
    }
}
