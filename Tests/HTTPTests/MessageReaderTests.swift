import Testing

@testable import HTTP

@Suite("Reading messages") struct MessageReaderTests {
    @Test func `holds little for a client that is always half a request ahead`() throws {
        let request = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        var reader = MessageReader()
        reader.receive(request.span.extracting(0..<10))
        for _ in 0..<1000 {
            reader.receive(request.span.extracting(10..<request.count))
            reader.receive(request.span.extracting(0..<10))
            let head = try reader.nextHead(startLineLimit: 100, headLimit: 100) { bytes throws(HTTPError) in
                try RequestHead(whole: bytes)
            }
            #expect(head != nil)
            #expect(reader.unreadCount == 10)
            #expect(reader.heldCount <= 2 * request.count)
        }
    }

    @Test func `holds nothing once everything is used`() throws {
        var reader = MessageReader()
        reader.receive([0x61, 0x62, 0x63].span)
        let isComplete = try reader.readBody(.length(3), limit: 3)
        #expect(isComplete)
        #expect(reader.heldCount == 0)
        #expect(reader.takeBody() == [0x61, 0x62, 0x63])
        #expect(reader.takeBody() == [])
    }

    @Test func `refuses a head without an end at the first byte beyond its limit`() throws {
        var scanner = HeadScanner()
        let line = [UInt8](repeating: 0x61, count: 101)
        let length = try scanner.headLength(in: line.span.extracting(0..<100), startLineLimit: 200, headLimit: 100)
        #expect(length == nil)
        #expect(throws: HTTPError.headTooLarge(limit: 100)) {
            try scanner.headLength(in: line.span, startLineLimit: 200, headLimit: 100)
        }
    }
}
