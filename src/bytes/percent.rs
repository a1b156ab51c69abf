//! Bytes as addresses and forms write them: `%2F` is a slash. RFC 3986 2.1.

/// The bytes that are meant; a `%` without two digits behind it stands for itself.
pub fn decoded(text: &[u8]) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text);
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    while let Some((first, behind)) = rest.split_first() {
        let meant = match behind {
            [high, low, ..] if *first == b'%' => digit(high).zip(digit(low)),
            _ => None,
        };
        bytes.push(meant.map_or(*first, |(high, low)| (high << 4 | low) as u8));
        rest = behind.get(if meant.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    bytes
}

/// Letters, digits and what else means nothing in addresses as they are, all other bytes as `%2F`.
pub fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(char::from_digit(digit.into(), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["", "a-b._~9", "a b/c?d=e&f+g", "100%", "%25", "猪", "\0\x7f\n"] {
            assert!(encoded(text).bytes().all(|byte| byte.is_ascii_graphic()));
            assert_eq!(decoded(encoded(text).as_bytes()), text.as_bytes(), "{text:?}");
        }
        assert_eq!(encoded("a/猪%"), "a%2F%E7%8C%AA%25");
    }

    #[test]
    fn what_is_no_encoding_stands_for_itself() {
        for text in ["%", "%4", "%%", "%zz", "%+1", "%-1", "%4g", "a%"] {
            assert_eq!(decoded(text.as_bytes()), text.as_bytes());
        }
        assert_eq!(decoded(b"%%41%4"), b"%A%4");
        assert_eq!(decoded(b"%e7%8C%aA%ff+"), b"\xe7\x8c\xaa\xff+");
    }
}
