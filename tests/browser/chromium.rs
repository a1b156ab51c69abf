//! Chromium and its DevTools protocol over one socket: calls, and the events that come in between.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader},
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// How long the browser may take for one call.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running browser.
pub struct Chromium {
    child: Child,
    socket: WebSocket<TcpStream>,
    last_id: u64,
    /// What happened and nobody has looked at yet.
    pub events: VecDeque<Value>,
    _profile: tempfile::TempDir,
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Chromium {
    /// Starts a browser with a profile of its own.
    pub fn launch() -> Result<Self> {
        let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".into());
        let profile = tempfile::tempdir()?;
        let mut child = Command::new(&program)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-US"])
            .args(["--disable-dev-shm-usage", "--remote-debugging-port=0", "--window-size=1280,800"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("{program} cannot be started; CHROMIUM= names another browser"))?;
        let mut words = BufReader::new(child.stderr.take().context("no standard error")?);
        let address = loop {
            let mut line = String::new();
            ensure!(words.read_line(&mut line)? > 0, "{program} ended before it listened");
            if let Some(address) = line.trim().strip_prefix("DevTools listening on ") {
                break address.to_owned();
            }
        };
        thread::spawn(move || std::io::copy(&mut words, &mut std::io::sink()));
        let host = address.trim_start_matches("ws://").split('/').next().unwrap_or_default();
        let stream = TcpStream::connect(host)?;
        let (socket, _) = tungstenite::client(address.as_str(), stream)
            .map_err(|error| anyhow::anyhow!("the browser's socket: {error}"))?;
        socket.get_ref().set_read_timeout(Some(Duration::from_millis(10)))?;
        Ok(Self { child, socket, last_id: 0, events: VecDeque::new(), _profile: profile })
    }

    /// Calls a method, of a session or of the browser itself.
    pub fn call(&mut self, session: Option<&str>, method: &str, parameters: Value) -> Result<Value> {
        self.last_id += 1;
        let id = self.last_id;
        let mut call = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            call["sessionId"] = json!(session);
        }
        self.socket.send(Message::text(call.to_string()))?;
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let Some(value) = self.hear()? else { continue };
            if value["id"] != id {
                self.events.push_back(value);
            } else if let Some(error) = value.get("error") {
                bail!("{method}: {error}");
            } else {
                return Ok(value["result"].clone());
            }
        }
        bail!("{method}: no answer in {PATIENCE:?}")
    }

    /// Takes in all that happened meanwhile.
    pub fn listen(&mut self) -> Result<()> {
        while let Some(event) = self.hear()? {
            self.events.push_back(event);
        }
        Ok(())
    }

    /// The next message, nothing after a moment of silence.
    fn hear(&mut self) -> Result<Option<Value>> {
        match self.socket.read() {
            Ok(Message::Text(text)) => Ok(Some(serde_json::from_str(&text)?)),
            Ok(_) => Ok(None),
            Err(tungstenite::Error::Io(error))
                if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) =>
            {
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}
