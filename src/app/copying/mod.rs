//! Taking things away: what is selected goes onto the clipboard, as text or as a picture.

mod clipboard;
mod contents;
mod picture;
mod pictures;

pub use self::{
    clipboard::{Taken, copy, save},
    contents::{cell_filter, field_filter, is_there, print_places, rows, selected_packet, stem, table_of},
};

use crate::commands::{Command, Entry, Menu};

/// What is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The selected rows.
    Rows,
    /// The marked rows.
    Marked,
    /// The visible lines of the layer tree.
    Layers,
    /// The selected line and all that lies in it.
    Subtree,
    /// The selected field.
    Field,
    /// The bytes of the selected field; the packet's where none is selected.
    Bytes,
    /// The bytes of the packet.
    Packet,
}

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Text,
    Markdown,
    Csv,
    Json,
    Image,
    /// Of a field: what it says.
    Value,
    /// Of a field: its filter key.
    Key,
    /// Of a field: a filter that finds its value.
    Filter,
    HexDump,
    Hex,
    SpacedHex,
    CArray,
    Escaped,
    Base64,
    Printable,
}

/// `What "english" "chinese" { Form "english" "chinese"; }`; the last two may be alike.
macro_rules! copies {
    ($($what:ident $english:literal $chinese:literal { $($form:ident $form_english:literal $form_chinese:literal;)* })*) => {
        /// Everything that can be copied, each a command.
        pub static COPIES: &[Entry] = &[
            $($(Entry::new(
                Command::CopyAs(What::$what, Form::$form), Menu::Edit,
                concat!("Copy ", $english, ": ", $form_english), concat!("复制", $chinese, "：", $form_chinese),
            ),)*)*
        ];
    };
}

copies! {
    Rows "rows" "行" {
        Text "text" "文本";
        Markdown "Markdown" "Markdown";
        Csv "CSV" "CSV";
        Json "JSON" "JSON";
        Image "image" "图片";
    }
    Marked "marked rows" "已标记的行" {
        Text "text" "文本";
        Markdown "Markdown" "Markdown";
        Csv "CSV" "CSV";
        Json "JSON" "JSON";
        Image "image" "图片";
    }
    Layers "layers" "分层" {
        Text "text" "文本";
        Markdown "Markdown" "Markdown";
        Json "JSON" "JSON";
        Image "image" "图片";
    }
    Subtree "subtree" "子树" {
        Text "text" "文本";
        Markdown "Markdown" "Markdown";
        Json "JSON" "JSON";
        Image "image" "图片";
    }
    Field "field" "字段" {
        Value "value" "值";
        Text "text" "文本";
        Key "key" "键";
        Filter "filter" "过滤器";
    }
    Bytes "bytes" "字节" {
        HexDump "hex dump" "十六进制转储";
        Hex "hex stream" "十六进制流";
        SpacedHex "spaced hex" "带空格的十六进制";
        CArray "C array" "C 数组";
        Escaped "escaped string" "转义字符串";
        Base64 "Base64" "Base64";
        Printable "printable text" "可打印文本";
        Image "image" "图片";
    }
    Packet "packet’s bytes" "分组字节" {
        HexDump "hex dump" "十六进制转储";
        Hex "hex stream" "十六进制流";
        SpacedHex "spaced hex" "带空格的十六进制";
        CArray "C array" "C 数组";
        Escaped "escaped string" "转义字符串";
        Base64 "Base64" "Base64";
        Printable "printable text" "可打印文本";
        Image "image" "图片";
    }
}

impl What {
    /// All, in the order of the sheet.
    pub const ALL: [Self; 7] =
        [Self::Rows, Self::Marked, Self::Layers, Self::Subtree, Self::Field, Self::Bytes, Self::Packet];

    /// The commands that copy it.
    pub fn entries(self) -> impl Iterator<Item = &'static Entry> {
        COPIES.iter().filter(move |entry| matches!(entry.command, Command::CopyAs(what, _) if what == self))
    }
}
