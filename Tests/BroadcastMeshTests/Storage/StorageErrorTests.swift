import Reactor
import Testing

@testable import BroadcastMesh

@Suite("What the system refuses a data directory", .computing) struct StorageErrorTests {
    @Test(arguments: [
        (
            28,
            "write data/00000007.begun: No space left on device; make room there, and start the node again if it has ended: "
                + "what was acknowledged is in the directory"
        ),
        (
            30,
            "write data/00000007.begun: Read-only file system; the user that runs the node must be able to write there"
        ),
        (21, "write data/00000007.begun: Is a directory; that is none of the node's: move it away"),
        (5, "write data/00000007.begun: Input/output error"),
    ])
    func `is told with its cure, where the words of the system name none`(code: CInt, line: String) {
        let error = SystemError(call: "write", subject: "data/00000007.begun", code: code)
        #expect("\(StorageError.system(error))" == line)
    }

    @Test(arguments: [(2, true), (5, true), (24, false), (12, false)])
    func `is tried again but where a file is gone or broken`(code: CInt, isLost: Bool) {
        let error = StorageError.system(SystemError(call: "open", subject: "data/00000007.segment", code: code))
        #expect(error.isLostFile == isLost)
        #expect(!StorageError.system(SystemError(call: "rewrite", code: code)).isLostFile)
        #expect(StorageError.system(SystemError(call: "unlink", code: code)).isLostFile)
    }
}
