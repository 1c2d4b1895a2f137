//! The page's security policy: as a meta element, which goes wherever the page goes, and as
//! `_headers`, which some hosts read and which holds for the worker too.
//!
//! No script and no style stands inside the page, so nothing inline is allowed and no hash is needed;
//! a build with something inline fails. To change the policy: a line of [`DIRECTIVES`]; the end-to-end
//! tests run under it.

use std::{fs, path::Path};

use crate::{
    failure::{Failure, Outcome},
    version_worker::fingerprint,
};

/// What the page may do, and nothing else.
const DIRECTIVES: [(&str, &str); 10] = [
    ("default-src", "'none'"),
    // Programs are compiled, and so are the kernels that the engine writes for a network.
    ("script-src", "'self' 'wasm-unsafe-eval'"),
    ("worker-src", "'self'"),
    ("connect-src", "'self'"),
    // The icon is a `data:` address, a picture that the visitor saves a `blob:`.
    ("img-src", "'self' data: blob:"),
    // What scripts set through an element's `style` is no inline style.
    ("style-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'none'"),
    // The one policy for strings that become markup or a script's address: it is in `script/start.js`
    // and checks them. Leptos hands such strings to the browser itself, so the policy is the default.
    ("require-trusted-types-for", "'script'"),
    ("trusted-types", "default"),
];

/// What stands in `index.html` where the policy goes.
const PLACE: &str = "<meta name=\"policy\"";

/// What hosts that read it put into their answers. Anybody may frame the page, so no directive says
/// who.
fn headers() -> String {
    format!("/*\n  Content-Security-Policy: {}\n  X-Content-Type-Options: nosniff\n", text())
}

/// The policy as a browser reads it.
fn text() -> String {
    let directives = DIRECTIVES.map(|(name, sources)| format!("{name} {sources}"));
    directives.join("; ")
}

/// Puts the policy into a built site.
pub fn apply(folder: &Path) -> Outcome {
    let page = folder.join("index.html");
    let text = fs::read_to_string(&page).map_err(Failure::at(&page))?;
    let (text, script) = without_reload(&text)?;
    if let Some((name, script)) = script {
        let path = folder.join(name);
        fs::write(&path, script).map_err(Failure::at(&path))?;
    }
    fs::write(&page, with_policy(&text)?).map_err(Failure::at(&page))?;
    let path = folder.join("_headers");
    fs::write(&path, headers()).map_err(Failure::at(&path))
}

/// The page with the policy in the place kept for it.
fn with_policy(page: &str) -> Outcome<String> {
    if let Some(what) = inline(page) {
        return Err(Failure::new(format!(
            "index.html has something inside itself that its policy forbids: {what}"
        )));
    }
    let missing = || Failure::new(format!("index.html lacks {PLACE} />"));
    let (before, rest) = page.split_once(PLACE).ok_or_else(missing)?;
    let (_, after) = rest.split_once('>').ok_or_else(missing)?;
    let policy = text();
    Ok(format!("{before}<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{after}"))
}

/// What of a page a policy without `unsafe-inline` stops.
fn inline(page: &str) -> Option<&str> {
    let tags = page.match_indices('<').map(|(at, _)| {
        let rest = &page[at..];
        rest.find('>').map_or(rest, |end| &rest[..=end])
    });
    let stopped = |tag: &&str| {
        let script = tag.starts_with("<script") && !tag.contains(" src=");
        let handler = tag.split_whitespace().skip(1).any(|word| {
            word.split_once('=').is_some_and(|(name, _)| name == "style" || name.starts_with("on"))
        });
        script || tag.starts_with("<style") || handler
    };
    tags.into_iter().find(stopped)
}

/// While developing, Trunk puts a script into the page that loads it again after a change, and the
/// server's address into that as it hands the page out. The page without it, and the script as a
/// file: its name and text.
fn without_reload(page: &str) -> Outcome<(String, Option<(String, String)>)> {
    const OPENING: &str = "<script>";
    const CLOSING: &str = "</script>";
    let Some((before, rest)) = page.split_once(OPENING) else {
        return Ok((page.to_owned(), None));
    };
    let unclosed = || Failure::new("a script of index.html does not end");
    let (script, after) = rest.split_once(CLOSING).ok_or_else(unclosed)?;
    if !script.contains("__TRUNK_ADDRESS__") {
        return Ok((page.to_owned(), None));
    }
    let script = script
        .replace("'{{__TRUNK_ADDRESS__}}'", "window.location.host")
        .replace("{{__TRUNK_WS_BASE__}}", "/")
        .replace("{{__TRUNK_WS_PROTOCOL__}}", "");
    let name = format!("reload-{}.js", fingerprint(&[script.as_bytes()]));
    let page = format!("{before}<script src=\"{name}\">{CLOSING}{after}");
    Ok((page, Some((name, script))))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_policy_stands_before_all_that_it_is_about() {
        let page = "<head><meta charset=\"utf-8\"><meta name=\"policy\" /><title>A</title></head>";
        let page = with_policy(page).unwrap();
        let (before, after) = page.split_once("http-equiv=\"Content-Security-Policy\"").unwrap();
        assert_eq!(before, "<head><meta charset=\"utf-8\"><meta ");
        assert!(after.ends_with("\"><title>A</title></head>"), "{after}");
        assert!(after.contains("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        assert!(!after.contains("unsafe-inline"));
        assert!(with_policy("<head></head>").is_err());
    }

    #[test]
    fn what_is_inline_is_named() {
        for (page, what) in [
            ("<p>1</p><script>go()</script>", "<script>"),
            ("<script type=\"module\">", "<script type=\"module\">"),
            ("<style>p{}</style>", "<style>"),
            ("<p style=\"color:red\">", "<p style=\"color:red\">"),
            ("<body onload=\"go()\">", "<body onload=\"go()\">"),
        ] {
            assert_eq!(inline(page), Some(what));
        }
        let fine = "<script src=\"a.js\"></script><link rel=\"stylesheet\" href=\"a.css\">1 < 2";
        assert_eq!(inline(fine), None);
    }

    #[test]
    fn the_script_that_loads_anew_becomes_a_file() {
        let page = "<body><script>let a = '{{__TRUNK_ADDRESS__}}', \
                    b = '{{__TRUNK_WS_BASE__}}', c = '{{__TRUNK_WS_PROTOCOL__}}';</script></body>";
        let (page, script) = without_reload(page).unwrap();
        let (name, script) = script.unwrap();
        assert_eq!(page, format!("<body><script src=\"{name}\"></script></body>"));
        assert_eq!(script, "let a = window.location.host, b = '/', c = '';");
        let other = "<script>1</script>";
        assert_eq!(without_reload(other).unwrap(), (other.to_owned(), None));
        assert!(without_reload("<script>1").is_err());
    }

    #[test]
    fn the_headers_say_what_the_page_says() {
        let line = format!("  Content-Security-Policy: {}", text());
        assert_eq!(headers().lines().take(2).collect::<Vec<_>>(), ["/*", &line]);
    }
}
