//! The page as a visitor has it: verbs for what one does and questions for what one sees.
//! Specs speak through this and never name an element otherwise than by its test id.

use std::{
    cell::Cell,
    fs,
    path::PathBuf,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use fantoccini::{
    Client, Locator,
    actions::{InputSource as _, KeyAction, KeyActions, MouseActions, PointerAction},
    elements::Element,
    key::Key,
    wd::WindowHandle,
};
use serde_json::{Value, json};

use super::driver;
use super::failure::{Failure, Outcome};
use super::server::{Answer, Requests, Site};
use super::waiting::{PAUSE, wait};

/// The element with a test id; every script below begins with it.
const FIND: &str = "const find = (id) => document.querySelector(`[data-testid=\"${id}\"]`);
const [id, argument] = arguments;
const element = find(id);
if (!element) throw new Error(`there is no element ${id}`);
";
/// What a script says whose element is not there: that one, and one that asks for it itself.
const LACKS: [&str; 2] = ["there is no element", "Cannot read properties of null"];
/// How long an element may take to come: the part of the page that it is in is fetched when it is needed.
const COMING: Duration = Duration::from_secs(10);

/// The page in a browser.
#[derive(Clone)]
pub struct Playground {
    pub(super) client: Client,
    pub(super) window: WindowHandle,
    site: String,
    requests: Requests,
    pictures: PathBuf,
    visits: Rc<Cell<u32>>,
}

/// Coming and going.
impl Playground {
    /// The page of `site` in the tab `window` of the browser `client`; pictures go to the folder `pictures`.
    pub fn new(client: Client, window: WindowHandle, site: &Site, pictures: PathBuf) -> Self {
        let (site, requests) = (site.address(), site.requests());
        Self { client, window, site, requests, pictures, visits: Rc::default() }
    }

    /// Opens the page with a hash (without its `#`) and waits for the first frame.
    pub async fn open(&self, hash: &str) -> Outcome {
        self.go(hash).await?;
        self.ready().await
    }

    /// Opens the page with a hash and waits for nothing.
    pub async fn go(&self, hash: &str) -> Outcome {
        // Another hash alone is the same document for a browser: the query makes it a new one.
        let visit = self.visits.get() + 1;
        self.visits.set(visit);
        let mark = if hash.is_empty() { "" } else { "#" };
        Ok(self.client.goto(&format!("{}?visit={visit}{mark}{hash}", self.site)).await?)
    }

    /// Another server of the built page, of another origin, whose answers `change` has changed; the
    /// names that it gets are those of the files, and empty for the page.
    #[allow(dead_code, reason = "not every program that opens the page needs another host")]
    pub fn host(
        &self,
        change: impl Fn(&str, Answer) -> Answer + Send + Sync + 'static,
    ) -> Outcome<Site> {
        Site::changed(PathBuf::from(driver::from_environment("E2E_DIST")?), change)
    }

    /// Another server that lacks the files of these names until the flag is set.
    #[allow(dead_code, reason = "not every program that opens the page needs another host")]
    pub fn host_without(&self, lacks: fn(&str) -> bool) -> Outcome<(Site, Arc<AtomicBool>)> {
        let there = Arc::new(AtomicBool::new(false));
        let found = Arc::clone(&there);
        let site = self.host(move |name, answer| {
            let missing = lacks(name) && !found.load(Ordering::Relaxed);
            if missing { Answer::missing() } else { answer }
        })?;
        Ok((site, there))
    }

    /// The page's own address.
    #[allow(dead_code, reason = "not every program that opens the page needs another host")]
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Goes to any address.
    #[allow(dead_code, reason = "not every program that opens the page needs another host")]
    pub async fn go_to(&self, address: &str) -> Outcome {
        Ok(self.client.goto(address).await?)
    }

    /// Turns to the frame in the page; what follows is about that.
    #[allow(dead_code, reason = "not every program that opens the page needs another host")]
    pub async fn enter_frame(&self) -> Outcome {
        Ok(self.client.enter_frame(0).await?)
    }

    /// Turns back to the page around.
    #[allow(dead_code, reason = "not every program that opens the page needs another host")]
    pub async fn leave_frame(&self) -> Outcome {
        Ok(self.client.enter_parent_frame().await?)
    }

    /// Waits for the first frame of the worker, wherever the page has been opened.
    #[allow(dead_code, reason = "not every program that opens the page needs another host")]
    pub async fn stands(&self) -> Outcome {
        self.ready().await
    }

    /// Loads the page anew, as the visitor's reload button does.
    pub async fn reload(&self) -> Outcome {
        self.client.refresh().await?;
        self.ready().await
    }

    /// Goes back in the browser's history.
    pub async fn back(&self) -> Outcome {
        Ok(self.client.back().await?)
    }

    /// Goes forward in the browser's history.
    pub async fn forward(&self) -> Outcome {
        Ok(self.client.forward().await?)
    }

    /// Waits for the first frame of the worker.
    async fn ready(&self) -> Outcome {
        wait("the first losses", async || self.train_loss().await, |loss| loss.is_finite()).await?;
        Ok(())
    }

    /// Runs a script in every document before its own.
    pub async fn before_each_document(&self, script: &str) -> Outcome {
        let parameters = json!({ "source": script });
        let command = "Page.addScriptToEvaluateOnNewDocument";
        driver::devtools(&self.client, command, parameters).await?;
        Ok(())
    }

    /// A command of Chrome's DevTools.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Outcome<Value> {
        driver::devtools(&self.client, command, parameters).await
    }

    /// All that the server has been asked for, by page and worker.
    #[allow(dead_code, reason = "not every program that opens the page needs it")]
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().map(|asked| asked.clone()).unwrap_or_default()
    }

    /// What the browser's threads have done since this was last asked for; of
    /// [`super::Screen::Traced`] alone.
    #[allow(dead_code, reason = "the benchmark alone needs it")]
    pub async fn trace(&self) -> Outcome<Vec<Value>> {
        let events =
            driver::log(&self.client, "performance").await?.into_iter().filter_map(|entry| {
                let text = entry.get("message")?.as_str()?.to_owned();
                let mut told: Value = serde_json::from_str(&text).ok()?;
                let message = told.get_mut("message")?;
                let traced = message.get("method")? == "Tracing.dataCollected";
                traced.then(|| message["params"].take())
            });
        Ok(events.collect())
    }
}

