//! ChromeDriver, started on a port of its own, and a browser session with a profile of its own.

use std::{
    env,
    ffi::OsString,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{self, Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, wd::WebDriverCompatibleCommand};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

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

/// A port that nobody listens on, below those that a system hands out for connections: one that
/// ChromeDriver chooses itself is free for IPv6, but for IPv4 some connection may have it.
fn free_port() -> Outcome<u16> {
    const PORTS: std::ops::Range<u16> = 12_000..32_000;
    static TRIED: AtomicU32 = AtomicU32::new(0);
    let count = u32::from(PORTS.end - PORTS.start);
    for _ in PORTS {
        // Programs that run side by side begin apart.
        let at =
            process::id().wrapping_mul(100).wrapping_add(TRIED.fetch_add(1, Ordering::Relaxed));
        let port = PORTS.start + (at % count) as u16;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    Err(Failure::new(format!("no port of {PORTS:?} is free")))
}

/// A running ChromeDriver; it ends, with its browsers, when this is dropped.
pub struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts it and waits until it listens.
    pub fn start() -> Outcome<Self> {
        let program = from_environment("CHROMEDRIVER")?;
        let mut process = Command::new(&program)
            .args([&format!("--port={}", free_port()?), "--log-level=SEVERE"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| Failure::new(format!("{}: {error}", program.display())))?;
        let said = process.stdout.take().ok_or_else(|| Failure::new("ChromeDriver is silent"))?;
        let mut said = BufReader::new(said);
        let mut all = String::new();
        loop {
            let mut line = String::new();
            if said.read_line(&mut line)? == 0 {
                let _ = process.kill();
                let _ = process.wait();
                return Err(Failure::new(format!("ChromeDriver did not start; it said: {all}")));
            }
            all.push_str(&line);
            let port = line
                .strip_prefix("ChromeDriver was started successfully on port ")
                .and_then(|rest| rest.trim_end_matches(['.', '\n', '\r']).parse().ok());
            if let Some(port) = port {
                return Ok(Self { process, port });
            }
        }
    }

    /// A new browser with a new profile.
    pub async fn session(&self, screen: Screen) -> Outcome<Client> {
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
        let Value::Object(capabilities) = capabilities else {
            return Err(Failure::new("capabilities are an object"));
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await?;
        if screen != Screen::Phone {
            // A window's size counts its frame: this is the size of the page itself.
            let metrics = json!({
                "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
            });
            devtools(&client, "Emulation.setDeviceMetricsOverride", metrics).await?;
        }
        Ok(client)
    }

    /// Asks it to end by itself, so that no browser of its own survives it.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream
            .write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.shut_down().is_ok() {
            let patience = Instant::now() + Duration::from_secs(5);
            while Instant::now() < patience {
                if matches!(self.process.try_wait(), Ok(Some(_))) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
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
