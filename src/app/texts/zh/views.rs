//! 其他视图的中文。

use wirelight::engine::request::{By, Severity};

use crate::texts::views::ViewTexts;

/// The Chinese texts.
pub const VIEWS: ViewTexts = ViewTexts {
    conversations: "会话",
    endpoints: "端点",
    kinds: "地址类型",
    pairs_or_ends: "会话或端点",
    sort_by: "排序",
    column: |by, table| match by {
        By::First if table.kind.keys().is_none() => "流",
        By::First => "首个分组",
        By::FromAddress if table.endpoints => "地址",
        By::FromPort if table.endpoints => "端口",
        By::FromAddress => "地址 A",
        By::FromPort => "端口 A",
        By::ToAddress => "地址 B",
        By::ToPort => "端口 B",
        By::Packets => "分组",
        By::Bytes => "字节",
        By::PacketsThere if table.endpoints => "发送分组",
        By::BytesThere if table.endpoints => "发送字节",
        By::PacketsBack if table.endpoints => "接收分组",
        By::BytesBack if table.endpoints => "接收字节",
        By::PacketsThere => "分组 A → B",
        By::BytesThere => "字节 A → B",
        By::PacketsBack => "分组 B → A",
        By::BytesBack => "字节 B → A",
        By::Start => "相对开始",
        By::Duration => "持续时间",
        By::RateThere => "比特/秒 A → B",
        By::RateBack => "比特/秒 B → A",
        By::RoundTrip => "往返时间 ms",
        By::Losses => "丢失",
    },
    column_more: |by| {
        Some(match by {
            By::First => "流的编号，或首个分组的编号；点击即可转到",
            By::Start => "距捕获的首个分组的秒数",
            By::Duration => "从首个分组到最后一个分组的秒数",
            By::RoundTrip => "初始往返时间：从 SYN 到完成握手的 ACK",
            By::Losses => "重传的段，以及此捕获中缺失的段",
            _ => return None,
        })
    },
    to_packets: "转到其首个分组",
    amounts: |packets, bytes| format!("{packets} 个分组 · {bytes} 字节"),
    losses: |count| format!("丢失 {count}"),
    no_conversations: |kind| format!("此捕获中没有 {kind} 会话。可在上方选择其他地址类型。"),
    findings: "专家信息",
    severity: |severity| match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Note => "注意",
        Severity::Chat => "对话",
    },
    no_findings: "此捕获中没有发现异常。",
    findings_later: "读完文件后汇总专家信息。",
    still_reading: "读完文件后生成表格。",
    counting: "正在统计…",
    not_counted: "统计已停止。重新选择地址类型即可统计。",
};