/// Hands: what a visitor does.
impl Playground {
    /// Clicks (taps on a phone) as the browser does it: what is covered by something else or
    /// has no size fails.
    pub async fn click(&self, id: &str) -> Outcome {
        self.scroll_to(id).await?;
        let element = self.find(id).await?;
        element.click().await.map_err(|error| Failure::new(format!("click on {id}: {error}")))
    }

    /// Scrolls to what is out of sight or below the phone's run bar: at once, for the browser
    /// clicks where the element was when its smooth scrolling began.
    async fn scroll_to(&self, id: &str) -> Outcome {
        let script = "const box = element.getBoundingClientRect();
            const seen = box.top >= 0 && box.bottom <= innerHeight - 100
                && box.left >= 0 && box.right <= innerWidth;
            const place = { block: 'center', inline: 'center', behavior: 'instant' };
            if (!seen) element.scrollIntoView(place);";
        self.script(id, script, Value::Null).await?;
        Ok(())
    }

    /// Taps with a finger.
    pub async fn tap(&self, id: &str) -> Outcome {
        self.scroll_to(id).await?;
        let centre = "const box = element.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2]";
        let centre = self.script(id, centre, Value::Null).await?;
        let point = json!({ "x": centre[0], "y": centre[1] });
        let touch = "Input.dispatchTouchEvent";
        let down = json!({ "type": "touchStart", "touchPoints": [point] });
        self.devtools(touch, down).await?;
        self.devtools(touch, json!({ "type": "touchEnd", "touchPoints": [] })).await?;
        Ok(())
    }

    /// Turns the mouse's wheel down, the mouse being at a place in the window.
    pub async fn wheel(&self, (x, y): (f64, f64), by: f64) -> Outcome {
        let gesture = json!({ "x": x, "y": y, "yDistance": -by, "gestureSourceType": "mouse" });
        self.devtools("Input.synthesizeScrollGesture", gesture).await?;
        Ok(())
    }

    /// Moves a finger up from a place in the window, which scrolls down.
    pub async fn swipe(&self, (x, y): (f64, f64), by: f64) -> Outcome {
        let touch = "Input.dispatchTouchEvent";
        for (event, share) in [("touchStart", 0.0), ("touchMove", 0.5), ("touchMove", 1.0)] {
            let point = json!({ "x": x, "y": y - by * share });
            self.devtools(touch, json!({ "type": event, "touchPoints": [point] })).await?;
        }
        self.devtools(touch, json!({ "type": "touchEnd", "touchPoints": [] })).await?;
        Ok(())
    }

