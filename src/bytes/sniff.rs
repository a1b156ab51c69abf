//! What bytes are, by how they begin: what a browser may be given to show or to play, and nothing that it would run.

/// What a body turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sniffed {
    /// The media type that a browser is told.
    pub media: &'static str,
    /// What its files' names end in.
    pub ending: &'static str,
}

/// First bytes, and others at some place; the media type, and what names end in.
type Known = (&'static [u8], usize, &'static [u8], &'static str, &'static str);

/// Pictures, sounds and films.
const KNOWN: [Known; 17] = [
    (b"\x89PNG\r\n\x1a\n", 0, b"", "image/png", "png"),
    (b"\xff\xd8\xff", 0, b"", "image/jpeg", "jpg"),
    (b"GIF87a", 0, b"", "image/gif", "gif"),
    (b"GIF89a", 0, b"", "image/gif", "gif"),
    (b"RIFF", 8, b"WEBP", "image/webp", "webp"),
    (b"", 4, b"ftypavif", "image/avif", "avif"),
    (b"BM", 6, b"\0\0\0\0", "image/bmp", "bmp"),
    (b"\0\0\x01\0", 0, b"", "image/x-icon", "ico"),
    (b"RIFF", 8, b"WAVE", "audio/wav", "wav"),
    (b"ID3", 0, b"", "audio/mpeg", "mp3"),
    (b"\xff\xfb", 0, b"", "audio/mpeg", "mp3"),
    (b"\xff\xf3", 0, b"", "audio/mpeg", "mp3"),
    (b"fLaC", 0, b"", "audio/flac", "flac"),
    (b"OggS", 0, b"", "audio/ogg", "ogg"),
    (b"", 4, b"ftypM4A", "audio/mp4", "m4a"),
    (b"", 4, b"ftyp", "video/mp4", "mp4"),
    (b"\x1a\x45\xdf\xa3", 0, b"", "video/webm", "webm"),
];

/// What these bytes are; nothing for anything else, text among it: a picture in SVG is a program.
pub fn sniff(bytes: &[u8]) -> Option<Sniffed> {
    let is = |(first, place, others, ..): &Known| {
        bytes.starts_with(first) && bytes.get(*place..).is_some_and(|rest| rest.starts_with(others))
    };
    let (.., media, ending) = KNOWN.into_iter().find(|known| is(known))?;
    Some(Sniffed { media, ending })
}

impl Sniffed {
    /// `image`, `audio` or `video`.
    pub fn kind(self) -> &'static str {
        self.media.split('/').next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_sounds_are_known_and_programs_are_not() {
        let media = |bytes: &[u8]| sniff(bytes).map(|sniffed| sniffed.media);
        assert_eq!(media(b"\xff\xd8\xff\xe0\0\x10JFIF"), Some("image/jpeg"));
        assert_eq!(media(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(media(b"\0\0\0\x20ftypisom"), Some("video/mp4"));
        assert_eq!(sniff(b"ID3\x04").map(Sniffed::kind), Some("audio"));
        for program in [&b"<svg xmlns="[..], b"<html>", b"%PDF-1.7", b"MZ", b"#!/bin/sh", b"", b"RIFF\0\0\0\0AVI "] {
            assert_eq!(media(program), None);
        }
    }
}
