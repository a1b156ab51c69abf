//! Everything a person can have done: one list, from which menus, palette, key sheet and keyboard are made.

mod chord;
mod run;

pub use chord::{Chord, is_text_field, pressed};
pub use run::{is_checked, is_enabled, run};

use wirelight::view::fragment::Language;

use crate::copying::{COPIES, Form, What};

/// A menu, in the order of the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Menu {
    /// Opening, saving, links.
    File,
    /// Copying, finding, marks.
    Edit,
    /// What is seen, and how.
    View,
    /// Getting around.
    Go,
    /// Keys and where to read on.
    Help,
}

/// What is known of a command without running it.
#[derive(Debug)]
pub struct Entry {
    /// The command.
    pub command: Command,
    /// Where it stands.
    pub menu: Menu,
    /// Entries of one group stand together, a line between groups.
    pub group: u8,
    /// Its keys, the first is shown in menus.
    pub chords: &'static [&'static str],
    english: &'static str,
    chinese: &'static str,
}

/// `menu group { Command [keys] "English" "Chinese"; }`
macro_rules! commands {
    ($($menu:ident $group:literal { $($command:ident [$($chord:literal),*] $english:literal $chinese:literal;)* })*) => {
        /// Something a person can have done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Command {
            $($(#[doc = $english] $command,)*)*
            /// Copy something in some form; these stand in a list of their own.
            CopyAs(What, Form),
        }

        /// All commands in the order of the menus.
        pub static ALL: &[Entry] = &[
            $($(Entry {
                command: Command::$command, menu: Menu::$menu, group: $group, chords: &[$($chord),*],
                english: $english, chinese: $chinese,
            },)*)*
        ];
    };
}

commands! {
    File 0 {
        OpenFile ["Ctrl O"] "Open file…" "打开文件…";
        Paste ["Ctrl V"] "Paste packets" "粘贴分组";
        OpenLink ["Alt L"] "Open a link…" "打开链接…";
        CloseFile [] "Close" "关闭";
    }
    File 1 {
        Save ["Ctrl S"] "Save packets…" "保存分组…";
        Print ["Ctrl P"] "Print…" "打印…";
    }
    File 2 {
        CopyLink [] "Copy link to this view" "复制此视图的链接";
    }
    Edit 0 {
        Copy ["C", "Ctrl C"] "Copy…" "复制…";
    }
    Edit 1 {
        Filter ["Ctrl /", "/"] "Filter…" "过滤…";
        ClearFilter [] "Clear the filter" "清除过滤器";
        ApplyFilter ["F"] "Filter: this field" "过滤：此字段";
        ExcludeFilter ["Shift F"] "Filter: not this field" "过滤：非此字段";
        AndFilter [] "Filter: … and this field" "过滤：… 且此字段";
        OrFilter [] "Filter: … or this field" "过滤：… 或此字段";
        AndNotFilter [] "Filter: … and not this field" "过滤：… 且非此字段";
        OrNotFilter [] "Filter: … or not this field" "过滤：… 或非此字段";
        Find ["Ctrl F"] "Find in rows…" "在行中查找…";
        FindNext ["F3"] "Find next" "查找下一个";
        FindPrevious ["Shift F3"] "Find previous" "查找上一个";
    }
    Edit 2 {
        Mark ["Ctrl M"] "Mark packet, or unmark it" "标记分组，或取消标记";
        NextMark ["Ctrl Shift N"] "Next mark" "下一个标记";
        PreviousMark ["Ctrl Shift B"] "Previous mark" "上一个标记";
        UnmarkAll [] "Unmark all" "取消全部标记";
    }
    Edit 5 {
        Comment ["Ctrl Alt C"] "Comment on packet…" "注释分组…";
    }
    Edit 3 {
        Ignore ["Ctrl D"] "Ignore packet, or heed it again" "忽略分组，或取消忽略";
        HeedAll [] "Heed all ignored packets" "取消全部忽略";
    }
    Edit 4 {
        Reference ["R"] "Time reference here, or not" "设为时间参考，或取消";
        ClearReferences [] "Remove all time references" "取消全部时间参考";
    }
    View 0 {
        ShowPackets ["1"] "Packets" "分组";
        ShowExchanges ["2"] "Exchanges" "请求与响应";
        ShowConversations ["3"] "Conversations" "会话";
        ShowStream ["4"] "Stream" "流";
        ShowFlow ["5"] "Flow" "流程图";
        ShowFindings ["6"] "Findings" "专家信息";
        ShowFile ["7"] "File" "文件信息";
        ShowObjects ["8"] "Objects" "对象";
    }
    View 6 {
        EthernetTable [] "Conversations: Ethernet" "会话：Ethernet";
        Ipv4Table [] "Conversations: IPv4" "会话：IPv4";
        Ipv6Table [] "Conversations: IPv6" "会话：IPv6";
        TcpTable [] "Conversations: TCP" "会话：TCP";
        UdpTable [] "Conversations: UDP" "会话：UDP";
        EndpointsTable [] "Endpoints, or conversations" "端点，或会话";
        CopyTable [] "Copy table: CSV" "复制表格：CSV";
    }
    View 9 {
        ExchangesHar [] "Save exchanges: HAR" "保存请求与响应：HAR";
        ExchangesCsv [] "Copy exchanges: CSV" "复制请求与响应：CSV";
        ExchangesCurl [] "Copy exchange: curl" "复制请求：curl";
        SaveObjects [] "Save all objects: zip" "保存全部对象：zip";
    }
    View 7 {
        FollowTcp ["Ctrl Alt Shift T"] "Follow TCP stream" "追踪 TCP 流";
        FollowUdp ["Ctrl Alt Shift U"] "Follow UDP stream" "追踪 UDP 流";
        NextStream ["Alt Shift ↓"] "Next stream" "下一个流";
        PreviousStream ["Alt Shift ↑"] "Previous stream" "上一个流";
        SaveStream [] "Save stream: both sides" "保存流：双方";
        SaveStreamA [] "Save stream: first side" "保存流：第一方";
        SaveStreamB [] "Save stream: second side" "保存流：第二方";
        StreamText [] "Stream as: Text" "流显示为：文本";
        StreamHex [] "Stream as: Hex" "流显示为：十六进制";
        StreamRaw [] "Stream as: Raw" "流显示为：原始";
        StreamUtf8 [] "Stream in: UTF-8" "流编码：UTF-8";
        StreamGbk [] "Stream in: GBK" "流编码：GBK";
        StreamLatin1 [] "Stream in: Latin-1" "流编码：Latin-1";
        StreamBoth [] "Stream: both sides" "流：双方";
        StreamA [] "Stream: first side alone" "流：仅第一方";
        StreamB [] "Stream: second side alone" "流：仅第二方";
    }
    View 8 {
        FlowEven [] "Flow: even spacing" "流程图：等距";
        FlowTrueTime [] "Flow: true time" "流程图：真实时间";
        FlowShowAcks [] "Flow: show bare ACKs" "流程图：显示纯 ACK";
        FlowFoldAcks [] "Flow: fold bare ACKs" "流程图：折叠纯 ACK";
        FlowPorts [] "Flow: a lane for each port" "流程图：按端口分道";
        FlowHosts [] "Flow: a lane for each host" "流程图：按主机分道";
        FlowMermaid [] "Copy flow: Mermaid" "复制流程图：Mermaid";
        FlowSvg [] "Save flow: SVG" "保存流程图：SVG";
        FlowPng [] "Save flow: PNG" "保存流程图：PNG";
    }
    View 1 {
        TimeRelative [] "Seconds since first packet" "自首个分组起的秒数";
        TimeDelta [] "Seconds since previous packet" "自上一个分组起的秒数";
        TimeDeltaDisplayed [] "Seconds since previous displayed packet" "自上一个显示的分组起的秒数";
        TimeAbsolute [] "Time of day" "时刻";
        TimeAbsoluteWithDate [] "Date and time of day" "日期与时刻";
        TimeUtc [] "Time of day, UTC" "UTC 时刻";
        TimeUtcWithDate [] "Date and time of day, UTC" "UTC 日期与时刻";
        TimeEpoch [] "Seconds since 1970" "自 1970 年起的秒数";
    }
    View 2 {
        MacNames [] "Names of network cards' makers" "解析 MAC 厂商名称";
        NetworkNames [] "Names of network addresses" "解析网络地址名称";
        TransportNames [] "Names of ports" "解析端口名称";
    }
    View 3 {
        SmallerRows ["["] "Dense rows" "紧凑行距";
        LargerRows ["]"] "Comfortable rows" "舒适行距";
    }
    View 4 {
        NewWindow [] "Packet in a new window" "在新窗口中显示分组";
        OpenSubtree [] "Open whole subtree" "展开整个子树";
        OpenAll [] "Open all subtrees" "展开全部子树";
        CloseAll [] "Close all subtrees" "收起全部子树";
        Columns [] "Columns…" "列…";
        ApplyAsColumn ["Ctrl Shift I"] "Apply field as column" "将字段应用为列";
        FitColumns [] "Fit all columns" "调整全部列宽";
        DefaultColumns [] "Back to the seven columns" "恢复默认的七列";
        FileOrder [] "Back to the file's order" "恢复文件中的顺序";
    }
    View 5 {
        SwitchLanguage [] "中文" "English";
        SwitchTheme [] "Light or dark" "浅色或深色";
    }
    Go 0 {
        Back ["Alt ←"] "Back" "后退";
        Forward ["Alt →"] "Forward" "前进";
    }
    Go 1 {
        GoToPacket ["Ctrl G"] "Go to packet…" "转到分组…";
        NextPacket ["Ctrl ↓", "F8"] "Next packet" "下一个分组";
        PreviousPacket ["Ctrl ↑", "F7"] "Previous packet" "上一个分组";
        FirstPacket ["Ctrl Home"] "First packet" "首个分组";
        LastPacket ["Ctrl End"] "Last packet" "最后一个分组";
    }
    Go 2 {
        NextInConversation ["Ctrl ."] "Next packet of the conversation" "会话中的下一个分组";
        PreviousInConversation ["Ctrl ,"] "Previous packet of the conversation" "会话中的上一个分组";
    }
    Go 3 {
        FollowLink [] "Go to the packet that the field names" "转到字段所指的分组";
    }
    Help 0 {
        ShowKeys ["?"] "Keys" "按键";
        ShowPalette ["Ctrl K"] "All commands" "全部命令";
        ShowMenu ["F10"] "Menu" "菜单";
    }
}

impl Menu {
    /// All menus in the order of the bar.
    pub const ALL: [Self; 5] = [Self::File, Self::Edit, Self::View, Self::Go, Self::Help];

    /// Its name, and the letter that opens it.
    pub fn name(self, language: Language) -> (&'static str, char) {
        let (english, chinese, letter) = match self {
            Self::File => ("File", "文件", 'F'),
            Self::Edit => ("Edit", "编辑", 'E'),
            Self::View => ("View", "视图", 'V'),
            Self::Go => ("Go", "跳转", 'G'),
            Self::Help => ("Help", "帮助", 'H'),
        };
        (if language == Language::Zh { chinese } else { english }, letter)
    }

    /// Its entries in order.
    pub fn entries(self) -> impl Iterator<Item = &'static Entry> {
        let mut entries: Vec<&Entry> = Vec::new();
        for entry in every().filter(|entry| entry.menu == self && entry.command.is_in_menu()) {
            let place = entries.partition_point(|other| other.group <= entry.group);
            entries.insert(place, entry);
        }
        entries.into_iter()
    }
}

