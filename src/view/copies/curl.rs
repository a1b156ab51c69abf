//! A request as a command for a POSIX shell.
//!
//! Everything in it was chosen by whoever made the capture and is typed into a shell: each word stands in single quotes,
//! in which nothing means anything, and nothing that a terminal would act on is written as it is.

use std::fmt::Write;

use crate::engine::exchanges::{
    har::url,
    told::{Dialogue, Told},
};

/// Headers that curl makes itself.
const OWN: [&str; 3] = ["host", "content-length", "transfer-encoding"];

/// The command, in lines that go on; nothing of an exchange without a request.
pub fn command(one: &Dialogue) -> Option<String> {
    let request = one.request.as_ref()?;
    let mut out = String::from("curl");
    let method = request.words[0].as_str();
    match method {
        "GET" if request.sent == 0 => {}
        "HEAD" => out.push_str(" --head"),
        _ => push(&mut out, " --request ", method),
    }
    // what stands in braces or brackets is one URL, not many; and only this may be spoken
    out.push_str(" --globoff --proto '=http,https' --url ");
    out.push_str(&quoted(url(one, request).as_bytes()));
    for header in &request.headers {
        if OWN.iter().any(|own| header.name.eq_ignore_ascii_case(own)) || header.name.is_empty() {
            continue;
        }
        // curl leaves out a header with no value unless a semicolon says so
        let line = if header.value.is_empty() {
            [header.name.as_str(), ";"].concat()
        } else {
            [header.name.as_str(), ": ", &header.value].concat()
        };
        push(&mut out, " \\\n  --header ", line.strip_prefix('@').unwrap_or(&line));
    }
    write_host(&mut out, one, request);
    if request.sent > 0 {
        out.push_str(" \\\n  --data-raw ");
        out.push_str(&quoted(request.contents()));
    }
    if response_is_packed(one) {
        out.push_str(" \\\n  --compressed");
    }
    out.push('\n');
    Some(out)
}

/// A host that the URL does not say.
fn write_host(out: &mut String, one: &Dialogue, request: &Told) {
    let host = request.value("host").unwrap_or_default();
    if !host.is_empty() && !url(one, request).contains(host) {
        push(out, " \\\n  --header ", &["Host: ", host].concat());
    }
}

fn response_is_packed(one: &Dialogue) -> bool {
    one.response.as_ref().is_some_and(|response| response.value("content-encoding").is_some())
}

fn push(out: &mut String, option: &str, word: &str) {
    out.push_str(option);
    out.push_str(&quoted(word.as_bytes()));
}

/// A word of a POSIX shell. What does not print makes it one in which a backslash says so, `$'…'` of POSIX 2024.
fn quoted(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).ok();
    if let Some(text) = text.filter(|text| !text.chars().any(|c| crate::bytes::text::is_escaped(c) && c != '\n')) {
        return ["'", &text.replace('\'', "'\\''"), "'"].concat();
    }
    let mut out = String::from("$'");
    for byte in bytes {
        match byte {
            b'\'' | b'\\' => {
                out.push('\\');
                out.push(char::from(*byte));
            }
            b' '..=b'~' => out.push(char::from(*byte)),
            // three digits, so that a digit behind it is not part of it; writing to a `String` never fails
            _ => {
                let _ = write!(out, "\\{byte:03o}");
            }
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::exchanges::head::Header;

    fn dialogue(words: [&str; 3], headers: &[(&str, &str)], body: &[u8]) -> Dialogue {
        let header = |&(name, value): &(&str, &str)| Header { name: name.into(), value: value.into() };
        let request = Told {
            words: words.map(str::to_owned),
            headers: headers.iter().map(header).collect(),
            body: body.to_vec(),
            sent: body.len() as u64,
            ..Told::default()
        };
        Dialogue { request: Some(request), ..Dialogue::default() }
    }

    #[test]
    fn a_request_is_a_command() {
        let one = dialogue(
            ["GET", "/a?b=1&c={2}", "HTTP/1.1"],
            &[("Host", "x.example"), ("Accept", "*/*"), ("Empty", "")],
            b"",
        );
        assert_eq!(
            command(&one).unwrap(),
            "curl --globoff --proto '=http,https' --url 'http://x.example/a?b=1&c={2}' \\\n  --header 'Accept: */*' \\\n  --header 'Empty;'\n"
        );
    }

    /// What a shell makes of the words is what was put in.
    #[cfg(unix)]
    #[test]
    fn nothing_runs_in_a_shell() {
        let hostile =
            ["'; touch pwned; '", "$(touch pwned)", "`touch pwned`", "\\", "a\nb", "!!", "\u{1b}]0;x\u{7}", "\u{202e}"];
        let bodies: [&[u8]; 3] = [b"@/etc/passwd'\\''", b"\xff\x00'$(x)\\9", b"-d @x"];
        for text in hostile {
            for body in bodies {
                let one = dialogue(
                    ["POST", &format!("/{text}"), "HTTP/1.1"],
                    &[("Host", "h"), ("X", text), ("@/etc/passwd", "y")],
                    body,
                );
                let command = command(&one).unwrap();
                assert!(!command.contains(['\u{1b}', '\u{7}', '\u{202e}', '\0']), "{command}");
                // NUL cannot be a shell's; bash knows $'…' and has the same quotes otherwise
                let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{}", command.replace("\\000", ""));
                let done = std::process::Command::new("bash").arg("-c").arg(&script).output().unwrap();
                let words: Vec<&[u8]> = done.stdout.split(|byte| *byte == 0).collect();
                assert_eq!(String::from_utf8_lossy(&done.stderr), "");
                let after = |option: &str| words.iter().skip_while(|word| **word != option.as_bytes()).nth(1).copied();
                let url = after("--url").unwrap();
                assert!(url.starts_with(b"http://h/") && url.is_ascii(), "{command}");
                assert_eq!(after("--header"), Some(format!("X: {text}").as_bytes()), "{command}");
                assert_eq!(
                    after("--data-raw"),
                    Some(&*body.iter().copied().filter(|byte| *byte != 0).collect::<Vec<_>>())
                );
                assert!(!words.iter().any(|word| word.starts_with(b"@/etc/passwd: ")));
            }
        }
        assert!(!std::path::Path::new("pwned").exists());
    }
}
