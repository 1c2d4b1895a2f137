//! A browser with the built page in it: server, driver, the page object and the look at the
//! console afterwards. Shared by the end-to-end tests and the screenshots.

mod axe;
mod commands;
mod console;
mod driver;
mod failure;
mod menus;
mod paper;
mod playground;
mod server;
mod tabs;
mod waiting;

use std::{
    env, fs,
    future::Future,
    panic::Location,
    path::{Path, PathBuf},
    pin::Pin,
    time::Duration,
};

#[allow(unused_imports, reason = "not every program that opens the page listens to it")]
pub use commands::commands;
pub use driver::{Screen, from_environment};
pub use failure::{Failure, Outcome};
pub use playground::Playground;
#[allow(unused_imports, reason = "not every program that opens the page needs another host")]
pub use server::{Answer, Site};
pub use waiting::wait;
#[allow(unused_imports, reason = "not every program that opens the page needs such patience")]
pub use waiting::wait_for;

/// No test may take longer: a browser that hangs must not hang the suite.
const PATIENCE: Duration = Duration::from_secs(300);

/// What the console may say: the exact text, and why it is not ours to mend.
const ALLOWED: [(&str, &str); 5] = [
    (
        "A valid external Instance reference no longer exists.",
        "Chromium's own word when its GPU process ends, which two tests bring about",
    ),
    (
        "No available adapters.",
        "Chromium's own word when the worker asks for WebGPU and there is none; asking is the only way to know",
    ),
    (
        "\"ended by a test\"",
        "the page tells of its worker's death, which the test of that brings about with these words",
    ),
    (
        "\"the worker has fallen silent\"",
        "the page tells why it starts another worker, which tests of that bring about",
    ),
    (
        "\"the worker cannot be fetched\"",
        "the page tells of a worker that a test has it look for where none is",
    ),
];

/// Opens a browser with the page's address at hand, runs `test`, and fails as well on every
/// warning and error in the console. A failure leaves a picture of the page.
#[track_caller]
pub fn run<F>(screen: Screen, test: impl FnOnce(Playground) -> F) -> Outcome
where
    F: Future<Output = Outcome> + 'static,
{
    let clean = async |page: &Playground| page.console_is_clean(&ALLOWED, &[]).await;
    let site = Site::as_shipped(PathBuf::from(from_environment("E2E_DIST")?))?;
    run_for(PATIENCE, &name(Location::caller()), (screen, site), boxed(test), clean)
}

/// Takes what the browser itself says of `faults`, which a test brings about, off the console; what
/// else is there fails, as it does after each test.
#[allow(dead_code, reason = "not every program that opens the page brings faults about")]
pub async fn console_is_about(page: &Playground, faults: &[&str]) -> Outcome {
    page.console_is_clean(&ALLOWED, faults).await
}

/// Opens a browser for something that takes its time and whose console is not ours: for
/// benchmarks, which load other people's programs.
#[allow(dead_code, reason = "the benchmark alone needs it")]
pub fn measure<F>(patience: Duration, screen: Screen, work: impl FnOnce(Playground) -> F) -> Outcome
where
    F: Future<Output = Outcome> + 'static,
{
    // Its other pages are under no policy of ours.
    let site = Site::open(PathBuf::from(from_environment("E2E_DIST")?))?;
    run_for(patience, "measure", (screen, site), boxed(work), async |_| Ok(()))
}

/// What is done with a page.
type Work<'a> = Box<dyn FnOnce(Playground) -> Pin<Box<dyn Future<Output = Outcome>>> + 'a>;

/// The same in a box: all that runs a test is then compiled once, and not for each.
fn boxed<'a, F>(work: impl FnOnce(Playground) -> F + 'a) -> Work<'a>
where
    F: Future<Output = Outcome> + 'static,
{
    Box::new(|page| Box::pin(work(page)))
}

fn run_for(
    patience: Duration,
    name: &str,
    (screen, site): (Screen, Site),
    test: Work<'_>,
    after: impl AsyncFnOnce(&Playground) -> Outcome,
) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // A local set: the tests' futures need not be `Send`, and a failed assertion comes back
    // as an error, so that the browser is closed in any case.
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let browser = driver::Browser::find(screen).await?;
        let (client, window) = browser.open().await?;
        let page = Playground::new(client, window, &site, pictures()?);
        let test = tokio::task::spawn_local(test(page.clone()));
        let stop = test.abort_handle();
        let outcome = match tokio::time::timeout(patience, test).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(Failure::new("an assertion failed, see above")),
            Err(_) => {
                stop.abort();
                Err(Failure::new(format!("still running after {} s", patience.as_secs())))
            }
        };
        let outcome = match outcome {
            Ok(()) => after(&page).await,
            Err(failure) => Err(described(&page, name, failure).await),
        };
        // One that has shown a fault may be in any state.
        let left = if outcome.is_ok() { browser.put_back().await } else { browser.close().await };
        outcome.and(left)
    })
}

/// The failure with what helps to understand it: the address, the console and a picture.
async fn described(page: &Playground, name: &str, failure: Failure) -> Failure {
    let address = page.address().await.unwrap_or_else(|error| error.to_string());
    let console = match page.console().await {
        Ok(lines) => lines.join("\n  "),
        Err(error) => error.to_string(),
    };
    let picture = match page.screenshot(&format!("failed-{name}")).await {
        Ok(file) => file.display().to_string(),
        Err(error) => error.to_string(),
    };
    Failure::new(format!(
        "{failure}\n address: {address}\n picture: {picture}\n console:\n  {console}"
    ))
}

/// The spec and its line, e.g. `hash-42`.
fn name(at: &Location<'_>) -> String {
    let spec = Path::new(at.file()).file_stem().unwrap_or_default().to_string_lossy();
    format!("{spec}-{}", at.line())
}

/// Where pictures are kept.
fn pictures() -> Outcome<PathBuf> {
    let folder = match env::var_os("E2E_SHOTS") {
        Some(folder) => PathBuf::from(folder),
        None => env::temp_dir().join("neural-playground-e2e"),
    };
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
