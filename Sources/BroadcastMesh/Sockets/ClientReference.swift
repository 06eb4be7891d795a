/// Which client, even after its slot was used again.
struct ClientReference: Hashable {
    /// Where it is kept.
    var slot: Int32

    /// Which of those that were ever kept there; modulo 2²⁴.
    var generation: UInt32
}
