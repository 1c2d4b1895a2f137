//! The browser that tests the page, and the driver that steers it.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::json;

use crate::{
    debian,
    failure::{Failure, Outcome},
    step,
};

const DEBIAN_PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];
/// Debian's Chromium brings no Korean letters, and a row of boxes has another width.
const DEBIAN_FONTS: &str = "fonts-noto-cjk";

/// Chromium without what a test machine lacks (a sandbox for root, shared memory) and
/// without its chatter to the network.
const ARGUMENTS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
];

/// Where both programs are.
pub struct Browser {
    /// Chrome or Chromium.
    pub chrome: PathBuf,
    /// The chromedriver of the same version.
    pub driver: PathBuf,
}

impl Browser {
    /// Finds the browser; on Debian installs it when it is missing.
    pub fn prepare() -> Outcome<Self> {
        let found = step::quiet("browser", || Ok(Self::find()))?;
        if debian::has_apt() {
            // Nothing is installed where both were named by hand.
            if found.is_none() {
                debian::install(&DEBIAN_PACKAGES)?;
            }
            if env::var_os("CHROME").is_none() {
                debian::install(&[DEBIAN_FONTS])?;
            }
        }
        found.or_else(Self::find).ok_or_else(|| Failure::new(ADVICE))
    }

    fn find() -> Option<Self> {
        Some(Self {
            chrome: from_environment("CHROME").or_else(chrome_on_disk)?,
            driver: from_environment("CHROMEDRIVER").or_else(|| in_path("chromedriver"))?,
        })
    }

    /// Writes the capabilities that wasm-bindgen's test runner asks the driver for.
    pub fn write_capabilities(&self, file: &Path) -> Outcome {
        let capabilities = json!({
            "goog:chromeOptions": { "binary": self.chrome, "args": ARGUMENTS }
        });
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(Failure::at(folder))?;
        }
        fs::write(file, capabilities.to_string()).map_err(Failure::at(file))
    }
}

const ADVICE: &str = "\
no Chromium with its driver was found. Install them:
    macOS:    brew install --cask chromium && brew install chromedriver
    Windows:  winget install Google.Chrome and Chromium.ChromeDriver
    Debian:   sudo apt-get install chromium chromium-driver
or name both programs in the variables CHROME and CHROMEDRIVER";

fn from_environment(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn chrome_on_disk() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome", "chrome"]
        .into_iter()
        .find_map(in_path)
        .or_else(|| {
            [
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "C:/Program Files/Google/Chrome/Application/chrome.exe",
            ]
            .into_iter()
            .map(PathBuf::from)
            .find(|path| path.exists())
        })
}

fn in_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}
