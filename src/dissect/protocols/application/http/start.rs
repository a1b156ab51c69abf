//! The first line: what is asked for, or how it went.

use super::head::{self, Kind};
use crate::{
    bytes::{ascii::Ascii, text::Text},
    dissect::{pdu::Pdu, protocol::Short, record::Value, sink::Sink},
};

more_fields! { "http":
    FIRST_LINE       "first_line"          Line "First line"          "The request or status line as it stands.";
    REQUEST_METHOD   "request.method"      Text "Request Method"      "What to do.";
    REQUEST_URI      "request.uri"         Text "Request URI"         "With what.";
    URI_PATH         "request.uri.path"    Text "Request URI Path"    "What stands before the question mark.";
    URI_QUERY        "request.uri.query"   Text "Request URI Query"   "What stands behind the question mark.";
    QUERY_PARAMETER  "request.uri.query.parameter" Text "Request URI Query Parameter" "One part of the query.";
    REQUEST_VERSION  "request.version"     Text "Request Version"     "The client's HTTP.";
    RESPONSE_VERSION "response.version"    Text "Response Version"    "The server's HTTP.";
    RESPONSE_CODE    "response.code"       Dec  "Status Code"         "How it went.";
    CODE_DESCRIPTION "response.code.desc"  Text "Status Code Description" "The same in words.";
    RESPONSE_PHRASE  "response.phrase"     Text "Response Phrase"     "The same in the server's words.";
    REQUEST          "request"             FlagNamed(["True", "False"]) "Request" "This is a request.";
    NOTIFICATION     "notification"        FlagNamed(["True", "False"]) "Notification" "This tells something that nobody asked for.";
    RESPONSE         "response"            FlagNamed(["True", "False"]) "Response" "This is a response.";
    FULL_URI         "request.full_uri"    Text "Full request URI"    "With the host in front.";
}

names! {
    /// Status codes that are described.
    CODES:
        100 "Continue", 101 "Switching Protocols", 102 "Processing", 103 "Early Hints", 199 "Informational - Others", 200 "OK",
        201 "Created", 202 "Accepted", 203 "Non-authoritative Information", 204 "No Content", 205 "Reset Content",
        206 "Partial Content", 207 "Multi-Status", 208 "Already Reported", 226 "IM Used", 299 "Success - Others",
        300 "Multiple Choices", 301 "Moved Permanently", 302 "Found", 303 "See Other", 304 "Not Modified", 305 "Use Proxy",
        307 "Temporary Redirect", 308 "Permanent Redirect", 399 "Redirection - Others", 400 "Bad Request", 401 "Unauthorized",
        402 "Payment Required", 403 "Forbidden", 404 "Not Found", 405 "Method Not Allowed", 406 "Not Acceptable",
        407 "Proxy Authentication Required", 408 "Request Time-out", 409 "Conflict", 410 "Gone", 411 "Length Required",
        412 "Precondition Failed", 413 "Request Entity Too Large", 414 "Request-URI Too Long", 415 "Unsupported Media Type",
        416 "Requested Range Not Satisfiable", 417 "Expectation Failed", 418 "I'm a teapot", 421 "Misdirected Request",
        422 "Unprocessable Entity", 423 "Locked", 424 "Failed Dependency", 425 "Too Early", 426 "Upgrade Required",
        428 "Precondition Required", 429 "Too Many Requests", 431 "Request Header Fields Too Large",
        451 "Unavailable For Legal Reasons", 499 "Client Error - Others", 500 "Internal Server Error", 501 "Not Implemented",
        502 "Bad Gateway", 503 "Service Unavailable", 504 "Gateway Time-out", 505 "HTTP Version not supported",
        506 "Variant Also Negotiates", 507 "Insufficient Storage", 508 "Loop Detected", 511 "Network Authentication Required",
        599 "Server Error - Others";
}

/// What the first line said.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// Which way it goes.
    pub kind: Kind,
    /// `GET`.
    pub method: &'a [u8],
    /// `/index.html`.
    pub uri: &'a [u8],
    /// The status code, 0 where there is none.
    pub code: u16,
}

/// Reads the first line, and blank ones before it.
pub fn dissect<'a, S: Sink>(pdu: &mut Pdu<'a, S>) -> Result<Start<'a>, Short> {
    pdu.skip(head::blank(pdu.rest()))?;
    let Some((line, _)) = head::next_line(pdu.rest()) else {
        let len = pdu.left();
        return Err(pdu.lacking(len + 1));
    };
    let text = head::content(line);
    pdu.text_ahead(&FIRST_LINE, line.len(), Ascii(line));
    pdu.label(format_args!("{}", Text(line)));
    pdu.info(format_args!("{} ", Text(text)));
    let kind = head::kind(line).unwrap_or(Kind::Request);
    let [first, second, third] = head::words(line);
    let code = if kind == Kind::Response { head::code(line).unwrap_or_default() } else { 0 };
    pdu.below(|pdu| match kind {
        Kind::Request => {
            pdu.text_of(&REQUEST_METHOD, first, Ascii(first));
            pdu.text_of(&REQUEST_URI, second, Ascii(second));
            pdu.below(|pdu| query(pdu, second));
            pdu.text_of(&REQUEST_VERSION, third, Ascii(third));
        }
        Kind::Response => {
            pdu.text_of(&RESPONSE_VERSION, first, Ascii(first));
            pdu.value_of(&RESPONSE_CODE, second, Value::Number(code.into()));
            if let Some(words) = pdu.shown_name(&CODES, code.into()) {
                pdu.computed_text(&CODE_DESCRIPTION, words);
            }
            if !third.is_empty() {
                pdu.text_of(&RESPONSE_PHRASE, third, Ascii(third));
            }
        }
    });
    pdu.skip(line.len())?;
    Ok(Start { kind, method: first, uri: if kind == Kind::Request { second } else { b"" }, code })
}

fn query<S: Sink>(pdu: &mut Pdu<'_, S>, uri: &[u8]) {
    let Some(mark) = uri.iter().position(|&byte| byte == b'?') else { return };
    let (path, query) = uri.split_at_checked(mark).unwrap_or_default();
    let query = query.get(1..).unwrap_or_default();
    if query.is_empty() {
        return;
    }
    pdu.text_of(&URI_PATH, path, Ascii(path));
    pdu.text_of(&URI_QUERY, query, Ascii(query));
    pdu.below(|pdu| {
        for parameter in query.split(|&byte| byte == b'&') {
            pdu.text_of(&QUERY_PARAMETER, parameter, Ascii(parameter));
        }
    });
}

/// The URI with the host in front, where both are known.
pub fn full_uri<S: Sink>(pdu: &mut Pdu<'_, S>, start: &Start<'_>, host: Option<&[u8]>) {
    let uri = start.uri;
    let is_whole = start.method == b"CONNECT" || uri.starts_with(b"http://") || uri.starts_with(b"https://");
    match host {
        _ if is_whole => pdu.computed_text(&FULL_URI, Ascii(uri)),
        Some(host) if !host.is_empty() => {
            pdu.computed_text(&FULL_URI, format_args!("http://{}{}", Text(host.trim_ascii_end()), Ascii(uri)));
        }
        _ => {}
    }
}
