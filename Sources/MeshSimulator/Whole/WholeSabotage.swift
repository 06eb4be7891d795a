import WebSocket

extension WholeScenario {
    /// What somebody is to object to.
    public enum Sabotage: Sendable, CaseIterable {
        /// A browser hears a message twice.
        case repeatMessage

        /// A browser does not hear a message.
        case loseMessage

        /// A browser hears two messages of one origin in the wrong order.
        case swapMessages

        /// A browser hears what nobody said.
        case forgeMessage

        /// A page of history comes the newest first.
        case turnHistory

        /// What a node recorded is changed; what one recorded that ended by itself is cut off.
        case spoilRecording
        case cutRecording

        /// A node goes on by a file that is not its own.
        case acceptFile

        /// A message comes with a time long before, or long after.
        case antedate
        case postdate

        /// A page of history is empty, or a node says that it does not hold what it gave out.
        case emptyPage
        case denyHistory

        /// A message comes without its key.
        case dropKey

        /// A browser is told of a loss that there was not.
        case inventLoss

        /// A browser's last list of users lacks one.
        case hideUser

        /// A browser gets no list of users at all.
        case withholdUsers

        /// A browser that hears changes is not told of one.
        case forgetChange

        /// A message is said to be held by a second node twice.
        case answerTwice

        /// No message is said to be held by a second node.
        case forgetCopies

        /// A message is called by another name when it is sent again.
        case misnameCopy

        /// A relay client hears a message twice, or not at all.
        case repeatPost
        case losePost

        /// A relay client gets other bytes, or text as binary.
        case changePost
        case changeType

        /// A program gets a string as a value, or a value as a string.
        case changeForm

        /// A relay client gets back what it says, and did not want that.
        case echo

        /// A relay client, a program or a person is let go that reads.
        case cutReader
        case cutProgram
        case cutPerson

        /// A node that is well closes since another one's disk takes nothing.
        case blameDisk

        /// Who never reads is not let go.
        case keepDeaf

        /// What strangers do has other consequences than it must have.
        case answerStrangely

        /// A peer that is no node posts where people are.
        case forgeEntries

        /// A client is not told of what is lost.
        case hideGap

        /// Nodes count a message as lost that is not.
        case countLoss

        /// Nodes hold what is too old.
        case keepOld

        /// Nodes do not tell their status, or see one node less than there are.
        case hideStatus
        case hideNode

        /// Who reads the history reads another time of a message.
        case changeHistory

        /// One node's transcript is another.
        case changeTranscript

        /// A node speaks no version of the others, or has written what no node reads.
        case speakForeign
        case writeUnread

        /// What somebody has changed on the way is opened as if it were genuine.
        case openChanged

        /// A program that embeds a node hears nothing.
        case deafenProgram

        /// A node's disk is empty after each restart, and all nodes restart.
        case forgetDisks
    }
}

extension WholeScenario.Sabotage {
    /// Changes what one of the clients hears.
    ///
    /// - Parameters:
    ///   - news: What it hears.
    ///   - count: How many messages all clients have heard.
    ///   - browser: Which client.
    /// - Returns: What the judge is told of.
    func distort(_ news: ChatNews, heard count: Int, by browser: Int) -> [ChatNews] {
        switch news {
        case .message(let line) where count == 10: distort(line)
        case .message(let line) where self == .changeHistory: [.message(line.later)]
        case .gap where self == .hideGap: []
        case .history(let before, let lines) where self == .turnHistory: [.history(before: before, lines.reversed())]
        case .history(let before, _) where self == .emptyPage: [.history(before: before, [])]
        case .history where self == .denyHistory: [.notHeld]
        case .users where self == .withholdUsers: []
        case .users(let names, let nodes) where self == .hideUser && browser == 0:
            [.users(names.dropLast(), nodes: nodes.map { $0.filter { $0.key != names.last } })]
        case .usersChanged where self == .forgetChange: []
        case .acknowledged(_, _, 2) where self == .answerTwice: [news, news]
        case .acknowledged(_, _, 2) where self == .forgetCopies: []
        case .acknowledged(let key, let id, let copies) where self == .misnameCopy:
            [.acknowledged(key: key, id: id + "0", copies: copies)]
        default: [news]
        }
    }

    /// Changes what one of the relay clients hears.
    ///
    /// - Parameters:
    ///   - hearing: What it hears.
    ///   - count: How many messages all of them have heard.
    /// - Returns: What the judge is told of.
    func distort(_ hearing: RelayHearing, heard count: Int) -> [RelayHearing] {
        var other = hearing
        switch self {
        case .repeatPost where count == 10: return [hearing, hearing]
        case .losePost where count == 10: return []
        case .changePost where count == 10: other.bytes.append(0)
        case .changeType where count == 10: other.type = hearing.type == .text ? .binary : .text
        case .changeForm: other.isJSON?.toggle()
        default: break
        }
        return [other]
    }

    private func distort(_ line: ChatLine) -> [ChatNews] {
        var other = line
        switch self {
        case .repeatMessage: return [.message(line), .message(line)]
        case .loseMessage: return []
        case .forgeMessage: other.text = "nobody said so"
        case .swapMessages: other.id += "000"
        case .antedate: other.time = 1
        case .postdate: other.time += 1_000_000
        case .dropKey: other.key = nil
        case .inventLoss: return [.message(line), .gap(1)]
        default: break
        }
        return [.message(other)]
    }
}

extension ChatLine {
    /// The same a little later.
    fileprivate var later: ChatLine {
        var line = self
        line.time += 0.001
        return line
    }
}
