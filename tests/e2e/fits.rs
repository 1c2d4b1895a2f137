//! The whole experiment stands in the window, on every screen, and nothing lies over anything else.

use serde_json::Value;

use crate::browser::{Outcome, Playground, Screen, run, wait};

/// The parts that must be in sight, the ones that must lie apart first.
const PARTS: &str = "const parts = {
        header: '.header', strip: '.strip', data: '.data', network: '.network-view',
        bar: '.network-bar', tabs: '.output > .output-tabs', picture: '[data-testid=boundary]',
        scale: '.boundary-rail', foot: '.boundary-foot', figures: '.figures', curve: '.curves-plot',
    };";

/// What is wrong with the page as it stands: parts out of the window, parts that overlap, units out of
/// the diagram's own window, letters below 12 pixels.
async fn faults(page: &Playground) -> Outcome<Value> {
    page.execute(&format!(
        "{PARTS}
        const faults = [];
        const shown = Object.entries(parts).flatMap(([name, selector]) => {{
            const element = document.querySelector(selector);
            const box = element?.getBoundingClientRect();
            return box && box.width * box.height > 0 ? [[name, box]] : [];
        }});
        const hair = 0.6;
        const inside = (box, around) => box.left >= around.left - hair && box.top >= around.top - hair
            && box.right <= around.right + hair && box.bottom <= around.bottom + hair;
        const seen = {{ left: 0, top: 0, right: innerWidth, bottom: innerHeight }};
        shown.forEach(([name, box], at) => {{
            if (!inside(box, seen)) faults.push(`${{name}} is out of the window`);
            shown.slice(at + 1).forEach(([other, its]) => {{
                const apart = box.right <= its.left + hair || its.right <= box.left + hair
                    || box.bottom <= its.top + hair || its.bottom <= box.top + hair;
                if (!apart) faults.push(`${{name}} lies over ${{other}}`);
            }});
        }});
        for (const name of ['network', 'picture', 'figures', 'curve']) {{
            if (!shown.some(([one]) => one === name)) faults.push(`there is no ${{name}}`);
        }}
        for (const [name, box] of shown) {{
            if (name === 'curve' && box.height < 60) faults.push(`a curve of ${{box.height}} px`);
            if (name === 'picture' && box.width < 140) faults.push(`a picture of ${{box.width}} px`);
        }}
        const view = document.querySelector('.network-view').getBoundingClientRect();
        for (const unit of document.querySelectorAll('.network-unit, .network-feature')) {{
            const box = unit.getBoundingClientRect();
            if (!inside(box, view)) faults.push(`${{unit.getAttribute('aria-label')}} is cut off`);
        }}
        const row = (selector) => {{
            const bar = document.querySelector(selector);
            if (bar && bar.scrollWidth > bar.clientWidth) faults.push(`${{selector}} is too wide`);
            for (const child of bar?.children ?? []) {{
                const box = child.getBoundingClientRect();
                if (box.width > 0 && box.right > innerWidth + hair) faults.push(`${{child.className}} is cut off`);
            }}
        }};
        ['.header', '.strip', '.network-bar', '.output > .output-tabs', '.boundary-foot', '.data-head'].forEach(row);
        const letters = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (letters.nextNode()) {{
            const text = letters.currentNode.data.trim();
            const around = letters.currentNode.parentElement;
            if (!text || !around.checkVisibility() || around.closest('script, style, noscript')) continue;
            const size = parseFloat(getComputedStyle(around).fontSize);
            if (size < 12) faults.push(`${{text}} in letters of ${{size}} px`);
        }}
        return [...new Set(faults)]"
    ))
    .await
}

const SIX: &str = "networkShape=8,8,8,8,8,8&x=true&y=true&xTimesY=true&xSquared=true&ySquared=true";
const TWELVE: &str = "networkShape=8,8,8,8,8,8,8,8,8,8,8,8";
const LARGE: [(u32, u32); 6] =
    [(1280, 720), (1366, 768), (1440, 900), (1920, 1080), (1024, 768), (820, 1180)];

/// Waits until the diagram has taken the window's size in.
async fn fits(page: &Playground, what: &str) -> Outcome {
    let look = async || faults(page).await;
    wait(what, look, |faults| faults.as_array().is_some_and(Vec::is_empty)).await?;
    Ok(())
}

fn everything_fits(language: &'static str) -> Outcome {
    run(Screen::Desktop, move |page| async move {
        for hash in ["", SIX, TWELVE] {
            page.open(&format!("lang={language}&{hash}")).await?;
            for (width, height) in LARGE {
                page.resize(width, height).await?;
                fits(&page, &format!("#{hash} at {width}×{height}")).await?;
            }
        }
        Ok(())
    })
}

#[test]
fn everything_fits_in_english() -> Outcome {
    everything_fits("en")
}

#[test]
fn everything_fits_in_korean() -> Outcome {
    everything_fits("ko")
}

/// A drawer takes the place of the data; network and picture stay in sight beside it.
#[test]
fn a_drawer_leaves_network_and_picture_in_sight() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        for (width, height) in LARGE {
            page.resize(width, height).await?;
            for drawer in ["training-toggle", "layers-toggle"] {
                page.click(drawer).await?;
                fits(&page, &format!("{drawer} at {width}×{height}")).await?;
                page.click("close-drawer").await?;
                assert_eq!(page.focused().await?, drawer, "the focus goes back");
            }
        }
        Ok(())
    })
}

