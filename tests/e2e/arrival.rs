//! Links as they arrive: spoilt on their way, they open what was meant, and the page says so.

use crate::browser::{Outcome, Playground, Screen, run, wait};

/// Opens a hash and tells the mendings that the page speaks of.
async fn mended(page: &Playground, hash: &str) -> Outcome<String> {
    page.open(hash).await?;
    page.notice("mended").await
}

#[test]
fn pairs_behind_amp_are_read() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let notice = mended(&page, "activation=linear&amp;batchSize=3&amp;dataset=gauss").await?;
        assert!(notice.contains("&amp;"), "{notice}");
        assert_eq!(page.value("setting-batchSize").await?, "3");
        assert!(page.is_pressed("dataset-gauss").await?);
        page.hash_has("batchSize", "3").await?;
        assert!(!page.hash().await?.contains("amp;"));
        page.run_to(2).await
    })
}

/// Keeps what theme and language the page has been painted in.
const WATCH_ROOT: &str = "window.seen = [];
    new MutationObserver(() => {
        const { lang, dataset } = document.documentElement;
        const now = `${lang} ${dataset.theme}`;
        if (dataset.theme && window.seen.at(-1) !== now) window.seen.push(now);
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ['lang', 'data-theme'] });";

#[test]
fn theme_and_language_of_a_spoilt_link_are_there_from_the_first_paint() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(WATCH_ROOT).await?;
        for hash in [
            "seed=1&amp;theme=dark&amp;lang=ko",
            "seed=1&amp;amp;lang=ko&#38;theme=dark",
            r"\#lang=ko\&theme=da\rk\&seed=1",
            "lang=k%6F&theme=dark%E2%80%8B&seed=1",
            "theme=light&seed=1&lang=%20ko&theme=dark/",
        ] {
            page.open(hash).await?;
            let seen = page.execute("return seen").await?;
            assert_eq!(seen, serde_json::json!(["ko dark"]), "{hash}");
        }
        Ok(())
    })
}

#[test]
fn backslashes_of_markdown_are_left_out() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let hash = r"\#activation=relu\&batchSize=15\&problem=regression\&regDataset=reg\-gauss";
        let notice = mended(&page, hash).await?;
        assert!(notice.contains("backslash"), "{notice}");
        assert_eq!(page.notice_count().await?, 1, "one notice for all of them");
        assert_eq!(page.value("setting-activation").await?, "relu");
        assert_eq!(page.value("setting-batchSize").await?, "15");
        assert!(page.is_pressed("dataset-reg-gauss").await?);
        Ok(())
    })
}

#[test]
fn a_seed_broken_into_lines_is_the_one_in_its_field() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let notice = mended(&page, "noise=5&seed=0.42%0A182%20").await?;
        assert!(notice.contains("line breaks"), "{notice}");
        assert_eq!(page.value("setting-seed").await?, "0.42182");
        page.hash_has("seed", "0.42182").await?;
        let notice =
            mended(&page, "problem=regression&regDataset=%0A%0Areg-%20plane&seed=a%20b").await?;
        assert!(notice.contains("blanks"), "{notice}");
        assert!(page.is_pressed("dataset-reg-plane").await?);
        assert_eq!(page.value("setting-seed").await?, "a b", "a blank inside a seed is its own");
        Ok(())
    })
}

#[test]
fn a_slash_behind_the_last_pair_is_left_out() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let notice = mended(&page, "seed=1&problem_hide=true/").await?;
        assert!(notice.contains("slash"), "{notice}");
        assert!(!page.shows("setting-problem").await?);
        Ok(())
    })
}

#[test]
fn a_yes_or_no_that_is_spelt_as_neither_is_said() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for text in ["FALSE", "banana", "2"] {
            page.open(&format!("seed=1&discretize={text}")).await?;
            let notice = page.notice("replaced").await?;
            for part in ["discretize", text, "true"] {
                assert!(notice.contains(part), "{part} is missing in {notice:?}");
            }
            assert_eq!(page.value("setting-discretize").await?, "true");
        }
        page.open("seed=1&discretize=off&showTestData=yes").await?;
        assert_eq!(page.notice_count().await?, 0);
        assert_eq!(page.value("setting-discretize").await?, "false");
        Ok(())
    })
}