    /// Puts the mouse over an element.
    pub async fn hover(&self, id: &str) -> Outcome {
        let element = self.find(id).await?;
        let there = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
        Ok(self.client.perform_actions(MouseActions::new("mouse".to_owned()).then(there)).await?)
    }

    /// Gives an element the focus.
    pub async fn focus(&self, id: &str) -> Outcome {
        self.script(id, "element.focus()", Value::Null).await?;
        Ok(())
    }

    /// Presses and releases keys one after the other, wherever the focus is.
    pub async fn press(&self, keys: &[Key]) -> Outcome {
        for &key in keys {
            self.press_character(char::from(key)).await?;
        }
        Ok(())
    }

    /// Types a text, wherever the focus is.
    pub async fn type_text(&self, text: &str) -> Outcome {
        for character in text.chars() {
            self.press_character(character).await?;
        }
        Ok(())
    }

    /// Presses a sign while others are held down.
    #[allow(dead_code, reason = "not every program that opens the page presses several keys")]
    pub async fn press_held(&self, held: &[char], value: char) -> Outcome {
        let mut keys = KeyActions::new("keyboard".to_owned());
        for &value in held {
            keys = keys.then(KeyAction::Down { value });
        }
        keys = keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        for &value in held {
            keys = keys.then(KeyAction::Up { value });
        }
        Ok(self.client.perform_actions(keys).await?)
    }

    async fn press_character(&self, value: char) -> Outcome {
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Gives a form control a value as a finished change: chosen in a select box, dragged on
    /// a slider, switched on a checkbox, typed and confirmed in a field.
    pub async fn set(&self, id: &str, value: &str) -> Outcome {
        let kind = self.script(id, "return element.type || element.tagName", Value::Null).await?;
        match kind.as_str() {
            Some("select-one") => {
                let script = "return Array.from(element.options).findIndex((option) =>
                    option.value === argument || option.text.trim() === argument)";
                let at = self.script(id, script, json!(value)).await?;
                let Some(at) = at.as_u64() else {
                    return Err(Failure::new(format!("{id} has no option {value}")));
                };
                let option = format!("[data-testid=\"{id}\"] option:nth-of-type({})", at + 1);
                Ok(self.client.find(Locator::Css(&option)).await?.click().await?)
            }
            // WebDriver has no verb for dragging a slider to a value.
            Some("range") => {
                let script = "element.focus(); element.value = argument;
                    element.dispatchEvent(new Event('input', { bubbles: true }));
                    element.dispatchEvent(new Event('change', { bubbles: true }));";
                self.script(id, script, json!(value)).await?;
                Ok(())
            }
            Some("checkbox") => {
                let on = self.script(id, "return element.checked", Value::Null).await?;
                if on != json!(value == "true") {
                    self.click(id).await?;
                }
                Ok(())
            }
            _ => {
                self.script(id, "element.focus(); element.select?.()", Value::Null).await?;
                self.type_text(value).await?;
                self.press(&[Key::Enter]).await
            }
        }
    }

    /// Gives a setting a value.
    pub async fn set_setting(&self, key: &str, value: &str) -> Outcome {
        self.set(&format!("setting-{key}"), value).await
    }

    /// Types a value for a setting that has a slider (its number is a button) or a list
    /// (whose last entry is for another value).
    pub async fn type_setting(&self, key: &str, value: &str) -> Outcome {
        let slider = format!("value-{key}");
        if self.shows(&slider).await? {
            self.click(&slider).await?;
        } else {
            self.set_setting(key, "other").await?;
        }
        let field = format!("typed-{key}");
        wait(&format!("the field {field}"), async || self.focused().await, |id| *id == field)
            .await?;
        self.type_text(value).await?;
        self.press(&[Key::Enter]).await
    }

    /// Starts training where it stands still.
    pub async fn play(&self) -> Outcome {
        if !self.is_pressed("play").await? {
            self.click("play").await?;
        }
        Ok(())
    }

    /// Stops training where it runs.
    /// The last frame of the run comes a moment behind the click: it is waited for.
    pub async fn pause(&self) -> Outcome {
        if self.is_pressed("play").await? {
            self.click("play").await?;
        }
        let running = async || self.attribute("epoch", "data-running").await;
        wait("the run to stand still", running, |running| running.as_deref() == Some("false"))
            .await?;
        Ok(())
    }

    /// Sets the hash as a script or a visitor's typing does: no new document.
    pub async fn set_hash(&self, hash: &str) -> Outcome {
        self.client.execute("location.hash = arguments[0]", vec![json!(hash)]).await?;
        Ok(())
    }
}