#[test]
fn the_default_network_is_whole_on_a_phone() -> Outcome {
    run(Screen::Phone, |page| async move {
        for hash in ["", "lang=ko"] {
            page.open(hash).await?;
            for (width, height) in [(390, 844), (360, 740)] {
                page.resize(width, height).await?;
                fits(&page, &format!("#{hash} at {width}×{height}")).await?;
            }
        }
        Ok(())
    })
}

#[test]
fn a_presentation_is_read_from_the_last_row() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.press(&[fantoccini::key::Key::Escape]).await?;
        page.type_text("f").await?;
        let leave = async || page.shows("leave").await;
        wait("the presentation", leave, |&shown| shown).await?;
        for id in ["setting-learningRate", "dataset-xor", "runtime-chip"] {
            assert!(!page.shows(id).await?, "{id} is on show");
        }
        for (width, height) in LARGE {
            page.resize(width, height).await?;
            fits(&page, &format!("the presentation at {width}×{height}")).await?;
            let smallest = page.execute(
                "return Math.min(...[...document.querySelectorAll(
                '[data-testid=epoch], [data-testid=train-loss], .figure-name, .network-name')]
                .map((words) => parseFloat(getComputedStyle(words).fontSize)))",
            );
            assert!(smallest.await?.as_f64() >= Some(18.0));
        }
        page.press(&[fantoccini::key::Key::Escape]).await?;
        wait("the page again", leave, |&shown| !shown).await?;
        assert!(page.shows("setting-learningRate").await?);
        Ok(())
    })
}

/// The narrowest gap between two figures of a row, with the longest values that there can be.
async fn gap_of_figures(page: &Playground) -> Outcome<f64> {
    let gap = page.execute(
        "const boxes = ['train-loss', 'test-loss', 'train-accuracy', 'test-accuracy'].map((id) => {
            const figure = document.querySelector(`[data-testid=${id}]`);
            figure.textContent = id.endsWith('loss') ? '-2.79e-12' : '100.0%';
            const words = document.createRange();
            words.selectNodeContents(figure);
            return words.getBoundingClientRect();
        }).filter((box) => box.width > 0);
        const gaps = boxes.slice(1).flatMap((box, at) =>
            Math.abs(box.top - boxes[at].top) < 2 ? [box.left - boxes[at].right] : []);
        const way = document.querySelector('.leave')?.getBoundingClientRect();
        const free = (box) => (way && box.top < way.bottom ? way.left : innerWidth) - box.right;
        return Math.min(...gaps, ...boxes.map(free))",
    );
    Ok(gap.await?.as_f64().unwrap_or_default())
}

#[test]
fn the_longest_figures_stand_apart() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for language in ["en", "ko"] {
            page.open(&format!("lang={language}")).await?;
            let apart = async || gap_of_figures(&page).await;
            for (width, height) in LARGE.into_iter().chain([(768, 1024)]) {
                page.resize(width, height).await?;
                let what = format!("{language}: figures apart at {width}×{height}");
                wait(&what, apart, |&gap| gap >= 8.0).await?;
            }
            // Beside the data there is less room.
            for (width, height) in [(820, 1180), (768, 1024)] {
                page.resize(width, height).await?;
                page.click("data-toggle").await?;
                let what = format!("{language}: figures apart beside the data at {width}×{height}");
                wait(&what, apart, |&gap| gap >= 8.0).await?;
                page.click("data-toggle").await?;
            }
            page.type_text("f").await?;
            let leave = async || page.shows("leave").await;
            wait("the presentation", leave, |&shown| shown).await?;
            for (width, height) in LARGE {
                page.resize(width, height).await?;
                let what = format!("{language}: figures apart to a room at {width}×{height}");
                wait(&what, apart, |&gap| gap >= 8.0).await?;
            }
        }
        Ok(())
    })
}

#[test]
fn menus_and_data_fit_a_small_screen_without_scrolling() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for language in ["en", "ko"] {
            for set in ["arms", "checkerboard"] {
                page.open(&format!("lang={language}&dataset={set}")).await?;
                for (width, height) in [(1280, 720), (1366, 768)] {
                    page.resize(width, height).await?;
                    let below = async || {
                        let below = "const side = document.querySelector('.side');
                            return side.scrollHeight - side.clientHeight";
                        page.execute(below).await
                    };
                    wait(&format!("{set} at {width}×{height}"), below, |below| *below == 0).await?;
                }
            }
            page.resize(1280, 720).await?;
            page.click("runtime-chip").await?;
            let whole = async || {
                let whole = "const card = document.querySelector('.popover');
                    return !!card && card.scrollHeight <= card.clientHeight
                        && card.getBoundingClientRect().bottom <= innerHeight";
                page.execute(whole).await
            };
            wait("the whole run menu", whole, |whole| *whole == true).await?;
        }
        Ok(())
    })
}

#[test]
fn the_strip_stands_still_when_its_values_change() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for language in ["en", "ko"] {
            page.open(&format!("lang={language}")).await?;
            page.resize(1280, 720).await?;
            let places = "return [...document.querySelectorAll('.strip > *')]
                .map((part) => Math.round(part.getBoundingClientRect().left))";
            let before = page.execute(places).await?;
            for (key, value) in [
                ("learningRate", "0.00001"),
                ("activation", "hard_sigmoid"),
                ("regularization", "L2"),
                ("regularizationRate", "0.003"),
                ("problem", "regression"),
            ] {
                page.set_setting(key, value).await?;
                page.hash_has(key, value).await?;
                assert_eq!(page.execute(places).await?, before, "{language}: {key}={value}");
            }
        }
        Ok(())
    })
}