#[test]
fn a_rate_that_is_no_number_is_said() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=1&learningRate=NaN").await?;
        let notice = page.notice("replaced").await?;
        assert!(notice.contains("NaN") && notice.contains("0.03"), "{notice}");
        Ok(())
    })
}

#[test]
fn what_other_programs_put_before_the_hash_is_in_no_link() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(
            "navigator.clipboard.writeText = async (text) => { window.copied = text; }",
        )
        .await?;
        page.open("seed=1").await?;
        page.execute("history.replaceState(null, '', '?_gl=1*abc&visit=x' + location.hash)")
            .await?;
        page.click("share").await?;
        let shown = async || page.shows("copy-link").await;
        wait("the menu", shown, |&shown| shown).await?;
        page.click("copy-link").await?;
        let copied = async || Ok(page.execute("return window.copied ?? ''").await?.to_string());
        let copied = wait("the copy", copied, |copied| copied.contains("seed=1")).await?;
        assert!(!copied.contains('?'), "{copied}");
        page.choose("teachers").await?;
        let link = async || page.value("teachers-link").await;
        let link = wait("the teachers' link", link, |link| link.contains("seed=1")).await?;
        assert!(!link.contains('?'), "{link}");
        // The address bar is this visit's: a host may need what stands there.
        let query = page.execute("return location.search").await?;
        assert_eq!(query.as_str(), Some("?_gl=1*abc&visit=x"));
        Ok(())
    })
}

#[test]
fn a_hidden_control_takes_its_key_along() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=1&resetButton_hide=true").await?;
        assert!(!page.shows("reset").await?);
        page.run_to(3).await?;
        page.execute("document.activeElement.blur()").await?;
        page.type_text("r").await?;
        // The key after it works, so the one before it has been heard.
        page.type_text("d").await?;
        page.hash_has("discretize", "true").await?;
        page.click("step").await?;
        page.epoch_is(4).await?;
        page.choose("keys").await?;
        let list = async || page.text("keys-dialog").await;
        let list = wait("the list of keys", list, |list| list.contains('D')).await?;
        assert!(!list.lines().any(|line| line.trim() == "R"), "{list}");
        Ok(())
    })
}

/// The name of what was asked for.
fn name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    match path.rsplit('/').next() {
        Some("") | None => "index.html",
        Some(name) => name,
    }
}

#[test]
fn all_but_parts_is_fetched_before_the_first_click_and_nothing_twice() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let before = page.requests().len();
        page.open("").await?;
        let asked = page.requests().split_off(before);
        let mut first: Vec<&str> = asked.iter().map(|url| name(url)).collect();
        first.sort_unstable();
        // The name of a file begins with what it is, and ends with its kind; between them is its hash.
        let kind = |name: &str| {
            let (stem, ending) = name.split_once('.')?;
            let stem = stem.strip_suffix("_bg").unwrap_or(stem);
            let stem = stem.rsplit_once('-').map_or(stem, |(stem, _)| stem);
            Some(format!("{stem}.{ending}"))
        };
        let kinds: Option<Vec<String>> = first.iter().map(|name| kind(name)).collect();
        let styles = [
            "article", "base", "controls", "import", "network", "output", "print", "take", "tokens",
        ];
        let mut expected: Vec<String> = styles.iter().map(|name| format!("{name}.css")).collect();
        let others = [
            "app.js",
            "app.wasm",
            "index.html",
            "parts.js",
            "start.js",
            "worker.js",
            "worker.wasm",
        ];
        expected.extend(others.map(str::to_owned));
        let sorted = |mut names: Vec<String>| {
            names.sort_unstable();
            names
        };
        assert_eq!(kinds.map(sorted), Some(sorted(expected)), "{first:?}");
        page.run_to(2).await?;
        for panel in
            ["training-toggle", "layers-toggle", "tab-metrics", "tab-graph", "runtime-chip"]
        {
            page.click(panel).await?;
        }
        let later = page.requests().split_off(before + asked.len());
        let mut later: Vec<&str> = later.iter().map(|url| name(url)).collect();
        assert!(later.iter().all(|name| name.starts_with("part-")), "fetched later: {later:?}");
        let all = later.len();
        later.sort_unstable();
        later.dedup();
        assert_eq!(later.len(), all, "something is fetched twice");
        Ok(())
    })
}
