//! `-T json`: an array with an object a packet, holding its layers as tshark nests them.
//!
//! A field that has others below it is written twice: `"ip.flags": "0x02"` and `"ip.flags_tree": {…}`. A key may come
//! again in the same object, once for each occurrence of its field.

use std::io::{self, Write};

/// One node of a packet, in reading order; its children are the deeper ones behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// 0 for a layer.
    pub depth: u8,
    /// The field's key, or the text of a heading that has none.
    pub key: String,
    /// Its value; `None` for layers and headings.
    pub value: Option<String>,
}

/// What stands around a packet's layers.
const HEAD: &str = "\"_type\": \"doc\",\n    \"_score\": null,\n    \"_source\": {\n      \"layers\": ";

/// Begins the object of one packet, up to its layers; `day` is its local date.
pub fn open_packet(out: &mut impl Write, first: bool, day: &str) -> io::Result<()> {
    out.write_all(if first { b"[\n" } else { b",\n" })?;
    write!(out, "  {{\n    \"_index\": \"packets-{day}\",\n    {HEAD}")
}

/// Ends it.
pub fn close_packet(out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"\n    }\n  }")
}

/// Ends the array.
pub fn close(out: &mut impl Write, empty: bool) -> io::Result<()> {
    out.write_all(if empty { b"[]\n" } else { b"\n]\n" })
}

/// All layers of a packet.
pub fn layers(out: &mut impl Write, items: &[Item]) -> io::Result<()> {
    object(out, items, 6)
}

/// The values of chosen fields only, each an array.
pub fn chosen(out: &mut impl Write, fields: &[(&str, Vec<String>)]) -> io::Result<()> {
    out.write_all(b"{")?;
    let present = fields.iter().filter(|(_, values)| !values.is_empty());
    for (place, (key, values)) in present.enumerate() {
        out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        write!(out, "{:8}{}: [", "", Quoted(key))?;
        for (place, value) in values.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(out, "{comma}\n{:10}{}", "", Quoted(value))?;
        }
        write!(out, "\n{:8}]", "")?;
    }
    write!(out, "\n{:6}}}", "")
}

fn object(out: &mut impl Write, items: &[Item], indent: usize) -> io::Result<()> {
    out.write_all(b"{")?;
    let mut rest = items;
    let mut comma = "";
    while let Some((item, behind)) = rest.split_first() {
        let below = behind.iter().take_while(|other| other.depth > item.depth).count();
        let (children, next) = behind.split_at(below);
        rest = next;
        for tree in [false, true] {
            let wanted = if tree { !children.is_empty() } else { children.is_empty() || item.value.is_some() };
            if !wanted {
                continue;
            }
            write!(out, "{comma}\n{:width$}", "", width = indent + 2)?;
            comma = ",";
            if tree {
                let suffix = if item.value.is_some() { "_tree" } else { "" };
                write!(out, "{}: ", Quoted(&format!("{}{suffix}", item.key)))?;
                object(out, children, indent + 2)?;
            } else {
                write!(out, "{}: {}", Quoted(&item.key), Quoted(item.value.as_deref().unwrap_or_default()))?;
            }
        }
    }
    write!(out, "\n{:indent$}}}", "")
}

/// A string with its quotes and escapes.
struct Quoted<'t>(&'t str);

impl std::fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use std::fmt::Write;
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                c if c.is_control() => write!(f, "\\u{:04x}", u32::from(c))?,
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(depth: u8, key: &str, value: Option<&str>) -> Item {
        Item { depth, key: key.into(), value: value.map(str::to_string) }
    }

    #[test]
    fn a_field_with_children_is_a_value_and_a_tree() {
        let items = [
            item(0, "ip", None),
            item(1, "ip.flags", Some("0x02")),
            item(2, "ip.flags.df", Some("1")),
            item(1, "ip.src", Some("10.0.0.1")),
            item(0, "dns", None),
            item(1, "Queries", None),
            item(2, "a \"b\"\r", None),
        ];
        let mut out = Vec::new();
        open_packet(&mut out, true, "2026-01-02").unwrap();
        layers(&mut out, &items).unwrap();
        close_packet(&mut out).unwrap();
        close(&mut out, false).unwrap();
        let expected = r#"[
  {
    "_index": "packets-2026-01-02",
    "_type": "doc",
    "_score": null,
    "_source": {
      "layers": {
        "ip": {
          "ip.flags": "0x02",
          "ip.flags_tree": {
            "ip.flags.df": "1"
          },
          "ip.src": "10.0.0.1"
        },
        "dns": {
          "Queries": {
            "a \"b\"\r": ""
          }
        }
      }
    }
  }
]
"#;
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn chosen_fields_are_arrays_and_absent_ones_are_left_out() {
        let mut out = Vec::new();
        let ports = vec!["1".to_string(), "2".to_string()];
        chosen(&mut out, &[("tcp.port", ports), ("dns.id", Vec::new())]).unwrap();
        let expected = "{\n        \"tcp.port\": [\n          \"1\",\n          \"2\"\n        ]\n      }";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
