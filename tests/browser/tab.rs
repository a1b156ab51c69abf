//! A tab of the browser with the page in it, and what a person does there.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::{chromium::Chromium, server};

/// What one test does with a tab.
pub type Story = fn(&mut Tab) -> Result<()>;

/// How long the page may take until it shows what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// The page in a browser context of its own: nothing is left over from another story.
pub struct Tab<'b> {
    browser: &'b mut Chromium,
    context: String,
    session: String,
    address: String,
    /// Everything that went wrong on the way, as the console tells it.
    complaints: Vec<String>,
    /// Addresses asked for.
    requests: Vec<String>,
    /// Sessions of the page's workers.
    workers: Vec<String>,
    /// A file chooser is open: the input that waits for a file.
    chooser: Option<Value>,
}

/// Runs a story in a new tab of the one browser, and holds it to an empty console.
pub fn tell(browser: &Mutex<Option<Chromium>>, story: Story) -> Result<()> {
    let port = served()?;
    let mut browser = browser.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if browser.is_none() {
        *browser = Some(Chromium::launch()?);
    }
    let Some(chromium) = browser.as_mut() else { bail!("no browser") };
    let mut tab = Tab::new(chromium, port)?;
    let told = story(&mut tab);
    let ended = tab.end(told.is_err());
    if told.is_err() && ended.is_err() {
        // the browser itself may be the trouble: the next story starts another
        *browser = None;
    }
    told?;
    let complaints = ended?;
    ensure!(complaints.is_empty(), "the console is not empty: {complaints:#?}");
    Ok(())
}

/// The port on which `dist/` is served.
fn served() -> Result<u16> {
    static PORT: OnceLock<Option<u16>> = OnceLock::new();
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    ensure!(dist.join("index.html").exists(), "there is no page in {}: run `make build` first", dist.display());
    PORT.get_or_init(|| server::serve(dist).ok()).context("no port to serve the page on")
}

