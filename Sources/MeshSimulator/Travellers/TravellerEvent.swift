/// What can be due for a traveller.
enum TravellerEvent: UInt8, Sendable {
    /// Something that it sent arrives at its node.
    case requests

    /// Something that its node sent arrives.
    case answers

    /// Its node may send the next part of what it reads.
    case reading

    /// It looks for another node, unless it is attached.
    case knock
}
