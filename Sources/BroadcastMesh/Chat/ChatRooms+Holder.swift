extension ChatRooms {
    /// Who holds a name.
    struct Holder {
        /// The client.
        let client: ClientReference

        /// Its secret, to be hashed anew when the mesh has another key.
        let secret: String?
    }
}
