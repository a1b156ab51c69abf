//! Chinese for display filters.

use wirelight::{engine::request::Type, query::mistake::What};

use crate::texts::filters::FilterTexts;

/// The Chinese texts.
pub const FILTERS: FilterTexts = FilterTexts {
    filter: "显示过滤器",
    placeholder: "过滤：http、ip.addr == 10.0.0.1、port 443",
    apply: "应用",
    clear: "清除过滤器",
    shown: |shown, all| format!("显示 {shown} / 共 {all} 个分组"),
    nothing: "没有分组符合过滤器。",
    map: "当前视图在所显示分组中的位置。清除过滤器后恢复文件地图。",
    hidden: |number| format!("分组 {number} 被过滤器隐藏"),
    filtering: "正在过滤",
    stopped: "无法过滤分组。",
    valid: "有效",
    incomplete: "未写完",
    wrong: "无法理解",
    capture_form: "捕获过滤器写法",
    bare_form: "已理解",
    what,
    hint,
    instead: "可能的写法：",
    type_name,
    suggestions: "建议",
    function: "函数",
    operator: "运算符",
    used_before: "用过",
    hide_conversation: "隐藏",
    other_language: "这是捕获过滤器。",
    other_language_more: "它决定记录哪些分组，与显示过滤器的语言不同。这里同样能理解。",
    bare: "这不是过滤器，但含义明确。",
    bare_more: "已按下面的显示过滤器处理。",
    as_display: "显示过滤器",
    as_capture: "捕获过滤器",
    use_display: "使用此写法",
};

fn what(what: &What) -> String {
    match what {
        What::Unfinished => "过滤器没有写完。".into(),
        What::Unexpected(text) => format!("“{text}” 不应出现在这里。"),
        What::UnknownName(name, _) => format!("没有名为 “{name}” 的字段或协议。"),
        What::UnknownFunction(name, _) => format!("没有名为 “{name}” 的函数。"),
        What::NotAValue { text, field, values } if field.is_empty() => {
            format!("“{text}” 不是{}。", type_name(*values))
        }
        What::NotAValue { text, field, values } => {
            format!("“{text}” 不是 {field} 的值，它的类型是{}。", type_name(*values))
        }
        What::TooBig { text, field, most } => format!("“{text}” 对 {field} 来说太大，最大为 {most}。"),
        What::NotComparable { left, right } => {
            format!("“{}”（{}）与 “{}”（{}）无法比较。", left.0, type_name(left.1), right.0, type_name(right.1))
        }
        What::NotFor { text, values, operation } => {
            format!("“{operation}” 不能用于 “{text}”，它的类型是{}。", type_name(*values))
        }
        What::ValueAlone(text) => format!("“{text}” 是值，这里应是字段或函数。"),
        What::FunctionAlone(name) => format!("{name}() 的结果需要与某个值比较。"),
        What::Arguments { name, least, most } if least == most => format!("{name}() 需要 {least} 个参数。"),
        What::Arguments { name, least, .. } => format!("{name}() 至少需要 {least} 个参数。"),
        What::FieldWanted(text) => format!("“{text}” 不是字段，这里只能是字段。"),
        What::OpenQuotes => "末尾缺少引号。".into(),
        What::BadEscape(text) => format!("“{text}” 不是转义。"),
        What::OpenBracket(bracket) => format!("缺少 “{bracket}”。"),
        What::BadRange(text) => format!("“{text}” 不是范围。"),
        What::BadPattern(_) => "这不是可用的正则表达式。".into(),
        What::PatternWanted => "正则表达式要写在双引号里。".into(),
        What::SingleEqual => "“=” 不是运算符。".into(),
        What::HostName(name) => format!("“{name}” 是名称，这里只能用地址。"),
        What::NoDisplayForm(text) => format!("“{text}” 没有对应的显示过滤器写法。"),
        What::TooLong => "过滤器的部分太多。".into(),
    }
}

fn hint(what: &What) -> &'static str {
    match what {
        What::UnknownName(_, names) | What::UnknownFunction(_, names) if !names.is_empty() => "相近的名称：",
        What::SingleEqual => "相等写作 == 或 eq。",
        What::Unfinished => "后面应有字段、协议、值或括号。",
        What::Unexpected(_) => "两个条件之间用 and 或 or；集合的值之间用逗号。",
        What::BadRange(_) => "范围写作 [first:count]、[first-last]、[place]、[:count] 或 [first:]。",
        What::BadPattern(_) => "不支持环视和反向引用。",
        What::ValueAlone(_) => "字段在左，值在右。",
        What::NotAValue { values, .. } => match values {
            Type::Number | Type::Signed | Type::Packet => "数字写作 80、0x50 或 -1。",
            Type::Boolean => "值是 1 或 0、True 或 False。",
            Type::Ipv4 => "地址写作 10.0.0.1，网络写作 10.0.0.0/8。",
            Type::Ipv6 => "地址写作 2001:db8::1，网络写作 2001:db8::/32。",
            Type::Mac => "地址写作 00:0c:29:12:34:56。",
            Type::Bytes | Type::Protocol => "字节写作 0d:0a，或写成双引号里的文本。",
            Type::Time => "时间写在双引号里：2010-01-31 12:00:00。",
            Type::Duration => "时间以秒写出：0.5。",
            Type::Text | Type::Label => "",
        },
        _ => "",
    }
}

fn type_name(values: Type) -> &'static str {
    match values {
        Type::Protocol => "协议",
        Type::Label => "标题",
        Type::Number => "数字",
        Type::Signed => "有符号数字",
        Type::Boolean => "布尔值",
        Type::Ipv4 => "IPv4 地址",
        Type::Ipv6 => "IPv6 地址",
        Type::Mac => "以太网地址",
        Type::Bytes => "字节",
        Type::Text => "文本",
        Type::Time => "时间",
        Type::Duration => "时长",
        Type::Packet => "分组编号",
    }
}
