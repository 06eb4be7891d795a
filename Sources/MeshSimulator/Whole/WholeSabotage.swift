extension WholeScenario {
    /// What somebody is to object to.
    public enum Sabotage: Sendable, CaseIterable {
        /// A browser hears a message twice, or not at all, or two of one origin in the wrong order.
        case repeatMessage
        case loseMessage
        case swapMessages

        /// A browser hears what nobody said.
        case forgeMessage

        /// A page of history comes the newest first.
        case turnHistory

        /// What a node recorded is changed; what one recorded that ended by itself is cut off; a recording without a part of it is
        /// taken for the same; or one has a secret of a client in it.
        case spoilRecording
        case cutRecording
        case acceptForgery
        case recordSecret

        /// A node goes on by a file that is not its own; or a mesh that is made in code seems to be another one than that of its
        /// file.
        case acceptFile
        case acceptMistake

        /// A node tells a secret; or one that is started beside another, or with what is not its own, is said to fail otherwise.
        case tellSecret
        case startTwice

        /// A message comes with a time long before, or long after.
        case antedate
        case postdate

        /// A page of history is empty, or a node says that it does not hold what it gave out.
        case emptyPage
        case denyHistory

        /// A page lacks a message in its middle, has more than were asked for, or says wrongly that there is more before it,
        /// or that there is not.
        case leaveHole
        case longPage
        case claimMore
        case denyMore

        /// A message comes without its key.
        case dropKey

        /// A browser is told of a loss that there was not.
        case inventLoss

        /// A browser, or a client of the channel protocol, is not told that it is attached.
        case hideArrival
        case hideAttached

        /// A browser's last list of users lacks one, or it gets no list at all.
        case hideUser
        case withholdUsers

        /// A browser that hears changes is not told of one.
        case forgetChange

        /// A message is said to be held by a second node twice, or none is.
        case answerTwice
        case forgetCopies

        /// A message is called by another name when it is sent again.
        case misnameCopy

        /// A program, who posts over HTTP, or a program that embeds a node is told another name of what it posted.
        case misnameEvent
        case misnameAnswer
        case misnameOwn

        /// A relay client hears a message twice, or not at all.
        case repeatPost
        case losePost

        /// Relay clients do not get in again, or are refused as if they asked for nothing right.
        case keepOut
        case refuseOddly

        /// What is posted over HTTP is refused, or as if it were wrong, or what a program posts on the node that it embeds.
        case refusePosts
        case refuseAsWrong
        case refuseOwn

        /// A program is told twice that what it posted is held, or never by a second node.
        case acknowledgeTwice
        case forgetSecond

        /// Who posts under keys of others is not told that it may not.
        case overlookTheft

        /// A client of the channel protocol gets a message twice under one ID, hears two in the wrong order, is told of more
        /// losses than there can be, or of what is lost twice; one that reads slowly does not hear a message between others.
        case repeatEvent
        case swapEvents
        case inventGap
        case repeatGap
        case loseSlowly

        /// A relay client gets other bytes, or text as binary.
        case changePost
        case changeType

        /// Who comes again to a relay channel hears nothing of what was said before.
        case withholdPast

        /// A program gets a string as a value, or a value as a string; or only one that reads slowly does.
        case changeForm
        case forgetForm

        /// A relay client gets back what it says, and did not want that.
        case echo

        /// A relay client, a program or a person is let go that reads.
        case cutReader
        case cutProgram
        case cutPerson

        /// A relay client is told that retention has overtaken it where nothing was let go.
        case overtakeEarly

        /// A person is told of a newer connection who has none, and never had another.
        case replacePerson

        /// A node that is well closes since another one's disk takes nothing.
        case blameDisk

        /// Who never reads is not let go.
        case keepDeaf

        /// What strangers do has other consequences than it must have; or they are told that retention has overtaken them where
        /// nothing was let go.
        case answerStrangely
        case overtakeStranger

        /// Nodes seem to take in four times as much in a turn as they do.
        case countFrames

        /// Nodes do not count what is too long for them; or a run begins later than it can.
        case forgetLong
        case inventRun

        /// A peer that is no node posts where people are.
        case forgeEntries

        /// A client is not told of what is lost.
        case hideGap

        /// Nodes count a message as lost that is not.
        case countLoss

        /// Nodes hold what is too old, nothing of what is not, or next to nothing where there is room for a megabyte.
        case keepOld
        case keepNothing
        case keepLittle

        /// Nodes do not tell their status, see one node less than there are, lack a link, show one person less, or one twice,
        /// count no clients, or many more; or, in a part that is healed first, have a link to the others.
        case hideStatus
        case hideNode
        case hideLink
        case forgetUser
        case showTwice
        case forgetClients
        case countMany
        case crossBorder

        /// Nodes do not tell how far the clocks of their neighbours are from their own.
        case hideSkew

        /// A node wants its next turn at once, for a second.
        case spin

        /// Who reads the history reads another time of a message, or one node's transcript is another.
        case changeHistory
        case changeTranscript

        /// A node speaks no version of the others, or has written what no node reads.
        case speakForeign
        case writeUnread

        /// What somebody has changed on the way is opened as if it were genuine.
        case openChanged

        /// Nodes take whoever comes for a peer although there is a key, or seem to have heard somebody without it.
        case openDoor
        case hearStranger

        /// A program that embeds a node hears nothing.
        case deafenProgram

        /// A node's disk is empty after each restart, and all nodes restart; or disks have nothing in the end.
        case forgetDisks
        case forgetFiles
    }
}
