//! Places where the page lacks something: it works all the same, or says what is missing and what to
//! do about it, for as long as it is so.

use crate::browser::{
    Answer, Outcome, Playground, Screen, Site, console_is_about, from_environment, run, wait,
};

/// A policy of a host that forbids scripts inside pages, and nothing else that the page needs.
const NO_INLINE: &str = "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";

/// Waits until the page says all of these words.
async fn says(page: &Playground, words: &[&str]) -> Outcome {
    let text = async || {
        let text = page.execute("return document.body.innerText").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    };
    let all = |text: &String| words.iter().all(|word| text.contains(word));
    wait(&format!("{words:?} on the page"), text, all).await?;
    Ok(())
}

/// A host with one more header on all that it sends.
fn with_policy(page: &Playground, policy: &'static str) -> Outcome<Site> {
    page.host(move |_, answer| answer.with("Content-Security-Policy", policy))
}

/// Opens the page at a host and waits until it trains.
async fn works(page: &Playground, host: &Site) -> Outcome {
    page.go_to(&host.address()).await?;
    page.stands().await?;
    page.run_to(3).await
}

/// Whether the application is on the page.
async fn stands(page: &Playground) -> Outcome<bool> {
    page.shows("play").await
}

#[test]
fn a_frame_without_an_origin_says_so_and_shows_the_address() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let site = page.site().to_owned();
        let framed = format!("<iframe sandbox=allow-scripts src='{site}#seed=7'></iframe>");
        let host = page.host(move |_, _| Answer::page(&framed))?;
        page.go_to(&host.address()).await?;
        page.enter_frame().await?;
        says(&page, &["allow-same-origin", "in a tab of its own"]).await?;
        let field = page
            .execute(
                "const field = document.querySelector('#unsupported input');
                const link = document.querySelector('#unsupported a');
                return [field.value, link.href,
                    field.value.slice(field.selectionStart, field.selectionEnd)]",
            )
            .await?;
        let address = format!("{site}#seed=7");
        assert_eq!(field, serde_json::json!([address, address, address]));
        assert!(!stands(&page).await?);
        page.leave_frame().await?;
        // What the browser had begun to fetch for the page is no business of such a frame.
        console_is_about(&page, &["CORS policy", "net::ERR_FAILED"]).await
    })
}

#[test]
fn a_frame_with_an_origin_works_in_its_sandbox() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let site = page.site().to_owned();
        let framed = format!(
            "<iframe width=1200 height=800 sandbox='allow-scripts allow-same-origin' src='{site}'></iframe>"
        );
        let host = page.host(move |_, _| Answer::page(&framed))?;
        page.go_to(&host.address()).await?;
        page.enter_frame().await?;
        page.stands().await?;
        page.run_to(3).await
    })
}

#[test]
fn a_page_from_a_disk_says_that_it_needs_a_server() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let file = std::path::Path::new(&from_environment("E2E_DIST")?)
            .join("index.html")
            .canonicalize()?;
        page.go_to(&format!("file://{}", file.display())).await?;
        says(&page, &["web server", "python3 -m http.server"]).await?;
        let loading = page.execute("return document.getElementById('loading').hidden").await?;
        assert_eq!(loading, true, "nothing is waited for");
        console_is_about(&page, &["file://"]).await
    })
}

#[test]
fn a_policy_without_webassembly_is_named_with_what_it_lacks() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let host = with_policy(&page, "script-src 'self'; style-src 'self'")?;
        page.go_to(&host.address()).await?;
        says(&page, &["security policy", "Content-Security-Policy", "'wasm-unsafe-eval'"]).await?;
        page.go_to(&format!("{}?again#lang=ko", host.address())).await?;
        says(&page, &["보안 정책", "'wasm-unsafe-eval'"]).await?;
        assert!(!stands(&page).await?);
        console_is_about(&page, &["Content Security Policy"]).await
    })
}

#[test]
fn a_policy_that_lets_nothing_be_fetched_is_named_with_what_it_lacks() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let host = with_policy(&page, "connect-src 'none'")?;
        page.go_to(&host.address()).await?;
        says(&page, &["_bg.wasm", "connect-src 'self'", "Try again"]).await?;
        console_is_about(&page, &["Content Security Policy", "Failed to fetch"]).await
    })
}

