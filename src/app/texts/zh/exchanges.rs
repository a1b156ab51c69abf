//! Chinese for the list of exchanges.

use wirelight::{engine::exchanges::By, view::exchanges::Phase};

use crate::texts::exchanges::ExchangeTexts;

/// The Chinese texts.
pub const EXCHANGES: ExchangeTexts = ExchangeTexts {
    exchanges: "请求与响应",
    all: "全部",
    kinds: "协议",
    narrow: "缩小范围：URL 的一部分、状态或类型",
    column: |by| match by {
        By::Number => "#",
        By::Method => "方法",
        By::Url => "URL",
        By::Status => "状态",
        By::Media => "类型",
        By::Body => "正文 B",
        By::Wire => "线上 B",
        By::Time => "ms",
        By::Stream => "流",
    },
    packet: "分组",
    waterfall: "时间去向",
    phase: |phase| match phase {
        Phase::Names => "DNS",
        Phase::Connect => "建立连接",
        Phase::Send => "发送",
        Phase::Wait => "等待服务器",
        Phase::Receive => "下载",
    },
    summary: |count, size, connections| format!("{count} 个请求与响应 · {size} · {connections} 个流"),
    empty: "此捕获中没有 HTTP、WebSocket 或 DNS 的请求，或者内容已加密。",
    none_left: "没有请求与响应包含此内容。可在上方放宽搜索。",
    still_reading: "读完文件后汇集请求与响应。",
    gathering: "正在汇集请求与响应…",
    not_gathered: "汇集已停止。回到此视图可继续。",
    no_response: "此捕获中没有响应",
    archived: |exchanges, left_out, name, size| {
        let left_out = if left_out > 0 { format!("，另有 {left_out} 个没有 HTTP 请求") } else { String::new() };
        format!("已保存 {name}：{exchanges} 个请求与响应，{size}{left_out}")
    },
    no_command: "没有可复制的 HTTP 请求。",
    messages: |client, server| format!("消息：客户端 {client}，服务器 {server}"),
};