/// Eyes: what a visitor sees.
impl Playground {
    async fn find(&self, id: &str) -> Outcome<Element> {
        let css = format!("[data-testid=\"{id}\"]");
        let start = Instant::now();
        loop {
            match self.client.find(Locator::Css(&css)).await {
                Ok(element) => return Ok(element),
                Err(_) if start.elapsed() < COMING => tokio::time::sleep(PAUSE).await,
                Err(error) => {
                    return Err(Failure::new(format!("there is no element {id}: {error}")));
                }
            }
        }
    }

    /// Runs a script with `element` (that of the test id) and `argument`.
    pub(super) async fn script(&self, id: &str, script: &str, argument: Value) -> Outcome<Value> {
        self.patient(&format!("{FIND}{script}"), vec![json!(id), argument]).await
    }

    /// Runs any script, which finds its elements before it does anything to them.
    pub async fn execute(&self, script: &str) -> Outcome<Value> {
        self.patient(script, vec![]).await
    }

    /// Runs a script, and again while an element that it asks for has not come.
    async fn patient(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        let start = Instant::now();
        loop {
            match self.client.execute(script, arguments.clone()).await {
                Err(error)
                    if start.elapsed() < COMING
                        && LACKS.iter().any(|lacks| error.to_string().contains(lacks)) =>
                {
                    tokio::time::sleep(PAUSE).await;
                }
                done => return Ok(done?),
            }
        }
    }

    /// Whether there is such an element and it can be seen.
    pub async fn shows(&self, id: &str) -> Outcome<bool> {
        let css = format!("[data-testid=\"{id}\"]");
        let script = "const element = document.querySelector(arguments[0]);
            return !!element && element.checkVisibility({ visibilityProperty: true })
                && element.getClientRects().length > 0;";
        Ok(self.client.execute(script, vec![json!(css)]).await? == Value::Bool(true))
    }

    /// The text that can be seen.
    pub async fn text(&self, id: &str) -> Outcome<String> {
        let text = "return (element.innerText ?? element.textContent).trim()";
        match self.script(id, text, Value::Null).await? {
            Value::String(text) => Ok(text),
            other => Err(Failure::new(format!("the text of {id} is {other}"))),
        }
    }

    /// An attribute, where it is there.
    pub async fn attribute(&self, id: &str, name: &str) -> Outcome<Option<String>> {
        let value = self.script(id, "return element.getAttribute(argument)", json!(name)).await?;
        Ok(value.as_str().map(str::to_owned))
    }

    /// The value of a form control; of a checkbox `true` or `false`.
    pub async fn value(&self, id: &str) -> Outcome<String> {
        let script = "return element.type === 'checkbox' ? String(element.checked) : element.value";
        match self.script(id, script, Value::Null).await? {
            Value::String(value) => Ok(value),
            other => Err(Failure::new(format!("the value of {id} is {other}"))),
        }
    }

    /// The full value behind a shown number.
    pub async fn number(&self, id: &str) -> Outcome<f64> {
        let value = self.attribute(id, "data-value").await?.unwrap_or_default();
        value.parse().map_err(|_| Failure::new(format!("{id} has the data-value {value:?}")))
    }

    /// Whether a toggle is on. *Play* tells by its name alone, in either language.
    pub async fn is_pressed(&self, id: &str) -> Outcome<bool> {
        if id == "play" {
            let name = self.attribute(id, "aria-label").await?.unwrap_or_default();
            return Ok(["Pause", "일시 정지"].contains(&name.as_str()));
        }
        for attribute in ["aria-pressed", "aria-checked"] {
            if let Some(value) = self.attribute(id, attribute).await? {
                return Ok(value == "true");
            }
        }
        Ok(self.value(id).await? == "true")
    }

    /// Whole epochs trained.
    pub async fn epoch(&self) -> Outcome<u64> {
        Ok(self.number("epoch").await? as u64)
    }

    /// Waits until exactly so many epochs are trained.
    pub async fn epoch_is(&self, epoch: u64) -> Outcome {
        wait(&format!("epoch {epoch}"), async || self.epoch().await, |&seen| seen == epoch).await?;
        Ok(())
    }

    /// The shown loss over the training data, in full.
    pub async fn train_loss(&self) -> Outcome<f64> {
        self.number("train-loss").await
    }

    /// The shown loss over the test data, in full.
    pub async fn test_loss(&self) -> Outcome<f64> {
        self.number("test-loss").await
    }

