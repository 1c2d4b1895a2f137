//! Browsers, which ChromeDriver starts and ends, and a tab of one for each test.

use std::{
    env,
    ffi::OsString,
    sync::{LazyLock, Mutex, PoisonError},
};

use fantoccini::{
    Client, ClientBuilder,
    wd::{WebDriverCompatibleCommand, WindowHandle},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tokio::runtime::{self, Runtime};

use super::failure::{Failure, Outcome};

/// What the browser's window is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// 1440 × 900 and a mouse.
    Desktop,
    /// 390 × 844 and touch only.
    Phone,
    /// As [`Self::Desktop`], with WebGPU by a program, canvases included.
    Gpu,
    /// As [`Self::Gpu`], but the browser's GPU process dies when WebGPU draws on a canvas.
    FragileGpu,
    /// As [`Self::Desktop`], with a record of what the browser's threads do.
    #[allow(dead_code, reason = "the benchmark alone needs it")]
    Traced,
}

impl Screen {
    fn size(self) -> (u32, u32) {
        match self {
            Self::Desktop | Self::Gpu | Self::FragileGpu | Self::Traced => (1440, 900),
            Self::Phone => (390, 844),
        }
    }

    /// What the browser needs for its WebGPU. Every screen has it where `E2E_WEBGPU` says so: the
    /// page must be the same beside an adapter that it does not use.
    fn webgpu(self) -> &'static [&'static str] {
        const ALL: &[&str] = &[
            "--enable-unsafe-webgpu",
            "--enable-features=Vulkan",
            "--use-vulkan=swiftshader",
            "--use-angle=swiftshader",
        ];
        match self {
            Self::Gpu => ALL,
            Self::FragileGpu => &ALL[..1],
            Self::Desktop | Self::Phone if env::var_os("E2E_WEBGPU").is_some() => ALL,
            Self::Desktop | Self::Phone | Self::Traced => &[],
        }
    }

    /// Whether a browser that has shown one page may show another: not where its GPU has been asked to draw, as
    /// Chromium does without one that has died, and not where it keeps a record.
    fn lasts(self) -> bool {
        matches!(self, Self::Desktop | Self::Phone)
    }
}

/// Chromium without what a test machine lacks (a sandbox for root, shared memory) and
/// without its chatter to the network.
const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--lang=en-US",
];

/// What [`Screen::Traced`] records: scripts, styles and layouts.
const TRACED: &str = "devtools.timeline";

/// The value of a variable that `cargo xtask test` sets.
pub fn from_environment(name: &str) -> Outcome<OsString> {
    env::var_os(name).filter(|value| !value.is_empty()).ok_or_else(|| {
        Failure::new(format!("{name} is not set: run these tests by `cargo xtask test e2e`"))
    })
}

/// What speaks with browsers, for longer than a test lasts.
static SPEAKS: LazyLock<std::io::Result<Runtime>> =
    LazyLock::new(|| runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build());

/// Browsers that no test has. Starting one takes longer than most tests; ChromeDriver ends those that are
/// left.
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// A browser with a profile of its own. A test sees a new tab of it, and the pages of a [`super::Site`] of its
/// own: nothing that another test has stored, set or opened is there.
pub struct Browser {
    screen: Screen,
    client: Client,
    /// The tab that it began with: one must stay, or it ends.
    first: WindowHandle,
}

impl Browser {
    /// One that is there and has nothing to do, or else a new one.
    pub async fn find(screen: Screen) -> Outcome<Self> {
        let idle = {
            let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
            idle.iter().position(|browser| browser.screen == screen).map(|at| idle.swap_remove(at))
        };
        match idle {
            Some(browser) => Ok(browser),
            None => Self::start(screen).await,
        }
    }

