//! Words of the list of objects.

/// The texts of the view in one language.
#[derive(Debug)]
pub struct ObjectTexts {
    pub objects: &'static str,
    /// Heads of what is a picture, a name, a type, a size, a packet, a digest and what is missing.
    pub columns: [&'static str; 7],
    pub incomplete: &'static str,
    pub save: &'static str,
    pub save_all: &'static str,
    pub copy_digest: &'static str,
    pub summary: fn(count: &str, size: &str) -> String,
    pub saved: fn(count: u32, name: &str, size: &str) -> String,
    pub empty: &'static str,
    pub still_reading: &'static str,
    pub collecting: &'static str,
    pub not_collected: &'static str,
}