    /// The big picture's pixels, as an address that holds them.
    pub async fn boundary(&self) -> Outcome<String> {
        let pixels = self.script("boundary", "return element.toDataURL()", Value::Null).await?;
        Ok(pixels.as_str().unwrap_or_default().to_owned())
    }

    /// The value of a weight or bias, as its card shows it to who puts the focus there.
    pub async fn weight(&self, id: &str) -> Outcome<String> {
        self.focus(id).await?;
        let text = async || self.text("weight-value").await;
        let value = wait(&format!("the card of {id}"), text, |text| !text.is_empty()).await?;
        self.leave_weight(id).await?;
        Ok(value)
    }

    /// The same in full.
    pub async fn full_weight(&self, id: &str) -> Outcome<f64> {
        self.focus(id).await?;
        let value = async || self.number("weight-value").await;
        let value = wait(&format!("the card of {id}"), value, |value| !value.is_nan()).await?;
        self.leave_weight(id).await?;
        Ok(value)
    }

    async fn leave_weight(&self, id: &str) -> Outcome {
        self.press(&[Key::Escape]).await?;
        self.script(id, "element.blur()", Value::Null).await?;
        Ok(())
    }

    /// The hash without its `#`.
    pub async fn hash(&self) -> Outcome<String> {
        let hash = self.execute("return location.hash.slice(1)").await?;
        Ok(hash.as_str().unwrap_or_default().to_owned())
    }

    /// The value of a key in the hash.
    pub async fn hash_value(&self, key: &str) -> Outcome<Option<String>> {
        let hash = self.hash().await?;
        let entries = hash.split('&').filter_map(|entry| entry.split_once('='));
        Ok(entries.filter(|(name, _)| *name == key).map(|(_, value)| value.to_owned()).next_back())
    }

    /// Waits until the hash has a value for a key.
    pub async fn hash_has(&self, key: &str, value: &str) -> Outcome {
        let look = async || self.hash().await;
        let entry = format!("{key}={value}");
        let good = |hash: &String| hash.split('&').any(|part| part == entry);
        wait(&format!("{entry} in the hash"), look, good).await?;
        Ok(())
    }

    /// Waits for a notice of a kind and tells its words.
    pub async fn notice(&self, kind: &str) -> Outcome<String> {
        let script = format!(
            "return Array.from(document.querySelectorAll(
                '[data-testid=\"notice\"][data-kind=\"{kind}\"]'), (item) => item.innerText)"
        );
        let look = async || Ok(self.execute(&script).await?);
        let some = |texts: &Value| texts.as_array().is_some_and(|texts| !texts.is_empty());
        let texts = wait(&format!("a notice of the kind {kind}"), look, some).await?;
        let texts = texts.as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(texts.collect::<Vec<_>>().join("\n"))
    }

    /// How many links of the diagram are drawn as pruned.
    pub async fn pruned_links(&self) -> Outcome<u64> {
        let script = "return document.querySelectorAll('.network-link--pruned').length";
        Ok(self.execute(script).await?.as_u64().unwrap_or_default())
    }

    /// How many notices there are.
    pub async fn notice_count(&self) -> Outcome<u64> {
        let script = "return document.querySelectorAll('[data-testid=\"notice\"]').length";
        Ok(self.execute(script).await?.as_u64().unwrap_or_default())
    }

    /// All test ids on the page that begin so, in their order.
    pub async fn ids(&self, prefix: &str) -> Outcome<Vec<String>> {
        let script = format!(
            "return Array.from(document.querySelectorAll('[data-testid^=\"{prefix}\"]'),
                (element) => element.dataset.testid)"
        );
        let ids = self.execute(&script).await?;
        let ids = ids.as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(ids.map(str::to_owned).collect())
    }

    /// The test id of the element that has the focus; empty where it has none.
    pub async fn focused(&self) -> Outcome<String> {
        let id = self.execute("return document.activeElement?.dataset?.testid ?? ''").await?;
        Ok(id.as_str().unwrap_or_default().to_owned())
    }

    /// The address bar.
    pub async fn address(&self) -> Outcome<String> {
        Ok(self.client.current_url().await?.to_string())
    }

    /// A picture of the page, kept under this name.
    pub async fn screenshot(&self, name: &str) -> Outcome<PathBuf> {
        let file = self.pictures.join(format!("{name}.png"));
        fs::write(&file, self.client.screenshot().await?)?;
        Ok(file)
    }
}
