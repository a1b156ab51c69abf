//! What the headers of HTTP mean, in both languages.

use wirelight::view::fragment::Language;

/// Names in lower case, sorted, with a sentence in English and one in Chinese.
const MEANINGS: [(&str, &str, &str); 84] = [
    ("accept", "Media types that the client takes", "客户端接受的媒体类型"),
    ("accept-charset", "Charsets that the client takes", "客户端接受的字符集"),
    ("accept-encoding", "Packings that the client can undo", "客户端能解开的压缩方式"),
    ("accept-language", "Languages that the reader prefers", "读者偏好的语言"),
    ("accept-ranges", "Parts of it may be asked for", "可以只请求其中一部分"),
    ("access-control-allow-credentials", "Pages from elsewhere may send cookies", "允许其他来源的页面携带 Cookie"),
    ("access-control-allow-headers", "Headers that pages from elsewhere may send", "其他来源的页面可发送的头部字段"),
    ("access-control-allow-methods", "Methods that pages from elsewhere may use", "其他来源的页面可使用的方法"),
    ("access-control-allow-origin", "Pages from where may read this", "允许哪些来源的页面读取"),
    ("access-control-expose-headers", "Headers that pages from elsewhere may read", "其他来源的页面可读取的头部字段"),
    ("access-control-max-age", "Seconds for which these permissions hold", "上述许可的有效秒数"),
    (
        "access-control-request-headers",
        "A page from elsewhere asks to send these headers",
        "其他来源的页面请求发送这些头部字段",
    ),
    ("access-control-request-method", "A page from elsewhere asks to use this method", "其他来源的页面请求使用此方法"),
    ("age", "Seconds that it lay in a cache", "在缓存中存放的秒数"),
    ("allow", "Methods that may be used here", "此处允许的方法"),
    ("alt-svc", "The same is served there, too", "同样的内容也可从那里获取"),
    ("authorization", "Who the client says it is", "客户端的身份凭据"),
    ("cache-control", "Who may keep a copy, and for how long", "谁可以缓存，以及多久"),
    ("connection", "What becomes of the connection", "连接之后如何处理"),
    ("content-disposition", "To be shown, or saved under a name", "直接显示，或按名称保存"),
    ("content-encoding", "How the body is packed", "正文的压缩方式"),
    ("content-language", "For readers of which language", "面向哪种语言的读者"),
    ("content-length", "Bytes of the body", "正文字节数"),
    ("content-location", "Where just this can be found", "此内容自身的位置"),
    ("content-range", "Which part of the whole this is", "这是整体中的哪一部分"),
    ("content-security-policy", "What the page may load and run", "页面可以加载和运行什么"),
    ("content-type", "What the body is", "正文是什么"),
    ("cookie", "What the server had the client keep", "服务器此前让客户端保存的内容"),
    ("cross-origin-opener-policy", "Whether windows of other sites may reach this one", "其他网站的窗口能否访问此窗口"),
    ("cross-origin-resource-policy", "Which sites may embed this", "哪些网站可以嵌入"),
    ("date", "The sender’s clock", "发送方的时钟"),
    ("dnt", "The reader asks not to be tracked", "读者要求不被跟踪"),
    ("etag", "A mark of this version", "此版本的标记"),
    ("expect", "The client waits for leave to send the body", "客户端等待许可后再发送正文"),
    ("expires", "A copy is good until then", "副本的有效期"),
    ("forwarded", "What proxies on the way saw", "途中代理所见"),
    ("from", "Who is responsible for the client", "客户端的负责人"),
    ("host", "Which of the server’s sites is meant", "访问服务器上的哪个站点"),
    ("http2-settings", "Settings to go on with in HTTP/2", "转用 HTTP/2 时的设置"),
    ("if-match", "Only if it is still this version", "仅当仍是此版本时"),
    ("if-modified-since", "Only if it has changed since", "仅当此后有改动时"),
    ("if-none-match", "Only if it is another version", "仅当是其他版本时"),
    ("if-range", "A part if it is still this version, else all of it", "版本未变则取一部分，否则取全部"),
    ("if-unmodified-since", "Only if it has not changed since", "仅当此后没有改动时"),
    ("keep-alive", "How long the connection stays open in silence", "空闲连接保持多久"),
    ("last-event-id", "The last event that the client has seen", "客户端收到的最后一个事件"),
    ("last-modified", "When it changed last, not when it came", "最后修改的时间，而非到达的时间"),
    ("link", "Other things that belong to it", "与之相关的其他资源"),
    ("location", "Where to ask instead, or what was made", "应改为访问哪里，或新建内容的位置"),
    ("origin", "The site whose page asks", "发出请求的页面来自哪个站点"),
    ("permissions-policy", "What of the device the page may use", "页面可以使用设备的哪些功能"),
    ("pragma", "no-cache, for very old caches", "给很旧的缓存看的 no-cache"),
    ("proxy-authenticate", "How the proxy wants to know who asks", "代理要求的身份验证方式"),
    ("proxy-authorization", "Who the client says it is, to the proxy", "给代理的身份凭据"),
    ("proxy-connection", "Meant like Connection, by old clients", "旧客户端的 Connection 写法"),
    ("range", "Only this part is wanted", "只要其中这一部分"),
    ("referer", "The page from which this was asked for", "从哪个页面发出的请求"),
    ("referrer-policy", "How much of its address the page tells others", "页面向外透露多少自身地址"),
    ("retry-after", "When to ask again", "多久之后再试"),
    ("sec-ch-ua", "The browser’s name, coarsely", "浏览器的大致名称"),
    ("sec-ch-ua-mobile", "Whether it is a phone", "是否为手机"),
    ("sec-ch-ua-platform", "The system it runs on", "所在的系统"),
    ("sec-fetch-dest", "What it is to become in the page", "在页面中用作什么"),
    ("sec-fetch-mode", "How the page asked", "页面以何种方式请求"),
    ("sec-fetch-site", "Whether the page is of the same site", "页面是否来自同一网站"),
    ("sec-fetch-user", "A person has clicked", "由用户操作触发"),
    ("sec-websocket-accept", "Proof that the server speaks WebSocket", "服务器支持 WebSocket 的证明"),
    ("sec-websocket-extensions", "What is added to WebSocket", "WebSocket 的扩展"),
    ("sec-websocket-key", "What the server’s proof is made from", "用于计算服务器的证明"),
    ("sec-websocket-protocol", "What is spoken over WebSocket", "在 WebSocket 之上使用的协议"),
    ("sec-websocket-version", "Version of WebSocket", "WebSocket 的版本"),
    ("server", "The server’s program", "服务器程序"),
    ("set-cookie", "What the client should keep and send back", "让客户端保存并在之后带回的内容"),
    ("strict-transport-security", "Come back by HTTPS only", "以后只用 HTTPS 访问"),
    ("te", "Transfer codings that the client takes", "客户端接受的传输编码"),
    ("trailer", "Headers that come behind the body", "正文之后的头部字段"),
    ("transfer-encoding", "How the body is divided for the way", "正文传输时如何分块"),
    ("upgrade", "Another protocol to go on with", "改用另一种协议"),
    ("upgrade-insecure-requests", "The client would rather have HTTPS", "客户端更愿意使用 HTTPS"),
    ("user-agent", "The client’s program", "客户端程序"),
    ("vary", "The answer depends on these headers", "响应取决于这些头部字段"),
    ("via", "Proxies on the way", "途经的代理"),
    ("www-authenticate", "How the server wants to know who asks", "服务器要求的身份验证方式"),
    ("x-forwarded-for", "Who asked the proxy", "向代理发出请求的客户端"),
];

/// What a header means, if it is a common one.
pub fn meaning(name: &str, language: Language) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let found = MEANINGS.binary_search_by(|(known, ..)| (*known).cmp(name.as_str())).ok()?;
    let (_, english, chinese) = MEANINGS.get(found)?;
    Some(if language == Language::Zh { chinese } else { english })
}

/// The table is searched by halves.
const _: () = {
    let mut place = 1;
    while place < MEANINGS.len() {
        let (before, after) = (MEANINGS[place - 1].0.as_bytes(), MEANINGS[place].0.as_bytes());
        let mut at = 0;
        while at < before.len() && at < after.len() && before[at] == after[at] {
            at += 1;
        }
        assert!(at < after.len() && (at == before.len() || before[at] < after[at]));
        place += 1;
    }
};
