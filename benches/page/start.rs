//! The time from navigation to the first trained frame, beside that of a bare page that fetches,
//! compiles and instantiates the same programs and does nothing else (`start.html`), and of the same
//! page as plain HTML, without any program: what the browser itself takes to show so much.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::browser::{Failure, Outcome, Playground, from_environment, wait};
use crate::report::{Part, goal, median, table};
use crate::{Bench, live};

/// In the page, before its own scripts: presses the button as soon as it is there, and notes when
/// that was and when an epoch first was on show.
const PRESS: &str = "if (new URLSearchParams(location.search).has('start')) {
    const find = (id) => document.querySelector(`[data-testid='${id}']`);
    const observer = new MutationObserver(() => {
        const play = find('play');
        if (play && !window.pressed) {
            window.pressed = performance.now();
            play.click();
        }
        if (Number(find('epoch')?.dataset.value) > 0) {
            window.ready = performance.now();
            observer.disconnect();
        }
    });
    const attributeFilter = ['data-value'];
    observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter });
}";

/// The page as it stands, without its programs.
const STILL: &str = "const still = document.documentElement.cloneNode(true);
    still.querySelectorAll('script, noscript, link:not([rel=stylesheet]), meta[http-equiv]').forEach((e) => e.remove());
    return still.outerHTML";
/// Its end: it notes when it has been painted.
const PAINTED: &str = "<script>requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => (window.ready = performance.now());
        port2.postMessage(0);
    })</script></body>";
/// The goals, in times of the bare page: the page stands, and shows a trained epoch.
const GOALS: [f64; 2] = [1.6, 3.0];

/// Goes to an address from a page that does nothing, and tells `window.ready` and another number.
async fn load(page: &Playground, address: &str) -> Outcome<[Option<f64>; 2]> {
    page.execute("location.href = 'bench.html'").await?;
    let idle = async || page.execute("return typeof begin === 'function'").await;
    wait("the page of the benchmark", idle, |idle| *idle == Value::Bool(true)).await?;
    page.execute(&format!("location.href = {}", json!(address))).await?;
    let ready =
        async || page.execute("return [window.ready ?? null, window.pressed ?? null]").await;
    let ready = wait(address, ready, |ready| !ready[0].is_null()).await?;
    if let Some(error) = ready[0].as_str() {
        return Err(Failure::new(format!("{address}: {error}")));
    }
    Ok([ready[0].as_f64(), ready[1].as_f64()])
}

pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let page = &bench.page;
    let before = page.requests().len();
    page.open(&live::hash()?).await?;
    let programs: Vec<String> = page.requests()[before..]
        .iter()
        .filter_map(|url| url.rsplit('/').next())
        .filter(|file| file.ends_with(".wasm"))
        .map(|file| format!("program={file}"))
        .collect();
    let html = page.execute(STILL).await?;
    let html = html.as_str().unwrap_or_default().replace("</body>", PAINTED);
    let folder = from_environment("E2E_DIST")?;
    fs::write(Path::new(&folder).join("still.html"), format!("<!doctype html>{html}"))?;
    page.before_each_document(PRESS).await?;
    let bare_address = format!("start.html?{}", programs.join("&"));
    let (mut ours, mut pressed) = (Vec::new(), Vec::new());
    let (mut bare, mut still) = (Vec::new(), Vec::new());
    for turn in 0..if bench.quick { 5 } else { 15 } {
        let [ready, stood] = load(page, &format!("./?start={turn}#{}", live::hash()?)).await?;
        ours.extend(ready);
        pressed.extend(stood);
        bare.extend(load(page, &bare_address).await?[0]);
        still.extend(load(page, &format!("still.html?{turn}")).await?[0]);
    }
    let medians = [&ours, &pressed, &bare, &still].map(|times| median(times));
    let [Some(our), Some(stood), Some(least), Some(painted)] = medians else {
        return Err(Failure::new("no time of a start"));
    };
    let row = |name: &str, ms: f64| {
        vec![name.to_owned(), format!("{ms:.0}"), format!("{:.2}", ms / least)]
    };
    let rows = [
        row("bare page: both programs instantiated", least),
        row("this page as plain HTML, without any program, is painted", painted),
        row("this page stands", stood),
        row("this page shows a trained epoch", our),
    ];
    let head = ["from navigation on", "ms", "of the bare page"];
    let text = format!(
        "{} loads each, in turn, nothing cached.\n\n{}\n{}; {}.\n",
        ours.len(),
        table(1, &head, &rows),
        goal("stands within 1.6 times the bare page", stood <= GOALS[0] * least),
        goal("a trained epoch within 3 times", our <= GOALS[1] * least)
    );
    let found = json!({
        "trained_ms": ours, "stands_ms": pressed, "bare_ms": bare, "plain_ms": still,
        "ratio": our / least,
    });
    Ok(Part { title: "Start", text, found })
}
