//! The page that was compiled into the command.

use std::borrow::Cow;

use rust_embed::{Embed, EmbeddedFile};

/// What `dist/` held when the command was built; empty when there was none.
#[derive(Embed)]
#[folder = "dist/"]
#[allow_missing = true]
struct Dist;

/// `make build` sets this to a digest of the page, so that a page made after the command is taken in.
const _PAGE: Option<&str> = option_env!("WIRELIGHT_PAGE");

/// One file of the page.
pub struct Asset {
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// What it is, for `Content-Type`.
    pub kind: &'static str,
    /// A strong validator for `ETag`.
    pub tag: String,
    /// Its name holds a digest of its bytes, so it may be kept for ever.
    pub hashed: bool,
}

/// Whether there is a page at all.
pub fn exists() -> bool {
    Dist::get("index.html").is_some()
}

/// The file at a path of the address, `/` being the page itself.
pub fn asset(path: &str) -> Option<Asset> {
    let name = match path.trim_start_matches('/') {
        "" => "index.html",
        name => name,
    };
    let EmbeddedFile { data, metadata } = Dist::get(name)?;
    let tag = metadata.sha256_hash().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    Some(Asset { bytes: data, kind: content_type(name), tag, hashed: hashed(name) })
}

/// The Content-Security-Policy that the page itself declares: the server sends the same, so the two cannot differ.
pub fn policy() -> Option<String> {
    let page = asset("/")?;
    let page = std::str::from_utf8(&page.bytes).ok()?;
    Some(declared_policy(page)?.to_string())
}

fn declared_policy(page: &str) -> Option<&str> {
    let tag = page.split("<meta").find(|tag| tag.contains("Content-Security-Policy"))?;
    let (_, rest) = tag.split_once("content=\"")?;
    Some(rest.split_once('"')?.0)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "tsv" => "text/tab-separated-values; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Trunk writes `app-0123456789abcdef.js` and `app-0123456789abcdef_bg.wasm`.
fn hashed(name: &str) -> bool {
    name.split(['-', '.', '_']).any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_lifetimes_follow_the_name() {
        assert_eq!(content_type("app-0123456789abcdef_bg.wasm"), "application/wasm");
        assert_eq!(content_type("index.html"), "text/html; charset=utf-8");
        assert!(hashed("app-0123456789abcdef_bg.wasm") && hashed("tokens-fedcba9876543210.css"));
        assert!(!hashed("worker_bg.wasm") && !hashed("index.html"));
    }

    #[test]
    fn the_policy_is_read_from_the_page() {
        let page = "<meta http-equiv=\"Content-Security-Policy\"\n  content=\"default-src 'none'\"><title>x</title>";
        assert_eq!(declared_policy(page), Some("default-src 'none'"));
        let small =
            "<meta charset=utf-8><meta content=\"default-src 'none'\" http-equiv=Content-Security-Policy><title>";
        assert_eq!(declared_policy(small), Some("default-src 'none'"));
        assert_eq!(declared_policy("<title>x</title>"), None);
    }
}
