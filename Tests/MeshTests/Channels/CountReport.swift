/// What a program that counts has heard.
struct CountReport: Decodable, Sendable {
    struct Other: Decodable, Equatable, Sendable {
        /// The last number.
        var last: Int

        /// Where another came than the next, with what came before, and the IDs of both.
        var wrong: [String]
    }

    var others: [String: Other]
    var gaps: Int
    var waiting: Int
}
