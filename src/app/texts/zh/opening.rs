//! 打开抓包文件的中文。

use crate::texts::opening::OpeningTexts;

/// The Chinese texts.
pub const OPENING: OpeningTexts = OpeningTexts {
    paste: "粘贴",
    open_link: "打开链接…",
    keys: "按键",

    address: "抓包文件地址",
    open: "打开",
    cancel: "取消",
    asks: |host| format!("只会向 {host} 请求该文件。对方服务器须允许跨域 (CORS)。"),
    asks_nobody: "只向文件所在的服务器请求，对方须允许跨域 (CORS)。",

    fetching: |name, host| format!("正在从 {host} 下载 “{name}”"),
    received: |percent, part, whole, unit| format!("{percent} % · {part} / {whole} {unit}"),
    received_unknown: |received| format!("已下载 {received}"),
    try_again: "重试",
    change_address: "修改地址…",
    no_address: |text| format!("“{text}” 不是地址。"),
    no_address_more: "地址以 https:// 或 http:// 开头并写明服务器，例如 https://example.edu/labs/tcp-3.pcapng。",
    mixed_content: "此地址没有加密。",
    mixed_content_more: "本页面经 https 加载，浏览器不允许再用 http 下载，因此没有发出请求。\
                         可改用 https:// 再试，或自行下载文件后拖到这里。",
    not_shared: |host| format!("{host} 不允许其他网页读取此文件。"),
    not_shared_more: "服务器可以连通，但回答中没有跨域许可（CORS：Access-Control-Allow-Origin）。在新标签页中下载文件，再拖到这里。",
    raw_on_github: |address| format!("这是 GitHub 展示文件的网页，文件本身可能在 {address}。"),
    unreachable: |host| format!("无法连接 {host}。"),
    unreachable_more: "没有收到回答：地址可能有误，服务器未运行，网络已断开，或证书无效。\
                       如果此地址能在新标签页中打开，就在那里下载文件，再拖到这里。",
    status: |host, status| format!("{host} 回答：{status}。"),
    status_more: |status| match status {
        401 | 403 | 407 => "需要用户名和密码，而 Wirelight 不会发送。自行下载文件后拖到这里。",
        404 | 410 => "此地址没有这个文件：地址可能有误，或文件已被移走。",
        429 => "请求过于频繁，稍后再试。",
        500.. => "服务器出错，稍后再试。",
        _ => "这不是文件。可在新标签页中打开此地址查看。",
    },
    broken: "连接中断。",
    broken_more: |received| format!("已下载的 {received} 没有保留。可以重试，或自行下载文件后拖到这里。"),
    cancelled: "已取消下载。",
    cancelled_more: "没有保留文件的任何内容。",
    came_from: |address| format!("来自 {address}"),
    no_sample: "无法下载此示例。",
    no_sample_more: "示例存放在本页面所在的服务器上，目前没有取到。打开自己的抓包文件无需网络。",

    requests: |count, hosts| format!("{count} 次请求 · {hosts}"),
    requests_more: |hosts| {
        format!("因为打开了链接，所以向 {hosts} 请求了该文件。页面加载后没有向其他任何地址发出请求。")
    },

    recent: "最近打开",
    recent_more: "只记住文件的位置，不保存副本；再次读取前浏览器可能会询问。",
    forget: |name| format!("忘记 “{name}”"),
    forget_all: "全部忘记",
    reopen: |name| format!("重新打开 “{name}”"),
    ago: |minutes| {
        Some(match minutes {
            0 => "刚刚".into(),
            1..60 => format!("{minutes} 分钟前"),
            60..1440 => format!("{} 小时前", minutes / 60),
            1440..2880 => "昨天".into(),
            _ => return None,
        })
    },
    not_allowed: |name| format!("不能读取 “{name}”。"),
    not_allowed_more: "浏览器未获准再次读取此文件。可重新选择，或拖到这里。",
    gone: |name| format!("“{name}” 已不在原处。"),
    gone_more: "文件此后被移动、改名或删除。可在新位置选择，或拖到这里。",

    pasted: "粘贴的分组",
    making: |name| format!("正在生成 “{name}”"),
    read_as_dump: "按十六进制转储读取",
    no_dump: "这段文本中没有分组。",
    no_dump_line: |line| format!("转储在第 {line} 行中断。"),
    dump_offset: |expected, found| format!("此处的偏移是 {found}，而接下来应为 {expected}：有一行缺失或损坏。"),
    dump_too_long: |most| format!("从此处开始的分组超过 {most} 字节，抓包文件不会有这么长的分组。"),
    dumps_understood: "可识别 xxd、hexdump -C、od -Ax -tx1、tcpdump -x、-xx、-X、-XX、tshark -x 与 Wireshark 的十六进制转储，\
                       以及单纯的十六进制数字。",
    nothing_to_paste: "剪贴板中没有文本。",
    clipboard_closed: "浏览器不允许本页面读取剪贴板。",
    clipboard_closed_more: "用键盘粘贴（Ctrl V，Mac 上为 ⌘ V）不需要许可。",
    no_room: "内存已满。",
    no_room_more: "浏览器没有空间容纳此捕获。可关闭其他页面，或减小捕获。",

    merge: "按时间合并全部",
    merged: |count| format!("合并的 {count} 个文件"),
    merged_in_part: "以下文件已损坏，只合并了可读取的部分：",
    not_merged: |name| format!("“{name}” 无法合并。"),
    several: |count| format!("{count} 个文件"),
    several_more: "打开其中一个：",
};
