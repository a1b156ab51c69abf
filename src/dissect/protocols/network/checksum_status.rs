//! What a checksum's status field can say, in every protocol that has one.

names! {
    /// As Wireshark numbers them, and one more for offloaded ones.
    pub NAMES: 0 "Bad", 1 "Good", 2 "Unverified", 3 "Not present", 4 "Illegal", 5 "Partial";
}

/// The field says that there is no checksum.
pub const NOT_PRESENT: u64 = 3;
/// It says so where there has to be one.
pub const ILLEGAL: u64 = 4;
