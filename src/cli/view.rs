//! `wirelight view`: serves the page on the loopback interface, and only to who asks for it by that name.

use std::{
    io::{self, Write},
    net::Ipv4Addr,
    sync::Arc,
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::net::TcpListener;

use crate::{args::View, exit::Stop, page};

/// The port we would like.
const USUAL_PORT: u16 = 8080;
/// How many ports after that are tried.
const TRIES: u16 = 100;

/// Serves until the process is ended.
pub fn run(view: &View) -> Result<(), Stop> {
    if !page::exists() {
        let text = "this command was built without its page; `make build` builds the page first, then the command";
        return Err(Stop::Unreadable(text.into()));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(serve(view.port))
}

async fn serve(port: Option<u16>) -> Result<(), Stop> {
    let listener = listen(port).await.map_err(|error| match port {
        Some(port) => {
            Stop::Unreadable(format!("port {port} cannot be used: {error}; without --port a free one is found"))
        }
        None => Stop::Unreadable(format!("no port from {USUAL_PORT} on is free: {error}")),
    })?;
    let port = listener.local_addr()?.port();
    writeln!(io::stdout(), "Wirelight is at http://127.0.0.1:{port}/  (this machine only; Ctrl-C ends it)")?;
    let site = Arc::new(Site { port, policy: page::policy().and_then(|policy| HeaderValue::from_str(&policy).ok()) });
    let router = Router::new().fallback(answer).with_state(site);
    Ok(axum::serve(listener, router).await?)
}

/// The port asked for, or else the usual one or the next that is free.
async fn listen(port: Option<u16>) -> io::Result<TcpListener> {
    if let Some(port) = port {
        return TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
    }
    let mut port = USUAL_PORT;
    loop {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < USUAL_PORT + TRIES => port += 1,
            other => return other,
        }
    }
}

/// What every answer needs to know.
struct Site {
    port: u16,
    policy: Option<HeaderValue>,
}

async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    let mut response = if !asked_by_name(request.headers(), site.port) {
        // Another name that was made to point here (DNS rebinding) must not reach anything of ours.
        (StatusCode::FORBIDDEN, "this server answers only to the address it printed\n").into_response()
    } else if !matches!(*request.method(), Method::GET | Method::HEAD) {
        (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")], "only GET and HEAD\n").into_response()
    } else {
        match page::asset(request.uri().path()) {
            Some(asset) => file(asset, request.headers()),
            None => (StatusCode::NOT_FOUND, "there is no such file\n").into_response(),
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Some(policy) = &site.policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    }
    response
}

fn asked_by_name(headers: &HeaderMap, port: u16) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let (name, asked) = host.rsplit_once(':').unwrap_or((host, "80"));
    asked.parse() == Ok(port) && (name == "127.0.0.1" || name.eq_ignore_ascii_case("localhost"))
}

fn file(asset: page::Asset, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", asset.tag);
    let cache = if asset.hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let head = [(header::ETAG, tag.as_str()), (header::CACHE_CONTROL, cache), (header::CONTENT_TYPE, asset.kind)];
    if known {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    (head, Body::from(asset.bytes.into_owned())).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_printed_address_is_answered() {
        let by = |host: &str| {
            let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_str(host).unwrap())]);
            asked_by_name(&headers, 8080)
        };
        assert!(by("127.0.0.1:8080") && by("localhost:8080") && by("LocalHost:8080"));
        assert!(!by("127.0.0.1") && !by("127.0.0.1:8081") && !by("attacker.example:8080") && !by(""));
        assert!(!asked_by_name(&HeaderMap::new(), 8080));
    }
}
