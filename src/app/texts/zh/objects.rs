//! Chinese for the list of objects.

use crate::texts::objects::ObjectTexts;

/// The Chinese texts.
pub const OBJECTS: ObjectTexts = ObjectTexts {
    objects: "对象",
    columns: ["图片", "名称", "类型", "大小 B", "分组", "SHA-256", "部分"],
    incomplete: "不完整",
    save: "保存",
    save_all: "全部保存",
    copy_digest: "复制 SHA-256",
    summary: |count, size| format!("{count} 个对象 · {size}"),
    saved: |count, name, size| format!("已保存 {name}：{count} 个对象，{size}"),
    empty: "此捕获中的 HTTP 报文都没有正文，或者内容已加密。可在“请求与响应”中查看请求。",
    still_reading: "读完文件后收集对象。",
    collecting: "正在收集传输的内容…",
    not_collected: "收集已停止。回到此视图可继续。",
};
