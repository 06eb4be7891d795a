import Reactor

extension Signal {
    /// What asks this program to end: Ctrl-C, `kill`, and the terminal that goes, unless `nohup` said otherwise.
    static var requestsToEnd: [Signal] {
        [.interrupt, .terminate] + (hangUp.isIgnored ? [] : [hangUp])
    }
}