    async fn start(screen: Screen) -> Outcome<Self> {
        let driver = from_environment("WEBDRIVER")?.to_string_lossy().into_owned();
        let capabilities = capabilities(screen)?;
        // What the client leaves to be done goes on where it was connected.
        let speaks = SPEAKS.as_ref().map_err(|error| Failure::new(error.to_string()))?;
        let connected = speaks.spawn(async move {
            let mut client = ClientBuilder::new(HttpConnector::new());
            client.capabilities(capabilities).connect(&driver).await
        });
        let client = connected.await??;
        let first = client.window().await?;
        Ok(Self { screen, client, first })
    }

    /// Turns to a new tab, in front of all others and of the screen's size.
    pub async fn open(&self) -> Outcome<(Client, WindowHandle)> {
        // A window of its own would cost the browser more than most pages do.
        let window = self.client.new_window(true).await?.handle;
        self.client.switch_to_window(window.clone()).await?;
        if self.screen != Screen::Phone {
            // A window's size counts its frame: this is the size of the page itself.
            let (width, height) = self.screen.size();
            let metrics = json!({
                "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
            });
            devtools(&self.client, "Emulation.setDeviceMetricsOverride", metrics).await?;
        }
        devtools(&self.client, "Page.bringToFront", json!({})).await?;
        Ok((self.client.clone(), window))
    }

    /// Closes what a test has opened and keeps the browser for the next one, if it may have one.
    pub async fn put_back(self) -> Outcome {
        if !self.screen.lasts() {
            return self.close().await;
        }
        for window in self.client.windows().await? {
            if window != self.first {
                self.client.switch_to_window(window).await?;
                self.client.close_window().await?;
            }
        }
        self.client.switch_to_window(self.first.clone()).await?;
        // What was said meanwhile is nobody's.
        log(&self.client, "browser").await?;
        IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(self);
        Ok(())
    }

    /// Ends it.
    pub async fn close(self) -> Outcome {
        Ok(self.client.close().await?)
    }
}

/// What is asked of ChromeDriver.
fn capabilities(screen: Screen) -> Outcome<Map<String, Value>> {
    let chrome = from_environment("CHROME")?;
    let (width, height) = screen.size();
    let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
    arguments.push(format!("--window-size={width},{height}"));
    arguments.extend(screen.webgpu().iter().map(|&argument| argument.to_owned()));
    let mut options = json!({
        "binary": chrome.to_string_lossy(),
        "args": arguments,
        "prefs": { "intl.accept_languages": "en-US,en" },
    });
    if screen == Screen::Phone {
        options["mobileEmulation"] = json!({
            "deviceMetrics": {
                "width": width, "height": height, "pixelRatio": 2.0, "touch": true, "mobile": true,
            }
        });
    }
    let mut logs = json!({ "browser": "ALL" });
    if screen == Screen::Traced {
        logs["performance"] = json!("ALL");
        options["perfLoggingPrefs"] = json!({
            "enableNetwork": false, "enablePage": false, "traceCategories": TRACED,
        });
    }
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": logs,
        // A browser that hangs is an error of the command, and can then be closed.
        "timeouts": { "pageLoad": 20_000, "script": 20_000 },
    });
    match capabilities {
        Value::Object(capabilities) => Ok(capabilities),
        _ => Err(Failure::new("capabilities are an object")),
    }
}

/// A command of Chrome's DevTools.
pub async fn devtools(client: &Client, command: &str, parameters: Value) -> Outcome<Value> {
    let body = json!({ "cmd": command, "params": parameters });
    Ok(client.issue_cmd(Post { path: "goog/cdp/execute", body }).await?)
}

/// What has been written to a log (`browser` is the console) since it was last asked for.
pub async fn log(client: &Client, name: &str) -> Outcome<Vec<Value>> {
    let body = json!({ "type": name });
    match client.issue_cmd(Post { path: "se/log", body }).await? {
        Value::Array(entries) => Ok(entries),
        other => Err(Failure::new(format!("the log {name} is a list, not {other}"))),
    }
}

/// ChromeDriver's additions to WebDriver.
#[derive(Debug)]
struct Post {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Post {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
