import HTTP

/// What a connection found, so that whole and piecewise decoding can be compared.
enum Found: Equatable {
    case request(Request)
    case sendContinue
    case error(HTTPError)

    /// The path of a request.
    var path: String? {
        if case .request(let request) = self { request.head.target.path } else { nil }
    }

    /// The body of a request, as text.
    var body: String? {
        if case .request(let request) = self { String(decoding: request.body, as: UTF8.self) } else { nil }
    }
}

extension ServerConnection {
    /// Feeds pieces, answers each request with 204, and returns everything found; an error is the last.
    mutating func find(in pieces: [[UInt8]]) -> [Found] {
        var found: [Found] = []
        var answers: [UInt8] = []
        do throws(HTTPError) {
            for piece in pieces {
                receive(piece.span)
                while let step = try next() {
                    switch step {
                    case .sendContinue: found.append(.sendContinue)
                    case .request(let request):
                        found.append(.request(request))
                        respond(Response(.noContent), wallSeconds: 0, into: &answers)
                        if isEnded { return found }
                    }
                }
            }
        } catch {
            found.append(.error(error))
        }
        return found
    }

    /// Feeds text whole.
    mutating func find(in text: String) -> [Found] {
        find(in: [Array(text.utf8)])
    }

    /// Answers the current request and returns what is sent.
    mutating func answer(_ response: Response, closing: Bool = false) -> String {
        var bytes: [UInt8] = []
        respond(response, wallSeconds: 784_111_777, into: &bytes, closing: closing)
        return String(decoding: bytes, as: UTF8.self)
    }
}
