import ChannelProtocol
import Testing

@Suite("What clients of the chat say") struct ChatRequestTests {
    @Test func `is a message, with a key or without`() {
        let keyed = ChatRequest.message("\"tea\"\n", key: "k1")
        #expect(String(decoding: keyed, as: UTF8.self) == #"{"event":"send-message","message":"\"tea\"\n","key":"k1"}"#)

        let plain = ChatRequest.message("grün", key: nil)
        #expect(String(decoding: plain, as: UTF8.self) == #"{"event":"send-message","message":"grün"}"#)
    }

    @Test func `is a question for history`() {
        let question = ChatRequest.history(before: "alpha@17/42", count: 5)
        #expect(String(decoding: question, as: UTF8.self) == #"{"event":"history","before":"alpha@17/42","count":5}"#)
    }
}
