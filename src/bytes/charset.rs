//! How the characters of a text are written, by what the text and its head say of it.

use memchr::memmem;

use super::MediaType;

/// How a text's characters are written, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charset<'a> {
    /// A label as it stands, which decoders look up: `GBK`.
    pub label: &'a str,
    /// Where it stands.
    pub said: Said,
}

/// Who says how characters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The text's first bytes are a mark.
    Mark,
    /// The `Content-Type` header.
    Header,
    /// The text itself, as XML or HTML do.
    Text,
    /// Nobody: it is as most texts are.
    Nobody,
}

/// Bytes in which a text may say how it is written: WHATWG HTML 13.2.3.2.
const LOOKED_AT: usize = 1024;

/// How the characters of `text` are written: by its mark, else by its header, else by what it says of itself, else UTF-8.
pub fn charset<'a>(media: Option<MediaType<'a>>, text: &'a [u8]) -> Charset<'a> {
    let marks: [(&[u8], &str); 3] = [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be")];
    if let Some((_, label)) = marks.into_iter().find(|(mark, _)| text.starts_with(mark)) {
        return Charset { label, said: Said::Mark };
    }
    let by_header = media.and_then(|media| media.parameter("charset")).and_then(word);
    if let Some(label) = by_header {
        return Charset { label, said: Said::Header };
    }
    let beginning = text.get(..LOOKED_AT).unwrap_or(text);
    match declared(beginning).or_else(|| in_meta(beginning)) {
        Some(label) => Charset { label, said: Said::Text },
        None => Charset { label: "utf-8", said: Said::Nobody },
    }
}

/// A label, if it could be one.
fn word(label: &[u8]) -> Option<&str> {
    let label = std::str::from_utf8(label.trim_ascii()).ok()?;
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.:+".contains(c);
    (!label.is_empty() && label.len() < 40 && label.chars().all(fits)).then_some(label)
}

/// `<?xml version="1.0" encoding="GBK"?>`
fn declared(text: &[u8]) -> Option<&str> {
    let inside = text.strip_prefix(b"<?xml")?;
    let inside = inside.get(..memmem::find(inside, b"?>")?)?;
    value_behind(inside, b"encoding")
}

/// `<meta charset=gbk>`, `<meta http-equiv="Content-Type" content="text/html; charset=gbk">`, and `@charset "gbk";` of CSS
fn in_meta(text: &[u8]) -> Option<&str> {
    if let Some(rest) = text.strip_prefix(b"@charset \"") {
        return word(rest.split(|byte| *byte == b'"').next()?);
    }
    let mut tags = text.split(|byte| *byte == b'<').skip(1);
    tags.find_map(|tag| {
        let is_meta = tag.get(..4).is_some_and(|name| name.eq_ignore_ascii_case(b"meta"));
        let inside = tag.get(..tag.iter().position(|byte| *byte == b'>')?)?;
        if is_meta { value_behind(inside, b"charset") } else { None }
    })
}

/// What stands behind `name` and an equals sign, in quotes or not.
fn value_behind<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a str> {
    let at = text.windows(name.len()).position(|window| window.eq_ignore_ascii_case(name))?;
    let behind = text.get(at + name.len()..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let inside = behind.strip_prefix(b"\"").or(behind.strip_prefix(b"'")).unwrap_or(behind);
    word(inside.split(|byte| matches!(byte, b'"' | b'\'' | b';' | b' ' | b'/')).next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(media: &'a str, text: &'a [u8]) -> (&'a str, Said) {
        let found = charset(Some(MediaType(media.as_bytes())).filter(|_| !media.is_empty()), text);
        (found.label, found.said)
    }

    #[test]
    fn marks_come_before_headers_and_headers_before_the_text() {
        assert_eq!(found("text/html; charset=gbk", b"\xef\xbb\xbfa"), ("utf-8", Said::Mark));
        assert_eq!(found("", b"\xff\xfea\0"), ("utf-16le", Said::Mark));
        assert_eq!(found("text/html; Charset=\"GBK\"", b"<meta charset=utf-8>"), ("GBK", Said::Header));
        assert_eq!(found("text/html", b"<html><META CHARSET = 'gb2312'>"), ("gb2312", Said::Text));
        let meta = b"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=big5\" />";
        assert_eq!(found("text/html", meta), ("big5", Said::Text));
        assert_eq!(found("text/xml", b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), ("ISO-8859-1", Said::Text));
        assert_eq!(found("text/css", b"@charset \"shift_jis\";"), ("shift_jis", Said::Text));
    }

    #[test]
    fn where_nobody_says_so_it_is_utf_8() {
        for text in
            [&b"plain"[..], b"<p charset=gbk>", b"<meta charset", b"<meta charset=\"\">", b"<?xml encoding=", b""]
        {
            assert_eq!(found("text/html", text), ("utf-8", Said::Nobody));
        }
        assert_eq!(found("a/b; charset=<script>", b""), ("utf-8", Said::Nobody));
    }
}
