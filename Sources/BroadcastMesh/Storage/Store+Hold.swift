extension Store {
    /// What is to become of an answer that tells of something that came.
    enum Hold {
        /// It goes out: the node keeps nothing on a disk.
        case free

        /// It waits until everything is written.
        case held

        /// It must not be given: nothing will be written any more.
        case refused
    }
}
