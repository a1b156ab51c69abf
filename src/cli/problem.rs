//! What is wrong with a file, as an English sentence: what happened, where, what to do.

use wirelight::capture::Problem;

/// One sentence or two about a problem; `at` is the byte of the unpacked file, when it is known.
pub fn sentence(problem: &Problem, at: Option<u64>, path: &str) -> String {
    let place = at.map(|at| format!(" at byte {at}")).unwrap_or_default();
    match problem {
        Problem::NotACapture(None) => {
            format!("this is no capture file: it begins like neither pcap nor pcapng: {path}")
        }
        Problem::NotACapture(Some(looks)) if looks == "empty" => {
            format!("this file is empty; a capture has at least a header: {path}")
        }
        Problem::NotACapture(Some(looks)) => {
            format!("this is no capture file, it looks like {}: {path}", looks_like(looks))
        }
        Problem::Unsupported(what) => {
            format!(
                "this capture cannot be read: {what} is not known here; `editcap -F pcapng` may turn it into one that can be: {path}"
            )
        }
        Problem::CutShort { needed, had } => format!(
            "the file is cut short{place}: {needed} bytes belong there and {had} are left; \
             every packet before that was read: {path}"
        ),
        Problem::Damaged(what) => {
            format!("the file is damaged{place}: {what}; every packet before that was read: {path}")
        }
        Problem::Compression(what) => {
            format!("the file cannot be unpacked any further{place}: {what}; every packet before that was read: {path}")
        }
        Problem::TooLargeToUnpack => {
            format!(
                "this packed file is one block of more than 512 MiB: please unpack it first, then read that: {path}"
            )
        }
        Problem::Unreadable(why) => format!("the file cannot be read: {why}: {path}"),
        Problem::OutOfMemory => {
            format!("there is not enough memory to go on{place}; every packet before that was read: {path}")
        }
    }
}

/// A stable key of the file sniffer in words.
fn looks_like(key: &str) -> String {
    let unpack = "; please unpack it first";
    let convert = "; `editcap -F pcapng` turns it into one that can be read";
    match key {
        "text" => "plain text".into(),
        "hexdump" => "a hex dump; `text2pcap` turns it into a capture".into(),
        "html" => "a web page (HTML)".into(),
        "xml" => "XML".into(),
        "json" => "JSON; a packet list that was exported holds no packets, the capture itself is needed".into(),
        "pdf" => "a PDF".into(),
        "zip" => format!("a zip archive{unpack}"),
        "7z" => format!("a 7-Zip archive{unpack}"),
        "rar" => format!("a RAR archive{unpack}"),
        "tar" => format!("a tar archive{unpack}"),
        "bzip2" | "xz" | "compress" => format!("something packed by {key}{unpack}"),
        "gzip" | "zstd" | "lz4" => format!("something else packed by {key}"),
        "snoop" => format!("a Solaris snoop capture{convert}"),
        "netmon" => format!("a Microsoft Network Monitor capture{convert}"),
        "sniffer" => format!("a Sniffer capture{convert}"),
        "etherpeek" => format!("an EtherPeek capture{convert}"),
        "erf" => format!("an Endace (ERF) capture{convert}"),
        "png" | "jpeg" | "gif" | "webp" | "bmp" => format!("a picture ({})", key.to_uppercase()),
        "ogg" | "mp3" | "riff" | "mp4" => "sound or film".into(),
        "elf" | "exe" | "macho" | "wasm" => "a program".into(),
        "sqlite" => "a database (SQLite)".into(),
        other => other.to_string(),
    }
}

/// Whether any packets may have been read before this problem.
pub fn leaves_packets(problem: &Problem) -> bool {
    !matches!(problem, Problem::NotACapture(_) | Problem::Unsupported(_) | Problem::TooLargeToUnpack)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_where_and_the_path_last() {
        let cut = sentence(&Problem::CutShort { needed: 66, had: 12 }, Some(1024), "a.pcap");
        assert_eq!(
            cut,
            "the file is cut short at byte 1024: 66 bytes belong there and 12 are left; \
             every packet before that was read: a.pcap"
        );
        let zip = sentence(&Problem::NotACapture(Some("zip".into())), None, "a.zip");
        assert_eq!(zip, "this is no capture file, it looks like a zip archive; please unpack it first: a.zip");
    }
}
