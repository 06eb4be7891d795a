import HTTP

extension Response {
    /// The same answer, with its body in gzip for whoever takes that (RFC 9110 §8.4.1.3 and §12.5.3).
    ///
    /// - Parameters:
    ///   - body: The body in gzip; without one it goes out as it is.
    ///   - head: What was asked.
    /// - Returns: The answer, with a tag of its own where it is compressed.
    func compressed(as body: [UInt8]?, for head: RequestHead) -> Response {
        guard let body else { return self }
        let takesGzip = head.fields.acceptCoding("gzip")
        var answer = Response(status, body: takesGzip ? body : self.body)
        for field in fields.lines {
            let isTag = takesGzip && field.name == "ETag"
            answer.fields.append(field.name, isTag ? "\(field.value.dropLast())-gzip\"" : field.value)
        }
        if takesGzip { answer.fields.append("Content-Encoding", "gzip") }
        answer.fields.append("Vary", "Accept-Encoding")
        return answer
    }
}
