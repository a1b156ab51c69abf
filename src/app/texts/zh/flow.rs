//! 流程图的中文。

use wirelight::{
    engine::request::Remark,
    index::analysis::found,
    view::{amounts::thousands, moments::span},
};

use crate::texts::flow::FlowTexts;

/// The Chinese texts.
pub const FLOW: FlowTexts = FlowTexts {
    flow: "流程图",
    states: "双方状态",
    half_closed: "半关闭",
    of: "分组范围",
    this_stream: "此流",
    this_host: "此主机",
    selected_packets: "所选分组",
    everything: "全部流",
    streams: |count| if count == 1 { "流".into() } else { format!("{count} 个流") },
    spacing: "间距",
    even: "等距",
    true_time: "真实时间",
    bare_acks: "纯 ACK",
    show: "显示",
    fold: "折叠",
    lanes: "泳道",
    ports: "端口",
    hosts: "主机",
    in_words: "说明",
    client: "客户端",
    server: "服务器",
    sent_again: "重传",
    lost: "丢失或未捕获",
    bare_ack: "不带数据的 ACK",
    drawn: |drawn, folded| format!("已绘 {drawn} · 已折叠 {folded}"),
    left_out: |packets| format!("端点太多，有 {packets} 个分组未绘出"),
    nothing: "这里没有 TCP 或 UDP 分组。可选择全部流，或在列表中选择其他分组。",
    drawing: "正在绘制…",
    still_reading: "读完文件后绘制流程图。",
    to_packet: |number| format!("列表中的分组 {number}"),
    too_long: "图片放不下；可保存为 SVG，或减少分组",
    arrow: |from, to| format!("从 {from} 到 {to}"),
    remark,
    found: name,
};

fn side(is_client: bool) -> &'static str {
    if is_client { "客户端" } else { "服务器" }
}

fn remark(remark: &Remark) -> String {
    match *remark {
        Remark::Opens => "发起连接，SYN 占一个序号".into(),
        Remark::Agrees(after) => [&span(after), " 后应答"].concat(),
        Remark::Complete(after) => ["三次握手完成，用时 ", &span(after)].concat(),
        Remark::Acknowledges { packet, sum: (sequence, taken), after } => {
            let sum = sequence.wrapping_add(taken);
            format!("{sum} = {sequence} + {taken}，距分组 {} {}", u64::from(packet) + 1, span(after))
        }
        Remark::ClosesFirst(is_client) => [side(is_client), "先关闭"].concat(),
        Remark::ClosesToo(is_client) => [side(is_client), "也关闭"].concat(),
        Remark::Resets => "复位连接".into(),
        Remark::Refuses => "拒绝连接：此端口无人监听".into(),
        Remark::Again(None) => "重传".into(),
        Remark::Again(Some(after)) => [&span(after), " 后重传"].concat(),
        Remark::Repeats(packet, times) => format!("分组 {} 的第 {times} 个重复确认", u64::from(packet) + 1),
        Remark::Missing(start, count) => format!("此处缺少 Seq={start} Len={count}"),
        Remark::Selects(left, right, hole) => format!("已收到 {left}–{right}；之前缺 {} 字节", thousands(hole.into())),
        Remark::Twice(left, right) => format!("{left}–{right} 收到了两次（D-SACK）"),
        Remark::Window(count) => format!("现在可接收 {} 字节", thousands(count.into())),
        Remark::Pause(ns, 0) => [&span(ns), " 无分组"].concat(),
        Remark::Pause(ns, folded) => format!("{} 无分组 · 已折叠 {folded} 个纯 ACK", span(ns)),
        Remark::HalfClosed(is_client) => format!("半关闭：只有{}还能发送", side(is_client)),
        Remark::NoFin(is_client) => format!("{}的 FIN 不在此捕获中", side(is_client)),
        Remark::StillOpen => "捕获结束时连接仍打开".into(),
    }
}

fn name(bit: u16) -> &'static str {
    match bit {
        found::ZERO_WINDOW_PROBE_ACK => "零窗口探测的 ACK",
        found::ZERO_WINDOW => "零窗口",
        found::ZERO_WINDOW_PROBE => "零窗口探测",
        found::KEEP_ALIVE_ACK => "保活的 ACK",
        found::KEEP_ALIVE => "保活",
        found::DUPLICATE_ACK => "重复确认",
        found::WINDOW_UPDATE => "窗口更新",
        found::WINDOW_FULL => "窗口已满",
        found::ACKED_UNSEEN => "确认了未捕获的段",
        found::OUT_OF_ORDER => "乱序",
        found::RETRANSMISSION => "重传",
        found::FAST_RETRANSMISSION => "快速重传",
        found::SPURIOUS_RETRANSMISSION => "虚假重传",
        found::PREVIOUS_UNSEEN => "前一段未捕获",
        found::PORTS_REUSED => "端口号被重用",
        _ => "",
    }
}
