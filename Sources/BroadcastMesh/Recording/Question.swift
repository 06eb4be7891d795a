/// One thing that a node asks the world, as a recording has it before the answer.
struct Question: Equatable, Sendable {
    /// What is asked.
    ///
    /// The numbers stand in recordings. Those below the first are ``Mark``s.
    enum Kind: UInt8, CaseIterable {
        case monotonic = 32
        case wall, threadProcessor, word, addresses, descriptors, secretHash

        case createDirectory = 48
        case openFile, listNames, rename, remove, syncDirectory, write, readAll, syncFile, truncate, lock

        case listen = 64
        case connect, bindDatagram, accept, connectError, localAddress
        case hasPeerEnded = 71
        case watch, change, receive, send, receiveDatagrams, sendDatagrams, sendingProgress
    }

    /// What is asked.
    var kind: Kind

    /// The socket or the file that it is asked of, if it is of one.
    var number = 0

    /// What else it says: a host, an address, a name.
    var text = ""

    /// Asks.
    init(_ kind: Kind, _ number: Int = 0, _ text: String = "") {
        self.kind = kind
        self.number = number
        self.text = text
    }
}

extension Question: CustomStringConvertible {
    /// What it is about, in a few words: `receive 12`, `openFile lock`.
    var description: String {
        ["\(kind)", number == 0 ? "" : "\(number)", text].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// What stands in a recording beside questions.
enum Mark: UInt8 {
    /// So many calls in a row had the answer that such calls nearly always have.
    case usual = 1

    /// What has come to the node is dealt with; what left it has this hash.
    case end = 2

    /// Something comes to the node.
    case occurrence = 3
}
