//! The security policy that the page ships with. Every test here and elsewhere runs under it, by the
//! page's own element and by the header of a host that reads `_headers`; here is what it stops.

use serde_json::json;

use crate::browser::{Outcome, Screen, console_is_about, run, wait};

#[test]
fn the_policy_comes_with_the_page_and_by_the_header_for_hosts() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let policies = page
            .execute(
                "const meta = document.querySelector('meta[http-equiv=Content-Security-Policy]');
                const worker = document.querySelector('meta[name=worker]').content;
                return Promise.all([location.href, worker].map((address) => fetch(address)))
                    .then((answers) => answers.map((answer) =>
                        answer.headers.get('Content-Security-Policy')).concat(meta.content));",
            )
            .await?;
        let policies: Vec<&str> = policies
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|policy| policy.as_str())
            .collect();
        let [page_header, worker_header, meta] = policies[..] else {
            panic!("three policies, not {policies:?}");
        };
        assert_eq!((page_header, worker_header), (meta, meta));
        for part in [
            "default-src 'none';",
            "script-src 'self' 'wasm-unsafe-eval';",
            "style-src 'self';",
            "base-uri 'none'; form-action 'none';",
        ] {
            assert!(meta.contains(part), "{part} in {meta}");
        }
        assert!(!meta.contains("unsafe-inline") && !meta.contains("'unsafe-eval'"), "{meta}");
        Ok(())
    })
}

#[test]
fn what_a_name_brings_along_is_refused_as_markup() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let refused = page
            .execute(
                "const place = document.body.appendChild(document.createElement('div'));
                const refused = (act) => {
                    try { act(); return false; } catch (error) { return error instanceof TypeError; }
                };
                const markup = (text) => refused(() => { place.innerHTML = text; });
                const told = [
                    markup('<b class=\"name\">fine &lt;</b><svg><path d=\"M0 0\"/></svg>'),
                    markup('<b title=\"hours on style=plain onclick=&quot;go()&quot;\">fine</b>'),
                    markup('<b title=\"fine\" onclick=\"go()\"></b>'),
                    markup('<img src=\"x\" onerror=\"go()\">'),
                    markup('<button type=\"button\" onclick=\"go()\"></button>'),
                    markup('<b style=\"color:red\">red</b>'),
                    markup('<script>go()</script>'),
                    markup('<a href=\"javascript:go()\">go</a>'),
                    markup('<iframe srcdoc=\"go\"></iframe>'),
                    markup('<b title=\"a\" unfinished'),
                    refused(() => { document.createElement('script').text = 'go()'; }),
                    refused(() => new Worker('https://elsewhere.example/worker.js')),
                    refused(() => new Worker('data:text/javascript,go()')),
                    refused(() => new Worker('deeper/worker.js')),
                ];
                place.remove();
                return told;",
            )
            .await?;
        let mut all = vec![true; 14];
        all[..2].fill(false);
        assert_eq!(refused, json!(all));
        // The browser tells of each.
        console_is_about(&page, &["requires 'Trusted"]).await
    })
}

#[test]
fn styles_in_markup_and_scripts_from_text_are_stopped() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let told = page
            .execute(
                "const place = document.body.appendChild(document.createElement('div'));
                place.setAttribute('style', 'position: fixed');
                const inline = getComputedStyle(place).position;
                place.style.cssText = 'position: fixed';
                const set = getComputedStyle(place).position;
                place.remove();
                // WebDriver's own scripts may do more: this runs behind them.
                return new Promise((done) => setTimeout(() => {
                    try { setTimeout('window.ran = true'); } catch { }
                    setTimeout(() => done([inline, set, Boolean(window.ran)]), 50);
                }));",
            )
            .await?;
        assert_eq!(told, json!(["static", "fixed", false]));
        console_is_about(&page, &["Content Security Policy", "requires 'Trusted"]).await
    })
}

#[test]
fn a_policy_that_lets_the_program_in_but_no_kernels_slows_training_and_no_more() -> Outcome {
    run(Screen::Desktop, |page| async move {
        const HASH: &str = "activation=tanh&dataset=circle&networkShape=4,2&seed=0.5";
        page.open(HASH).await?;
        page.run_to(20).await?;
        let compiled = page.train_loss().await?;
        let host = page.host(|name, mut answer| {
            if name.starts_with("worker-") && name.ends_with(".js") {
                // What a browser does to whatever is compiled later; the program itself streams.
                let forbid = "WebAssembly.Module = function () {
                        throw new WebAssembly.CompileError('forbidden by a test');
                    };\n";
                answer.body.splice(0..0, forbid.bytes());
            }
            answer
        })?;
        page.go_to(&format!("{}#{HASH}", host.address())).await?;
        page.stands().await?;
        page.run_to(20).await?;
        assert_eq!(page.train_loss().await?, compiled);
        Ok(())
    })
}

#[test]
fn a_policy_that_forbids_the_worker_is_named_with_what_it_lacks() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let host = page.host(|_, answer| {
            answer.with("Content-Security-Policy", "worker-src https://elsewhere.example")
        })?;
        for (language, words) in [
            ("ko", ["보안 정책", "worker-src 'self'"]),
            ("en", ["security policy", "worker-src 'self'"]),
        ] {
            page.go_to(&format!("{}?{language}#lang={language}", host.address())).await?;
            let told = async || page.notice("worker_lost").await;
            let all = |notice: &String| words.iter().all(|word| notice.contains(word));
            wait("the policy's words", told, all).await?;
            // It is so still, whatever the visitor does.
            for id in ["try-again", "play"] {
                page.click(id).await?;
                let pressed = async || page.is_pressed("play").await;
                wait("rest", pressed, |&pressed| !pressed).await?;
                wait("the policy's words again", told, all).await?;
            }
            assert_eq!(page.notice_count().await?, 1);
        }
        console_is_about(&page, &["Content Security Policy"]).await
    })
}

#[test]
fn the_whole_page_is_styled_without_style_attributes_in_its_markup() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("networkShape=4,2").await?;
        let at = "const place = (id) => {
                const box = document.querySelector(`[data-testid='${id}']`).getBoundingClientRect();
                return [Math.round(box.x), Math.round(box.y)];
            };
            return ['unit-0-0', 'unit-0-1', 'unit-1-0', 'unit-2-0'].map(place)";
        let seen = async || Ok(page.execute(at).await?);
        let apart = |places: &serde_json::Value| {
            let places: Vec<_> = places.as_array().into_iter().flatten().collect();
            places.len() == 4 && (1..4).all(|at| !places[..at].contains(&places[at]))
        };
        wait("units in places of their own", seen, apart).await?;
        Ok(())
    })
}
