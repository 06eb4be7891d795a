/// Which status codes may stand in a close frame (RFC 6455 §7.4, and the IANA registry for 1012 to 1014).
public enum CloseCode {
    /// The node stops, or the page was left.
    public static let goingAway: UInt16 = 1001
    /// A rule of the protocol was broken.
    public static let protocolError: UInt16 = 1002
    /// A kind of message that is not taken here.
    public static let unsupportedData: UInt16 = 1003
    /// Text that is not UTF-8.
    public static let invalidPayload: UInt16 = 1007
    /// Refused for another reason, which is said.
    public static let policyViolation: UInt16 = 1008
    /// Over the limit.
    public static let messageTooBig: UInt16 = 1009
    /// Something failed here.
    public static let internalError: UInt16 = 1011
    /// Come back later.
    public static let tryAgainLater: UInt16 = 1013

    /// Whether a close frame may carry the code.
    ///
    /// 1004 is undefined; 1005, 1006 and 1015 are what an endpoint tells its own program when there was no close
    /// frame to read them from; 1016 to 2999 wait for a later protocol; 3000 and up belong to libraries and programs.
    public static func isAllowed(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
