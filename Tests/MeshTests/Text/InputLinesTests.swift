import Testing

@testable import Mesh

@Suite("The lines of standard input") struct InputLinesTests {
    @Test(arguments: [1, 2, 5, 100])
    func `are the same however they are cut`(size: Int) {
        let bytes = Array("one\r\ntwo\n\nthrée".utf8)
        var (input, lines) = (InputLines(), [String]())
        for start in stride(from: 0, to: bytes.count, by: size) {
            lines += input.append(Array(bytes[start..<min(start + size, bytes.count)])).lines
        }
        lines += input.append([]).lines
        #expect(input.append([]).lines.isEmpty)
        #expect(lines == ["one", "two", "", "thrée"])
    }

    @Test func `are text, or the first that is not is named`() {
        var input = InputLines()
        let read = input.append(Array("one\ntwo\n".utf8) + [0x61, 0xFF, 0x0A] + Array("four\n".utf8))
        #expect(read.lines == ["one", "two"])
        #expect(read.error == .failure("line 3 of standard input is not UTF-8"))
    }

    @Test func `are text to the end`() {
        var input = InputLines()
        _ = input.append([0xC3])
        #expect(input.append([]).error == .failure("line 1 of standard input is not UTF-8"))
    }

    @Test func `are not longer than any message`() {
        var input = InputLines()
        let part = [UInt8](repeating: 0x61, count: InputLines.lineLimit)
        #expect(input.append(part).error == nil)
        let problem = "line 1 of standard input is longer than any message may be, 16 MiB"
        #expect(input.append([0x61]).error == .failure(problem))
    }
}