/// All commands, those that copy something last.
pub fn every() -> impl Iterator<Item = &'static Entry> {
    ALL.iter().chain(COPIES)
}

impl Entry {
    /// A command without keys that stands in no menu, only in the palette.
    pub const fn new(command: Command, menu: Menu, english: &'static str, chinese: &'static str) -> Self {
        Self { command, menu, group: 0, chords: &[], english, chinese }
    }

    /// What it is called.
    pub fn name(&self, language: Language) -> &'static str {
        if language == Language::Zh { self.chinese } else { self.english }
    }

    /// What stands behind the colon of its name, where one does.
    pub fn short_name(&self, language: Language) -> &'static str {
        let name = self.name(language);
        name.split_once([':', '：']).map_or(name, |(_, name)| name.trim())
    }

    /// Its first keys as they are printed on the keyboard at hand.
    pub fn keys(&self) -> Option<String> {
        self.chords.first().map(|chord| Chord::from_text(chord).label())
    }
}

impl Command {
    /// Whether its menu shows it: of what can be copied only the commonest, for there is a sheet of all.
    fn is_in_menu(self) -> bool {
        match self {
            Self::CopyAs(What::Rows, form) => matches!(form, Form::Text | Form::Markdown),
            Self::CopyAs(What::Layers, form) => form == Form::Text,
            Self::CopyAs(What::Bytes, form) => form == Form::HexDump,
            Self::CopyAs(..) => false,
            Self::StreamText | Self::StreamHex | Self::StreamRaw | Self::StreamBoth | Self::StreamA | Self::StreamB => {
                false
            }
            Self::StreamUtf8 | Self::StreamGbk | Self::StreamLatin1 => false,
            Self::FlowEven
            | Self::FlowTrueTime
            | Self::FlowShowAcks
            | Self::FlowFoldAcks
            | Self::FlowPorts
            | Self::FlowHosts => false,
            Self::EthernetTable | Self::Ipv4Table | Self::Ipv6Table | Self::TcpTable | Self::UdpTable => false,
            _ => true,
        }
    }

    /// Its entry in the list.
    pub fn entry(self) -> Option<&'static Entry> {
        every().find(|entry| entry.command == self)
    }
}