#[test]
fn a_policy_without_scripts_inside_pages_changes_nothing() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let host = with_policy(&page, NO_INLINE)?;
        works(&page, &host).await
    })
}

#[test]
fn a_policy_without_any_script_leaves_words_on_the_page() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let host = with_policy(&page, "script-src 'none'; style-src 'self'")?;
        page.go_to(&host.address()).await?;
        says(&page, &["scripts do not run", "스크립트가 실행되지 않고", "'wasm-unsafe-eval'"])
            .await?;
        console_is_about(&page, &["Content Security Policy"]).await
    })
}

#[test]
fn lockdown_mode_is_named_in_the_visitors_language() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document("delete window.WebAssembly").await?;
        page.go("lang=en").await?;
        says(&page, &["WebAssembly", "Lockdown Mode", "except this site"]).await?;
        page.go("lang=ko").await?;
        says(&page, &["WebAssembly", "차단 모드", "이 사이트만 제외"]).await?;
        let english = page.execute("return document.body.innerText.includes('browser')").await?;
        assert_eq!(english, false, "one language at a time");
        Ok(())
    })
}

#[test]
fn programs_sent_as_plain_bytes_work() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let host = page.host(|name, mut answer| {
            if name.ends_with(".wasm") {
                answer.media_type = "application/octet-stream";
            }
            answer
        })?;
        works(&page, &host).await?;
        console_is_about(&page, &["`WebAssembly.instantiateStreaming` failed"]).await
    })
}

#[test]
fn scripts_sent_as_plain_bytes_are_told_with_the_header_to_mend() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let host = page.host(|name, mut answer| {
            if name.ends_with(".js") {
                answer.media_type = "application/octet-stream";
            }
            answer
        })?;
        page.go_to(&host.address()).await?;
        says(&page, &["app-", "application/octet-stream", "Content-Type", "text/javascript"])
            .await?;
        assert!(!stands(&page).await?);
        console_is_about(&page, &["MIME type", "dynamically imported module"]).await
    })
}

#[test]
fn a_program_that_is_missing_or_broken_is_named() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let host = page.host(|name, answer| {
            let program = name.starts_with("app-") && name.ends_with(".wasm");
            if program { Answer { status: "404 Not Found", ..answer } } else { answer }
        })?;
        page.go_to(&host.address()).await?;
        says(&page, &["404", "_bg.wasm", "Try again"]).await?;
        let host = page.host(|name, mut answer| {
            if name.starts_with("app-") && name.ends_with(".wasm") {
                answer.body.truncate(100_000);
            }
            answer
        })?;
        page.go_to(&host.address()).await?;
        says(&page, &["damaged", "_bg.wasm", "Try again"]).await?;
        console_is_about(&page, &["404", "HTTP status code is not ok", "CompileError"]).await
    })
}

#[test]
fn a_style_sheet_that_does_not_come_is_named_above_the_page() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let host = page.host(|name, answer| {
            let lost = name.starts_with("article-") && name.ends_with(".css");
            if lost { Answer { status: "404 Not Found", ..answer } } else { answer }
        })?;
        works(&page, &host).await?;
        says(&page, &["style sheet", "article-", "Try again"]).await?;
        console_is_about(&page, &["404"]).await
    })
}

#[test]
fn a_browser_that_keeps_nothing_for_pages_in_frames_works() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(
            "for (const store of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
                Object.defineProperty(window, store, { get() {
                    throw new DOMException('Access is denied for this document.', 'SecurityError');
                } });
            Object.defineProperty(document, 'cookie', { get() {
                throw new DOMException('Access is denied for this document.', 'SecurityError');
            } });",
        )
        .await?;
        let site = page.site().to_owned();
        let framed = format!("<iframe width=1200 height=800 src='{site}'></iframe>");
        let host = page.host(move |_, _| Answer::page(&framed))?;
        page.go_to(&host.address()).await?;
        page.enter_frame().await?;
        page.stands().await?;
        page.click("language").await?;
        says(&page, &["학습률"]).await?;
        page.click("theme").await?;
        assert_eq!(page.attribute("theme", "data-value").await?.as_deref(), Some("light"));
        page.run_to(3).await
    })
}
