import Bytes

/// What other releases say, and what they do not know.
extension Dialect {
    /// Whether it knows a frame of this type.
    func knows(_ type: FrameType) -> Bool { self != .earlier || type != .agreement }

    /// Has a greeting say what this release says.
    func shape(_ hello: inout Hello) {
        hello.versions = versions(hello.versions)
        switch self {
        case .current, .foreign: break
        case .earlier: (hello.capabilities, hello.agreement) = ([], nil)
        case .later:
            hello.capabilities.insert(Capabilities(rawValue: 1 << 40))
            hello.agreement?.add(0x0123_4567_89AB_CDEF)
            hello.addition = [100, 3, 1, 2, 3]
        }
    }

    /// Appends what it says behind the entries of a frame; most say nothing.
    func appendNote(to body: inout [UInt8]) {
        guard self == .later else { return }
        body += [200, 2, 7, 7]
    }

    /// What its log has beside a change of its links; most have nothing.
    func entry(at time: Int64) -> [UInt8]? {
        guard self == .later else { return nil }
        var entry: [UInt8] = [100, 11]
        entry.append(bigEndian: UInt64(time))
        return entry + [1, 2, 3]
    }
}
