//! What a checksum's status field can say, in every protocol that has one.

names! {
    /// As Wireshark numbers them.
    pub NAMES: 0 "Bad", 1 "Good", 2 "Unverified", 3 "Not present", 4 "Illegal";
}
