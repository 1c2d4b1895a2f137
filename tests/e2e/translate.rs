//! The page under a browser's translator, which puts elements of its own in the place of text, and
//! under one that turns pages around for writing from right to left.

use crate::browser::{Outcome, Playground, Screen, run, wait};

/// Does to the page what translators do: each text, now and later, gives way to a translation in
/// two `<font>` elements, but where `translate="no"` forbids it.
const TRANSLATE: &str = r#"
    const forbidden = '[translate="no"], script, style';
    const translate = (root) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walker.nextNode()) texts.push(walker.currentNode);
        for (const text of texts) {
            const parent = text.parentElement;
            if (!text.data.trim() || !parent || parent.closest(forbidden)) continue;
            if (parent.localName === 'font') continue;
            const [outer, inner] = [document.createElement('font'), document.createElement('font')];
            inner.textContent = text.data;
            outer.append(inner);
            text.replaceWith(outer);
        }
    };
    translate(document.body);
    window.translated = document.querySelectorAll('font').length;
    new MutationObserver((changes) => {
        for (const change of changes) {
            for (const node of change.addedNodes) {
                if (node.isConnected && node.nodeType === Node.ELEMENT_NODE) translate(node);
            }
        }
    }).observe(document.body, { childList: true, subtree: true });
    return window.translated;"#;

async fn open_translated(page: &Playground, hash: &str) -> Outcome {
    page.open(hash).await?;
    let texts = page.execute(TRANSLATE).await?.as_u64().unwrap_or_default();
    assert!(texts > 40, "only {texts} texts were translated: that is no translation");
    Ok(())
}

/// What stands in an element, whatever its `data-value` says.
async fn shown(page: &Playground, id: &str) -> Outcome<String> {
    page.text(id).await
}

#[test]
fn numbers_go_on_while_the_page_is_translated() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open_translated(&page, "seed=1").await?;
        let ids = ["train-loss", "test-loss", "train-accuracy"];
        let mut before = Vec::new();
        for id in ids {
            before.push(shown(&page, id).await?);
        }
        page.run_to(300).await?;
        assert_eq!(shown(&page, "epoch").await?, "300");
        for (id, before) in ids.iter().zip(before) {
            let now = async || shown(&page, id).await;
            wait(&format!("another {id} than {before}"), now, |now| *now != before).await?;
        }
        let (loss, told) = (shown(&page, "train-loss").await?, page.train_loss().await?);
        let number: f64 = loss.parse().unwrap_or(f64::NAN);
        assert!((number - told).abs() < 1e-3, "{loss} is shown, it is {told}");
        // A weight is read and set.
        let weight = page.weight("link-0-0-0").await?;
        page.run_to(600).await?;
        assert_ne!(page.weight("link-0-0-0").await?, weight);
        Ok(())
    })
}

#[test]
fn a_translated_page_does_all_that_it_did() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open_translated(&page, "seed=1").await?;
        page.play().await?;
        page.set_setting("noise", "25").await?;
        let value = async || shown(&page, "value-noise").await;
        wait("the slider's value", value, |value| value == "25").await?;
        page.click("dataset-xor").await?;
        page.hash_has("dataset", "xor").await?;
        page.set_setting("activation", "relu").await?;
        page.hash_has("activation", "relu").await?;
        page.click("add-layer").await?;
        page.hash_has("networkShape", "4,2,2").await?;
        page.click("layers-toggle").await?;
        page.click("layer-card-0").await?;
        page.set("layer-add", "dropout").await?;
        wait("the new card", async || page.shows("layer-card-3").await, |&shown| shown).await?;
        for tab in ["tab-metrics", "tab-graph", "tab-output"] {
            page.click(tab).await?;
        }
        for menu in ["runtime-chip", "share", "more"] {
            page.click(menu).await?;
            let open = async || page.attribute(menu, "aria-expanded").await;
            wait(menu, open, |open| open.as_deref() == Some("true")).await?;
            page.click(menu).await?;
        }
        page.click("help-learning-rate").await?;
        wait("a card of help", async || page.shows("help-card").await, |&shown| shown).await?;
        page.click("language").await?;
        page.click("language").await?;
        page.pause().await?;
        let before = page.epoch().await?;
        page.click("step").await?;
        page.epoch_is(before + 1).await?;
        page.back().await?;
        page.run_to(before + 5).await
    })
}

#[test]
fn the_picture_stays_as_it_is_where_a_page_is_turned_around() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=1").await?;
        // Left edges of what stands side by side, and the direction of text on canvases.
        let places = "const left = (id) => {
                const box = document.querySelector(`[data-testid=\"${id}\"]`).getBoundingClientRect();
                return Math.round(box.left);
            };
            const ways = Array.from(document.querySelectorAll('canvas, main, .boundary-ticks'),
                (element) => getComputedStyle(element).direction);
            return JSON.stringify([
                ['play', 'epoch', 'feature-x', 'unit-0-0', 'unit-2-0', 'boundary', 'curves'].map(left),
                Array.from(new Set(ways))])";
        let before = page.execute(places).await?;
        assert!(before.to_string().contains("ltr"), "{before}");
        page.execute("document.documentElement.dir = 'rtl'").await?;
        assert_eq!(page.execute(places).await?, before);
        Ok(())
    })
}
