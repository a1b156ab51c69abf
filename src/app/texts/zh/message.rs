//! Chinese for a message in full.

use crate::texts::message::MessageTexts;

/// The Chinese texts.
pub const MESSAGE: MessageTexts = MessageTexts {
    message: "报文",
    resize: "请求与响应列表的高度",
    request: "请求",
    response: "响应",
    timing: "用时",
    headers: "头部字段",
    header: "字段",
    value: "值",
    meaning: "含义",
    messages: "消息",
    more: |count| format!("还有 {count} 条，继续显示"),
    client: "客户端",
    server: "服务器",
    mask: "掩码",
    not_here: "不在此捕获中。",
    carried: |all, head, body, packets| format!("{all} = {head} + {body} 字节，{packets} 个分组："),
    total: "合计，即 Wireshark 的“Time since request”",
    body: "正文",
    no_body: "没有正文。",
    preview: "预览",
    text: "文本",
    hex: "十六进制",
    unpacked: "解压后",
    as_sent: "传输时",
    rest: |bytes| format!("还有 {bytes} 字节未在此显示。保存正文可得到全部内容。"),
    strings: "字符串",
    read: "可读形式",
    broken: |place| format!("自第 {place} 字节起不是 JSON"),
    reading: "正在读取…",
    place: |first, last, unpacked| {
        let body = if unpacked { "解压后的正文" } else { "正文" };
        format!("{body}第 {first}–{last} 字节")
    },
    in_packet: "在分组 ",
    kind: "类型",
    size: "大小",
    sizes: |sent, unpacked| format!("传输 {sent} B，解压后 {unpacked} B"),
    sniffed: |media, agrees| if agrees { " ✓ 与字节相符".into() } else { format!(" 字节实为 {media}") },
    not_whole: "内容不完整：捕获中缺失一部分，或过长而未全部显示。",
    copy: "复制",
    save: "保存",
    saved: |name, size, whole| {
        let rest = if whole { "" } else { "；其余部分不在此捕获中" };
        format!("已保存 {name}，{size}{rest}")
    },
};
