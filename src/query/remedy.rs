//! What somebody may have meant by an expression that is wrong: the smallest change by which it is not.

use crate::query::{
    mistake::{Mistake, What},
    parser::is_operator,
};

/// The expression as it may have been meant, if `is_right` finds one of the likely ones right.
pub fn remedy(text: &str, mistake: &Mistake, is_right: impl Fn(&str) -> bool) -> Option<String> {
    candidates(text, mistake).into_iter().find(|candidate| is_right(candidate))
}

fn candidates(text: &str, mistake: &Mistake) -> Vec<String> {
    let (start, end) = (mistake.at.start as usize, mistake.at.end as usize);
    let (Some(before), Some(wrong), Some(behind)) = (text.get(..start), text.get(start..end), text.get(end..)) else {
        return Vec::new();
    };
    let instead = |word: &str| format!("{before}{word}{behind}");
    match &mistake.what {
        What::SingleEqual => vec![instead("==")],
        What::UnknownFunction(name, names) => {
            names.iter().map(|near| instead(&wrong.replacen(name, near, 1))).collect()
        }
        What::UnknownName(_, names) => {
            let lower = wrong.to_ascii_lowercase();
            // a word that has to be an operator is one in lower case
            let mut all = vec![instead(&lower), format!("{before}\"{wrong}\"{behind}")];
            all.extend(names.iter().map(|name| instead(name)));
            all
        }
        What::OpenBracket(bracket) => {
            vec![format!("{text}{}", closing(*bracket)), format!("{text} {}", closing(*bracket))]
        }
        What::OpenQuotes => vec![format!("{text}\"")],
        What::PatternWanted => vec![instead(&format!("\"{wrong}\""))],
        What::BadEscape(_) => vec![text.replace('\\', "\\\\")],
        What::NotAValue { .. } => {
            let capital: String =
                wrong.chars().take(1).flat_map(char::to_uppercase).chain(wrong.chars().skip(1)).collect();
            let bare = wrong.trim_matches('"');
            vec![
                instead(&capital),
                instead(bare),
                instead(&format!("\"{wrong}\"")),
                instead(&bare.to_ascii_lowercase()),
            ]
        }
        What::Unexpected(_) => in_between(before, wrong, behind),
        What::Unfinished => shorter(before),
        What::ValueAlone(_) => turned(text).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn closing(bracket: char) -> char {
    match bracket {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        other => other,
    }
}

/// Something that does not belong where it stands: a comma, an operator, quotes or brackets may be missing, or it is too much.
fn in_between(before: &str, wrong: &str, behind: &str) -> Vec<String> {
    let mut all = Vec::new();
    let lower = wrong.to_ascii_lowercase();
    if is_operator(&lower) {
        all.push(format!("{before}{lower}{behind}"));
    }
    let trimmed = before.trim_end();
    let in_set = before.rfind('{') > before.rfind('}');
    if in_set {
        all.push(format!("{trimmed}, {wrong}{behind}"));
    }
    if trimmed.ends_with(" in") {
        all.push(format!("{before}{{{wrong}}}{behind}"));
    }
    if trimmed.len() == before.len() {
        // glued to what stands before: one value without its quotes
        let first = before.rfind([' ', '(', '{', ',']).map_or(0, |at| at + 1);
        if let (Some(head), Some(word)) = (before.get(..first), before.get(first..)) {
            all.push(format!("{head}\"{word}{wrong}\"{behind}"));
        }
    }
    all.push(format!("{trimmed} and {wrong}{behind}"));
    all.push(format!("{trimmed}{behind}"));
    all
}

/// Without the operator at its end.
fn shorter(before: &str) -> Vec<String> {
    let words = before.trim_end();
    let shorter = words.rsplit_once(' ').map(|(rest, _)| rest.trim_end().to_owned());
    shorter.into_iter().filter(|shorter| !shorter.is_empty()).collect()
}

/// `80 == tcp.port` the other way round.
fn turned(text: &str) -> Option<String> {
    const SIGNS: [(&str, &str); 6] = [("==", "=="), ("!=", "!="), (">=", "<="), ("<=", ">="), (">", "<"), ("<", ">")];
    let (at, sign, other) = SIGNS.iter().find_map(|(sign, other)| Some((text.find(sign)?, sign, other)))?;
    let (left, right) = (text.get(..at)?.trim(), text.get(at + sign.len()..)?.trim());
    Some(format!("{right} {other} {left}"))
}

#[cfg(test)]
mod tests {
    use crate::query::{check, dialect};

    fn meant(text: &str) -> Option<String> {
        dialect::understand(text, |test| check::check(test, &|_| Vec::new()).map(|_| ())).unwrap_err().instead
    }

    #[test]
    fn small_mistakes_have_remedies() {
        for (wrong, right) in [
            ("tcp.port = 80", "tcp.port == 80"),
            ("tcp.port in {80 443}", "tcp.port in {80, 443}"),
            ("tcp.port in 80", "tcp.port in {80}"),
            ("tcp.port in {80, 443", "tcp.port in {80, 443}"),
            ("(tcp and udp", "(tcp and udp)"),
            ("tcp and udp)", "tcp and udp"),
            ("tcp udp", "tcp and udp"),
            ("tcp.port == 80;", "tcp.port == 80"),
            ("tcp AND udp", "tcp and udp"),
            ("tcp.flags.fin == true", "tcp.flags.fin == True"),
            ("tcp.prot == 80", "tcp.port == 80"),
            ("TCP", "tcp"),
            ("lenn(http.host) > 3", "len(http.host) > 3"),
            ("http.host matches www", "http.host matches \"www\""),
            ("http.host matches \"\\w\"", "http.host matches \"\\\\w\""),
            ("http.host == localhost:8080", "http.host == \"localhost:8080\""),
            ("http.host == \"a", "http.host == \"a\""),
            ("ip.src == \"10.0.0.1\"", "ip.src == 10.0.0.1"),
            ("80 == tcp.port", "tcp.port == 80"),
            ("tcp and", "tcp"),
            ("tcp.port ==", "tcp.port"),
            ("frame contains GET", "frame contains \"GET\""),
        ] {
            assert_eq!(meant(wrong).as_deref(), Some(right), "{wrong}");
        }
    }

    #[test]
    fn nothing_is_offered_that_is_wrong_as_well() {
        for wrong in ["ip.addr == 999.1.1.1", "=", "tcp.port == 70000", "nothinglikethat", "((((("] {
            assert_eq!(meant(wrong), None, "{wrong}");
        }
    }
}
