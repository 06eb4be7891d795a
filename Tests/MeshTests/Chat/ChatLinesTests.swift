import Testing

@testable import Mesh

@Suite("A name in a conversation") struct ChatLinesTests {
    @Test(arguments: [":", "\"", "*", "|"])
    func `stands in quotation marks where it could be taken for more`(mark: String) {
        for accent in ["", "\u{301}", "\u{FE0F}"] {
            let name = (mark == "*" || mark == "|" ? "" : "ann") + mark + accent + " hi"
            #expect(ChatLines.name(name).hasPrefix("\""), "\(name.unicodeScalars.map(\.value))")
        }
    }

    @Test(arguments: ["ann", "Ann Lee", "é", "ana*", "a|b"]) func `stands as it is where it could not`(name: String) {
        #expect(ChatLines.name(name) == name)
    }
}
