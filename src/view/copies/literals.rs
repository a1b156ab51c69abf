//! Bytes for programs to read: an array of C, an escaped string.

use std::fmt::Write;

use super::table::escaped;

/// How many bytes stand on a line of an array.
const LINE: usize = 12;

/// The array `packet_6` of C, with `comment` behind it.
pub fn c_array(packet: u64, bytes: &[u8], comment: &str) -> String {
    let mut out = format!("static const unsigned char packet_{packet}[] = {{");
    for (place, byte) in bytes.iter().enumerate() {
        let gap = match place {
            0 => "\n    ",
            place if place.is_multiple_of(LINE) => ",\n    ",
            _ => ", ",
        };
        // Writing to a `String` never fails.
        let _ = write!(out, "{gap}0x{byte:02x}");
    }
    out.push_str("\n};");
    if !comment.is_empty() {
        // A comment that ended early would be code.
        let _ = write!(out, " /* {} */", escaped(comment).replace("*/", "* /"));
    }
    out.push('\n');
    out
}

/// A string that C, Python and JavaScript read: `"\x16\x03"`.
pub fn escaped_string(bytes: &[u8]) -> String {
    let mut out = String::from("\"");
    for byte in bytes {
        let _ = write!(out, "\\x{byte:02x}");
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_has_twelve_a_line() {
        let bytes: Vec<u8> = (0xf0..=0xfc).collect();
        assert_eq!(
            c_array(6, &bytes, "13 bytes"),
            "static const unsigned char packet_6[] = {\n    \
             0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb,\n    \
             0xfc\n}; /* 13 bytes */\n"
        );
        assert!(c_array(6, &bytes[..12], "").ends_with("0xfb\n};\n"));
        assert_eq!(c_array(1, b"", ""), "static const unsigned char packet_1[] = {\n};\n");
    }

    #[test]
    fn a_comment_ends_where_it_should() {
        let array = c_array(1, b"a", "GET /*/ system(\"x\"); /**/\n猪\0\u{202e}");
        assert_eq!(
            array,
            "static const unsigned char packet_1[] = {\n    0x61\n}; \
             /* GET /* / system(\"x\"); /** /\\n猪\\000\\u202E */\n"
        );
    }

    #[test]
    fn a_string_is_all_escapes() {
        assert_eq!(escaped_string(b"\x16\x03\"\\\n\0"), r#""\x16\x03\x22\x5c\x0a\x00""#);
        assert_eq!(escaped_string("猪".as_bytes()), r#""\xe7\x8c\xaa""#);
        assert_eq!(escaped_string(b""), "\"\"");
    }
}