impl<'b> Tab<'b> {
    fn new(browser: &'b mut Chromium, port: u16) -> Result<Self> {
        let text = |value: &Value, key: &str| value[key].as_str().map(str::to_owned).context("an id");
        let context = text(&browser.call(None, "Target.createBrowserContext", json!({}))?, "browserContextId")?;
        let target =
            browser.call(None, "Target.createTarget", json!({ "url": "about:blank", "browserContextId": context }))?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = text(&browser.call(None, "Target.attachToTarget", attach)?, "sessionId")?;
        browser.events.clear();
        let mut tab = Self {
            browser,
            context,
            session,
            address: format!("http://127.0.0.1:{port}/"),
            complaints: Vec::new(),
            requests: Vec::new(),
            workers: Vec::new(),
            chooser: None,
        };
        for domain in ["Page.enable", "Runtime.enable", "Log.enable", "DOM.enable", "Network.enable"] {
            tab.call(domain, json!({}))?;
        }
        // the dialog whose files come with handles can not be answered from outside: the input's can
        let script = json!({ "source": "delete window.showOpenFilePicker" });
        tab.call("Page.addScriptToEvaluateOnNewDocument", script)?;
        tab.call("Page.setInterceptFileChooserDialog", json!({ "enabled": true }))?;
        let attach = json!({ "autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true });
        tab.call("Target.setAutoAttach", attach)?;
        // what is typed is lost on a page that the browser does not hold for the one in front
        tab.call("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }))?;
        tab.size(1280, 800)?;
        Ok(tab)
    }

    fn end(mut self, keep: bool) -> Result<Vec<String>> {
        if keep && let Ok(folder) = std::env::var("WIRELIGHT_SHOTS") {
            let _ = self.shot(&PathBuf::from(folder).join("failed.png"));
        }
        self.listen()?;
        self.browser.call(None, "Target.disposeBrowserContext", json!({ "browserContextId": self.context }))?;
        Ok(self.complaints)
    }

    /// Loads the page with a fragment, and waits until it can be used.
    pub fn load(&mut self, fragment: &str) -> Result<()> {
        // from an empty page, because a new fragment alone loads nothing
        self.call("Page.navigate", json!({ "url": "about:blank" }))?;
        let url = format!("{}{fragment}", self.address);
        self.call("Page.navigate", json!({ "url": url }))?;
        self.wait("!!document.querySelector('.wirelight')")?;
        self.quiet()
    }

    /// Waits until no request has been made for a while: the page is loaded.
    pub fn quiet(&mut self) -> Result<()> {
        let mut before = usize::MAX;
        while before != self.requests.len() {
            before = self.requests.len();
            thread::sleep(Duration::from_millis(150));
            self.listen()?;
        }
        Ok(())
    }

    /// Loads the page and opens a file by its input.
    pub fn load_with(&mut self, fragment: &str, file: &Path) -> Result<()> {
        self.load(fragment)?;
        self.choose(file)?;
        self.wait_rows()
    }

    /// Waits for the first row that is read.
    pub fn wait_rows(&mut self) -> Result<()> {
        self.wait("!!document.querySelector('.packet-rows .packet-row:not(.unread)')")
    }

    /// Calls a method of the page.
    pub fn call(&mut self, method: &str, parameters: Value) -> Result<Value> {
        self.browser.call(Some(&self.session), method, parameters)
    }

    /// The value of an expression in the page; promises are awaited.
    pub fn eval(&mut self, expression: &str) -> Result<Value> {
        let session = self.session.clone();
        self.eval_in(&session, expression)
    }

    /// The value of an expression in the worker that started first or later.
    pub fn eval_in_worker(&mut self, worker: usize, expression: &str) -> Result<Value> {
        self.listen()?;
        let session = self.workers.get(worker).cloned().with_context(|| format!("no worker {worker}"))?;
        self.eval_in(&session, expression)
    }

    /// Bytes of all WebAssembly memories in a worker.
    pub fn wasm_memory(&mut self, worker: usize) -> Result<u64> {
        self.listen()?;
        let session = self.workers.get(worker).cloned().with_context(|| format!("no worker {worker}"))?;
        let mut call = |method: &str, parameters: Value| self.browser.call(Some(&session), method, parameters);
        let prototype = call("Runtime.evaluate", json!({ "expression": "WebAssembly.Memory.prototype" }))?;
        let all = call("Runtime.queryObjects", json!({ "prototypeObjectId": prototype["result"]["objectId"] }))?;
        let sum = "function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }";
        let parameters =
            json!({ "objectId": all["objects"]["objectId"], "functionDeclaration": sum, "returnByValue": true });
        call("Runtime.callFunctionOn", parameters)?["result"]["value"].as_u64().context("a sum of bytes")
    }

    /// The value of an expression in some session.
    pub fn eval_in(&mut self, session: &str, expression: &str) -> Result<Value> {
        let parameters = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let result = self.browser.call(Some(session), "Runtime.evaluate", parameters)?;
        if let Some(exception) = result.get("exceptionDetails") {
            bail!("{expression}: {exception}");
        }
        Ok(result["result"]["value"].clone())
    }

    /// The text of an expression's value.
    pub fn text(&mut self, expression: &str) -> Result<String> {
        let value = self.eval(expression)?;
        Ok(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    }

    /// The text of the first element that fits; empty when there is none.
    pub fn text_of(&mut self, selector: &str) -> Result<String> {
        self.text(&format!("document.querySelector({selector:?})?.innerText ?? ''"))
    }

    /// Waits until an expression is true.
    pub fn wait(&mut self, expression: &str) -> Result<()> {
        self.wait_for(expression, PATIENCE)
    }

    /// Waits until an expression is true, for so long at most.
    pub fn wait_for(&mut self, expression: &str, patience: Duration) -> Result<()> {
        let start = Instant::now();
        while self.eval(expression).unwrap_or_default() != json!(true) {
            if start.elapsed() > patience {
                let page = self.text("document.body.innerText.slice(0, 1500)").unwrap_or_default();
                let sheet = self.text_of("dialog[open]").unwrap_or_default();
                self.listen()?;
                let complaints = &self.complaints;
                bail!(
                    "waited in vain for {expression}\nthe page: {page}\nthe sheet: {sheet}\nthe console: {complaints:?}"
                );
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Waits until the text of an element contains some words.
    pub fn wait_text(&mut self, selector: &str, words: &str) -> Result<()> {
        self.wait(&format!("(document.querySelector({selector:?})?.innerText ?? '').includes({words:?})"))
    }

    /// Puts a file into the page's input, as the file dialog would.
    pub fn choose(&mut self, file: &Path) -> Result<()> {
        let input = self.call("Runtime.evaluate", json!({ "expression": "document.querySelector('.file-input')" }))?;
        self.call("DOM.setFileInputFiles", json!({ "files": [file], "objectId": input["result"]["objectId"] }))?;
        Ok(())
    }

    /// Answers the file dialog that is open.
    pub fn answer_dialog(&mut self, file: &Path) -> Result<()> {
        let start = Instant::now();
        while self.chooser.is_none() && start.elapsed() < PATIENCE {
            self.listen()?;
        }
        let chooser = self.chooser.take().context("no file dialog came up")?;
        self.call("DOM.setFileInputFiles", json!({ "files": [file], "backendNodeId": chooser["backendNodeId"] }))?;
        Ok(())
    }

    /// Drags a file over the window without letting go.
    pub fn drag_over(&mut self, file: &Path) -> Result<()> {
        for kind in ["dragEnter", "dragOver"] {
            self.drag(kind, file)?;
        }
        Ok(())
    }

    /// Drops a file into the window.
    pub fn drop_file(&mut self, file: &Path) -> Result<()> {
        self.drag_over(file)?;
        self.drag("drop", file)
    }

    fn drag(&mut self, kind: &str, file: &Path) -> Result<()> {
        let data = json!({ "items": [], "files": [file], "dragOperationsMask": 1 });
        self.call("Input.dispatchDragEvent", json!({ "type": kind, "x": 300, "y": 300, "data": data }))?;
        Ok(())
    }

    /// Clicks the middle of the first element that fits.
    pub fn click(&mut self, selector: &str) -> Result<()> {
        self.click_at(selector, 0.5, 0.5)
    }

    /// Clicks a place of an element, given as parts of its width and height.
    pub fn click_at(&mut self, selector: &str, across: f64, down: f64) -> Result<()> {
        let place = self.place(selector, across, down)?;
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let event =
                json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1, "buttons": 1 });
            self.call("Input.dispatchMouseEvent", event)?;
        }
        Ok(())
    }

    /// A place of an element, given as parts of its width and height, once it stands still.
    fn place(&mut self, selector: &str, across: f64, down: f64) -> Result<Value> {
        let place = format!(
            "(() => {{ const r = document.querySelector({selector:?}).getBoundingClientRect(); \
             return [r.left + r.width * {across}, r.top + r.height * {down}]; }})()"
        );
        let (start, mut before) = (Instant::now(), self.eval(&place)?);
        loop {
            thread::sleep(Duration::from_millis(20));
            let now = self.eval(&place)?;
            if now == before {
                return Ok(now);
            }
            ensure!(start.elapsed() < PATIENCE, "{selector} does not stand still");
            before = now;
        }
    }

    /// Clicks the middle of the first element that fits with the right button.
    pub fn right_click(&mut self, selector: &str) -> Result<()> {
        let place = self.place(selector, 0.5, 0.5)?;
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let event =
                json!({ "type": kind, "x": place[0], "y": place[1], "button": "right", "clickCount": 1, "buttons": 2 });
            self.call("Input.dispatchMouseEvent", event)?;
        }
        Ok(())
    }

    /// Clicks the middle of the first element that fits twice.
    pub fn double_click(&mut self, selector: &str) -> Result<()> {
        let place = self.place(selector, 0.5, 0.5)?;
        for count in [1, 2] {
            for kind in ["mousePressed", "mouseReleased"] {
                let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": count,
                    "buttons": 1 });
                self.call("Input.dispatchMouseEvent", event)?;
            }
        }
        Ok(())
    }

    /// The session of the window that the page has opened.
    pub fn popup(&mut self) -> Result<String> {
        let start = Instant::now();
        loop {
            let all = self.browser.call(None, "Target.getTargets", json!({}))?;
            let all = all["targetInfos"].as_array().cloned().unwrap_or_default();
            let opened = all.into_iter().find(|target| {
                target["browserContextId"] == self.context.as_str()
                    && target["type"] == "page"
                    && target["openerId"].is_string()
            });
            if let Some(target) = opened {
                let attach = json!({ "targetId": target["targetId"], "flatten": true });
                let session = self.browser.call(None, "Target.attachToTarget", attach)?["sessionId"].clone();
                return session.as_str().map(str::to_owned).context("a session");
            }
            ensure!(start.elapsed() < PATIENCE, "no window was opened");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until an expression is true in a window that was opened.
    pub fn wait_in(&mut self, session: &str, expression: &str) -> Result<()> {
        let start = Instant::now();
        while self.eval_in(session, expression).unwrap_or_default() != json!(true) {
            if start.elapsed() > PATIENCE {
                let page = self.eval_in(session, "document.title + document.body.innerText.slice(0, 1500)");
                bail!("waited in vain for {expression} in the window: {page:?}");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Presses a key in a window that was opened.
    pub fn press_in(&mut self, session: &str, key: &str) -> Result<()> {
        for kind in ["rawKeyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": virtual_key(key) });
            self.browser.call(Some(session), "Input.dispatchKeyEvent", event)?;
        }
        Ok(())
    }

    /// Presses a key, named as in `KeyboardEvent.key`; `Ctrl+`, `Shift+` and `Alt+` may stand before it.
    pub fn press(&mut self, keys: &str) -> Result<()> {
        let (modifiers, key) = match keys.rsplit_once('+') {
            Some((modifiers, key)) => (modifiers, key),
            None => ("", keys),
        };
        let bits = [("Alt", 1), ("Ctrl", 2), ("Shift", 8)];
        let modifiers: u32 = bits.iter().filter(|(name, _)| modifiers.contains(name)).map(|(_, bit)| bit).sum();
        let code = if key.len() == 1 { format!("Key{}", key.to_uppercase()) } else { key.to_owned() };
        for kind in ["rawKeyDown", "keyUp"] {
            let mut event = json!({ "type": kind, "key": key, "code": code, "modifiers": modifiers,
                "windowsVirtualKeyCode": virtual_key(key) });
            // a button is pressed by the character, not by the key
            if kind == "rawKeyDown"
                && let Some(text) = [("Enter", "\r"), (" ", " ")].iter().find(|(name, _)| *name == key)
            {
                event["type"] = json!("keyDown");
                event["text"] = json!(text.1);
            }
            self.call("Input.dispatchKeyEvent", event)?;
        }
        Ok(())
    }

    /// Turns the wheel over the middle of an element.
    pub fn wheel(&mut self, selector: &str, pixels: i32) -> Result<()> {
        let place = self.eval(&format!(
            "(() => {{ const r = document.querySelector({selector:?}).getBoundingClientRect(); \
             return [r.left + r.width / 2, r.top + r.height / 2]; }})()"
        ))?;
        let event = json!({ "type": "mouseWheel", "x": place[0], "y": place[1], "deltaX": 0, "deltaY": pixels });
        self.call("Input.dispatchMouseEvent", event)?;
        Ok(())
    }

    /// Gives the window a size.
    pub fn size(&mut self, width: u32, height: u32) -> Result<()> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", size)?;
        Ok(())
    }

    /// Lets the page write on the clipboard and read from it, as a person in front of it may.
    pub fn allow_clipboard(&mut self) -> Result<()> {
        let grant = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "browserContextId": self.context });
        self.browser.call(None, "Browser.grantPermissions", grant)?;
        Ok(())
    }

    /// Keeps the picture that is on the clipboard.
    pub fn keep_picture(&mut self, path: &Path) -> Result<()> {
        let bytes = self.text(
            "(async () => { const [item] = await navigator.clipboard.read(); const blob = await item.getType('image/png'); \
             const url = await new Promise(done => { const r = new FileReader(); r.onload = () => done(r.result); \
             r.readAsDataURL(blob); }); return url.split(',')[1]; })()",
        )?;
        Ok(std::fs::write(path, base64(&bytes))?)
    }

    /// Requests made so far.
    pub fn requests(&mut self) -> Result<&[String]> {
        self.listen()?;
        Ok(&self.requests)
    }

    /// Takes what the console said so far, for stories in which something must go wrong.
    pub fn take_complaints(&mut self) -> Result<Vec<String>> {
        self.listen()?;
        Ok(std::mem::take(&mut self.complaints))
    }

    /// Keeps a picture of the page.
    pub fn shot(&mut self, path: &Path) -> Result<()> {
        let shot = self.call("Page.captureScreenshot", json!({ "format": "png" }))?;
        let bytes = base64(shot["data"].as_str().unwrap_or_default());
        Ok(std::fs::write(path, bytes)?)
    }

    /// Keeps a picture of the page in few bytes.
    pub fn picture(&mut self, path: &Path) -> Result<()> {
        let shot = self.call("Page.captureScreenshot", json!({ "format": "webp", "quality": 40 }))?;
        Ok(std::fs::write(path, base64(shot["data"].as_str().unwrap_or_default()))?)
    }

    /// Takes in the events that have come.
    fn listen(&mut self) -> Result<()> {
        self.browser.listen()?;
        for event in std::mem::take(&mut self.browser.events) {
            self.take(&event)?;
        }
        Ok(())
    }

    fn take(&mut self, event: &Value) -> Result<()> {
        let parameters = &event["params"];
        match event["method"].as_str().unwrap_or_default() {
            "Runtime.exceptionThrown" => self.complaints.push(parameters["exceptionDetails"].to_string()),
            "Runtime.consoleAPICalled" if parameters["type"] == "error" || parameters["type"] == "warning" => {
                self.complaints.push(parameters["args"].to_string());
            }
            "Log.entryAdded" if parameters["entry"]["level"] == "error" => {
                self.complaints.push(parameters["entry"].to_string());
            }
            "Network.requestWillBeSent" => {
                self.requests.push(parameters["request"]["url"].as_str().unwrap_or_default().to_owned());
            }
            "Page.fileChooserOpened" => self.chooser = Some(parameters.clone()),
            "Target.attachedToTarget" if parameters["targetInfo"]["type"] == "worker" => {
                let session = parameters["sessionId"].as_str().unwrap_or_default().to_owned();
                // it may be gone already: a page that was left takes its workers with it
                let domains = ["Runtime.enable", "Network.enable"];
                if domains.iter().all(|domain| self.browser.call(Some(&session), domain, json!({})).is_ok()) {
                    self.workers.push(session);
                }
            }
            "Target.detachedFromTarget" => {
                self.workers.retain(|session| parameters["sessionId"] != session.as_str());
            }
            _ => {}
        }
        Ok(())
    }
}

/// The old number of a key, without which Chromium does nothing of its own on it.
fn virtual_key(key: &str) -> u32 {
    match key {
        "PageUp" => 33,
        "PageDown" => 34,
        "End" => 35,
        "Home" => 36,
        "ArrowLeft" => 37,
        "ArrowUp" => 38,
        "ArrowRight" => 39,
        "ArrowDown" => 40,
        "Tab" => 9,
        "Enter" => 13,
        "Escape" => 27,
        "F3" => 114,
        "F6" => 117,
        "F7" => 118,
        "F8" => 119,
        "F10" => 121,
        letter => letter.bytes().next().map_or(0, |byte| byte.to_ascii_uppercase().into()),
    }
}

fn base64(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b'=').map(value).collect();
    digits
        .chunks(4)
        .flat_map(|four| {
            let number =
                four.iter().fold(0_u32, |number, digit| number << 6 | u32::from(*digit)) << (6 * (4 - four.len()));
            number.to_be_bytes().into_iter().skip(1).take(four.len() - 1)
        })
        .collect()
}
