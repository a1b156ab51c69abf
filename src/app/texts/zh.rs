//! 简体中文。用词以 Wireshark 中文界面为准；协议名、字段名与报文内容保留原文。

mod exchanges;
mod facts;
mod filters;
mod flow;
mod message;
mod objects;
mod opening;
mod stream;
mod views;

use wirelight::{
    engine::request::Coding,
    view::{amounts::thousands, fragment::Language},
};

use super::Texts;
use crate::{copying::What, saving::Part};

/// The Chinese texts.
pub static ZH: Texts = Texts {
    language: Language::Zh,
    other_language: "EN",
    switch_language: "Switch to English",
    theme_to_dark: "深色主题",
    theme_to_light: "浅色主题",
    open_file: "打开文件…",
    close: "关闭",
    gap: "",

    welcome: "欢迎",
    drop_anywhere: "把抓包文件拖到窗口任意位置",
    formats: "支持 pcap、pcapng 及其 gz、zst、lz4 压缩；可粘贴十六进制转储或 tcpdump 文本。",
    nothing_leaves: "数据不会离开这台电脑。",
    nothing_leaves_more: "文件由本页面直接读取，页面加载完成后不再发出任何请求，除非打开链接。",
    samples: "示例",
    sample: [
        ("网页加载与两个并行连接", "这算四次挥手吗？数一数 FIN。"),
        ("WebSocket 聊天与掩码", "有一条消息发给了两个浏览器：找到它。"),
        ("直播视频中的缺口", "有一段来晚了：丢失，还是乱序？"),
    ],
    packets_unit: |_| "个分组",
    let_go: |files| match files {
        0 | 1 => "松开即可打开文件".into(),
        several => format!("松开即可打开 {several} 个文件"),
    },
    let_go_more: "只在本页面中读取，不会发往别处",

    packet_list: "分组列表",
    layers: "分层",
    bytes: "字节",
    number: "编号",
    time: "时间",
    source: "源",
    destination: "目标",
    protocol: "协议",
    length: "长度",
    info: "信息",
    packet: |number| format!("分组 {number}"),
    no_packet_selected: "未选择分组。在列表中选择一个。",
    reading_packet: "正在读取分组…",
    previous_packet: "上一个分组",
    next_packet: "下一个分组",
    back_to_list: "返回列表",
    show_in_bytes: "在字节中查看",
    resize_list: "分组列表的高度",
    resize_bytes: "字节窗格的宽度",

    origin_packet: |size| format!("分组 {size}"),
    origin_datagram: |size| format!("数据报 {size}"),
    origin_stream: |size| format!("流 {size}"),
    origin_decoded: |coding, size| {
        let how = match coding {
            Coding::Chunked => "去分块",
            Coding::Gzip | Coding::Deflate | Coding::Brotli | Coding::Zstd => "解压",
            Coding::Masked => "去掩码",
            Coding::Fragmented => "拼接",
        };
        format!("{how} {size}")
    },
    not_captured: |bytes| format!("线路上还有 {bytes} 字节未捕获"),
    bytes_count: |count| format!("{count} 字节"),
    no_bytes: "此分组没有捕获到字节。",
    selection: |name, key, bytes, at| {
        let key = if key.is_empty() { String::new() } else { format!(" ({key})") };
        format!("{name}{key}，偏移 {at} 处 {bytes} 字节")
    },
    computed_selection: |name, key| match key {
        "" => format!("{name}，计算得出"),
        key => format!("{name} ({key})，计算得出"),
    },

    opening: |name| format!("正在打开 “{name}”…"),
    reading: |percent, part, whole, unit| format!("读取 {percent} % · {part} / {whole} {unit}"),
    reading_unknown: |read| format!("读取 · {read}"),
    seconds_left: |seconds| match seconds {
        0..60 => format!("剩余 {seconds} 秒"),
        more => format!("剩余 {} 分钟", more.div_ceil(60)),
    },
    stop: "停止",
    packets: |count| format!("分组 {count}"),
    marked: |count| format!("已标记 {count}"),
    selected: |count| format!("已选择 {count}"),
    stopped_early: "已提前停止",
    local: "本地 · 0 次外部请求",
    local_more: "抓包文件在本页面中读取。除向本站取用页面自身的文件外，没有发出任何网络请求。",

    columns: "列",
    columns_shown: "显示的列，从左到右",
    columns_hidden: "隐藏的列",
    column_from_field: "将字段作为列",
    search_fields: "字段名称或过滤键的一部分",
    no_field: "没有名称或过滤键包含这些字的字段。",
    move_left: "左移",
    move_right: "右移",
    hide: "隐藏",
    show: "显示",
    fit_width: "调整为合适列宽",
    sort_ascending: "升序排列",
    sort_descending: "降序排列",
    sort_by_file: "文件中的顺序",
    sorting: "正在排序",
    packets_of: "分组",
    counting: "正在统计",
    cannot_sort: "无法排序：文件已不可读，或内存不足",
    notes: "标注",
    is_marked: "已标记",
    is_ignored: "已忽略",
    has_comment: "注释",
    map_of_file: "整个文件。左：连接的建立与关闭；右：Web 流量；横贯：异常；两侧边缘：标记与注释。",
    map_of_sorted: "当前视图在排序后列表中的位置。恢复文件中的顺序后，此处再显示文件概览。",

    file: "文件",
    menu: "菜单",
    views: "视图",
    time_format: "时间格式",
    all_commands: "全部命令",
    search_commands: "命令名称的一部分",
    no_command: "没有名称包含这些字的命令。",
    keys: "按键",
    keys_of_panes: "在当前窗格中",
    pane_keys: [
        "移动",
        "选择多个分组",
        "展开或收起子树",
        "切换子树；在分组上：转到分层",
        "展开整个子树",
        "展开或收起全部子树",
        "下一个或上一个控件",
        "下一个或上一个窗格",
        "依次为：关闭、清除、返回列表",
    ],
    link_copied: "此视图的链接已复制到剪贴板",
    go_to_packet: "转到分组",
    no_such_packet: |last| format!("分组编号为 1 到 {last}"),

    copy: "复制",
    copying: "正在复制",
    copied_things: |what| match what {
        What::Rows => "所选行",
        What::Marked => "已标记的行",
        What::Layers => "可见分层",
        What::Subtree => "所选子树",
        What::Field => "所选字段",
        What::Bytes => "字段字节",
        What::Packet => "分组字节",
    },
    copied_as: |amount, form| format!("已将 {amount}复制为 {form}"),
    copied_text: |text| format!("已复制：{text}"),
    rows_count: |count| format!("{} 行", thousands(count)),
    lines_count: |count| format!("{} 行", thousands(count)),
    saving: "正在保存",
    save_packets: "保存分组",
    save_readable: "保存可读部分",
    saved_parts: |part| match part {
        Part::All => "全部分组",
        Part::Shown => "显示的分组",
        Part::Selected => "所选分组",
        Part::Marked => "已标记的分组",
        Part::Heeded => "除已忽略外的全部分组",
    },
    which_packets: "分组",
    format: "格式",
    file_name: "文件名",
    pcapng_keeps: "保留注释、名称和接口",
    pcap_loses: "适用于较旧的程序；注释、名称和接口信息会丢失",
    saved: |packets, left_out, name, size| {
        let lost = if left_out > 0 { format!("，{} 个无法写入", thousands(left_out)) } else { String::new() };
        format!("已将 {} 个分组保存为 {name}，{size}{lost}", thousands(packets))
    },
    not_saved: "没有保存：文件已无法读取，或内存已满",
    several_link_types: |types| format!("pcap 只能保存一种链路类型的分组，这里有多种：{types}。pcapng 可以全部保存。"),
    no_such_link_type: |link_type| format!("pcap 不能保存链路类型 {link_type}，pcapng 可以。"),
    no_packets_to_pcap: "其中有些记录不属于任何接口，pcap 不能保存，pcapng 可以。",
    window_refused: "浏览器没有打开新窗口",
    find: "查找",
    finding: "正在查找",
    find_in_rows: "在分组中查找",
    find_meaning: "查找内容",
    find_meanings: ["文本", "正则表达式", "十六进制字节", "过滤器"],
    find_within: "查找范围",
    find_places: ["分组列表", "分组详情", "字节（含解码后）"],
    find_refused: "写法有误，无法查找",
    match_case: "区分大小写",
    found_nothing: |text| format!("没有包含 “{text}” 的分组"),
    found_wrapped: "已从列表另一端继续查找",
    comment: "注释",
    comment_on: |number| format!("分组 {number} 的注释"),
    edit: "编辑",
    save: "保存",
    delete: "删除",
    clipboard_refused: "浏览器拒绝写入剪贴板",
    clipboard_refused_more: "可以改为保存成文件。",
    save_as_file: |name| format!("保存 {name}"),

    cut_short: "此文件不完整。",
    cut_short_more: |packets, at, needed, had| {
        format!(
            "已打开 {packets} 个分组。读取在第 {at} 字节处停止：从这里开始的内容需要 {needed} 字节，文件只剩 {had} 字节。\
             此前的内容都是完整的。"
        )
    },
    damaged: "此文件已损坏。",
    damaged_more: |packets, at, what| {
        let colon = if what.is_empty() { "" } else { "：" };
        format!("已打开 {packets} 个分组。读取在第 {at} 字节处停止{colon}{what}。此前的内容已保留。")
    },
    compression: "压缩数据已损坏。",
    compression_more: |packets, at, what| {
        format!("已打开 {packets} 个分组。解压 {at} 字节后停止：{what}。此前的内容已保留。")
    },
    too_large_to_unpack: "此文件太大，无法在这里解压。",
    too_large_to_unpack_more: |packets| {
        format!(
            "已打开 {packets} 个分组。这种压缩方式不能从中间读取，而内容超过 512 MB。先解压文件，再打开解压后的文件。"
        )
    },
    unsupported: "不支持这种抓包文件。",
    unsupported_more: |packets, what| format!("已打开 {packets} 个分组。文件自称是 {what}。"),
    unreadable: "文件已无法读取。",
    unreadable_more: |packets, what| {
        let says = if what.is_empty() { String::new() } else { format!("浏览器提示：{what}") };
        format!("已打开 {packets} 个分组。文件此后被移动、修改或删除。{says}")
    },
    out_of_memory: "内存已满。",
    out_of_memory_more: |packets| {
        format!("已打开并保留 {packets} 个分组。浏览器最多给一个页面 4 GB 内存，其余部分没有读取。")
    },
    you_stopped: "读取已停止。",
    you_stopped_more: |packets| format!("已打开 {packets} 个分组，文件其余部分没有读取。"),

    not_a_capture: |name| format!("“{name}” 不是抓包文件"),
    not_a_capture_more: |looks_like| {
        let opening = match looks_like {
            Some(kind) => format!("看起来是{kind}。"),
            None => "文件开头不是 pcap 或 pcapng 的标志。".into(),
        };
        format!("{opening}Wirelight 可读取 pcap、pcapng 及其 gz、zst、lz4 压缩。")
    },
    empty_file: |name| format!("“{name}” 是空文件"),
    empty_file_more: "文件没有任何字节；没有分组的抓包文件也会有文件头。",
    kind_of_file: |key| {
        Some(match key {
            "zip" => " ZIP 压缩包，可能是 Office 文档；如果抓包文件在里面，先解压",
            "bzip2" => " bzip2 文件：先解压",
            "xz" => " xz 文件：先解压",
            "7z" => " 7-Zip 压缩包：先解压",
            "rar" => " RAR 压缩包：先解压",
            "tar" => " tar 归档：先解压",
            "png" => " PNG 图片",
            "jpeg" => " JPEG 图片",
            "gif" => " GIF 图片",
            "pdf" => " PDF 文档",
            "html" => "网页",
            "xml" => " XML 文档",
            "json" => " JSON 文档",
            "text" => "纯文本",
            "elf" => " Linux 程序",
            "exe" => " Windows 程序",
            "sqlite" => " SQLite 数据库",
            "bmp" => " BMP 图片",
            "compress" => " compress (.Z) 文件：先解压",
            "lz4-legacy" => "旧格式的 lz4 文件：先解压",
            "macho" => " macOS 程序",
            "wasm" => " WebAssembly 程序",
            "ogg" | "mp3" => "音频文件",
            "riff" => "音频、视频或图片文件",
            "tcpdump-text" => " tcpdump 输出的文本",
            "hexdump" => "十六进制转储",
            "sniffer" => " Sniffer 抓包文件，不支持；可用 Wireshark 另存为 pcapng",
            "etherpeek" => " EtherPeek 抓包文件，不支持；可用 Wireshark 另存为 pcapng",
            "erf" => " ERF 抓包文件，不支持；可用 Wireshark 另存为 pcapng",
            "netmon" => " Network Monitor 抓包文件，不支持；可用 Wireshark 另存为 pcapng",
            _ => return None,
        })
    },
    cannot_read: |name| format!("“{name}” 无法读取"),
    cannot_read_more: |what| format!("可能是文件夹，或者文件已被移动、没有读取权限。浏览器提示：{what}"),
    choose_another: "选择其他文件…",
    empty_capture: "此捕获为空",
    empty_capture_more: |name| {
        format!("“{name}” 是格式正确的抓包文件，但没有分组。常见原因：捕获过滤器没有匹配、选错接口，或权限不足。")
    },
    reader_stopped: "读取程序已停止",
    reader_stopped_memory: |packets, name, size| {
        format!("读取 “{name}”（{size}）的 {packets} 个分组后内存不足。页面本身正常，位置已保留。")
    },
    reader_stopped_fault: |packets, name, size| {
        format!("读取 “{name}”（{size}）的 {packets} 个分组后，Wirelight 自身出错而停止。页面本身正常，位置已保留。")
    },
    reopen: "重新打开并回到此处",
    report: |version, text, packets| {
        format!("wirelight {version} · worker · {text}\n{packets} 个分组 · 本报告不含抓包内容")
    },
    copy_report: "复制报告",
    copied: "已复制",

    facts: facts::FACTS,
    filters: filters::FILTERS,
    beside: views::VIEWS,
    exchanges: exchanges::EXCHANGES,
    message: message::MESSAGE,
    objects: objects::OBJECTS,
    stream: stream::STREAM,
    flow: flow::FLOW,
    ways_in: opening::OPENING,
};
