//! 流视图的中文。

use wirelight::engine::request::Relation;

use crate::texts::stream::StreamTexts;

/// 中文文本。
pub const STREAM: StreamTexts = StreamTexts {
    title: "流",
    follow: "追踪此流",
    form: "形式",
    encoding: "编码",
    sides: "显示",
    both: "双方",
    previous: "上一个流",
    next: "下一个流",
    find: "在流中查找",
    hits: |at, of| format!("第 {at} 处，共 {of} 处"),
    no_hits: "未找到",
    save: "保存",
    missing: |bytes| format!("此捕获中缺失 {bytes} 字节"),
    cut: |bytes| format!("{bytes} 字节已发送但未被捕获"),
    again: |bytes| format!("重传 {bytes} 字节"),
    uncertain: "此前缺失的部分没有被确认",
    to_packet: |packet| format!("转到分组 {packet}"),
    none_here: |transport| format!("此分组不属于任何 {transport} 流"),
    no_such_stream: |title| format!("此捕获中没有 {title}。选择另一个流，或追踪某个分组的流。"),
    nothing_said: "此流中双方都没有发送数据。",
    still_reading: "文件读完后即可追踪流。",
    working: "正在重组流…",
    stopped: "重组已停止。选择另一种形式或另一个流即可继续。",
    saved: |size, name| format!("已将 {size} 保存为 {name}"),
    said: |bytes| format!("{bytes} 字节"),
    lost: |bytes| format!("缺失 {bytes} 字节"),
    relation: |relation| {
        Some(match relation {
            Relation::Request => "所选分组的请求",
            Relation::Response => "对所选分组的响应",
            Relation::Acknowledged => "被所选分组确认",
            Relation::Acknowledges => "确认所选分组",
            _ => return None,
        })
    },
};
