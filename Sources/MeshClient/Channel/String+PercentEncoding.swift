import Bytes

extension String {
    /// As a part of a path, with the characters of `encodeURIComponent`.
    var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "A"..."Z", "a"..."z", "0"..."9", "-", "_", ".", "!", "~", "*", "'", "(", ")":
                text.unicodeScalars.append(scalar)
            default:
                text += "%\(byte.hexadecimal.uppercased())"
            }
        }
        return text
    }
}
