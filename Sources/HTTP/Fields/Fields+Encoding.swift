extension Fields {
    /// Appends every line with its CR LF.
    func encode(into bytes: inout [UInt8]) {
        for line in lines {
            bytes.append(text: line.name)
            bytes.append(text: ": ")
            bytes.append(text: line.value)
            bytes.append(text: "\r\n")
        }
    }
}

extension [UInt8] {
    /// Appends a text as UTF-8.
    mutating func append(text: String) {
        append(contentsOf: text.utf8)
    }
}
