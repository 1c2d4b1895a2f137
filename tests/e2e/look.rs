//! Language, theme, dialogs, saving.

use crate::browser::{Outcome, Screen, run, wait};

#[test]
fn the_page_speaks_korean() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let language = "return document.documentElement.lang";
        assert_eq!(page.execute(language).await?, "en");
        let english = page.text("play").await? + &page.text("article").await?;
        let kind =
            page.execute("return document.querySelector('[data-testid=\"language\"]').tagName");
        if kind.await? == "SELECT" {
            page.set("language", "ko").await?;
        } else {
            page.click("language").await?;
        }
        let look = async || Ok(page.execute(language).await?);
        wait("Korean", look, |language| language == "ko").await?;
        let korean = page.text("play").await? + &page.text("article").await?;
        assert_ne!(korean, english);
        assert!(korean.chars().any(|c| ('가'..='힣').contains(&c)), "{korean}");
        // The choice is remembered, and a link may ask for the other.
        page.open("").await?;
        assert_eq!(page.execute(language).await?, "ko");
        page.open("lang=en").await?;
        assert_eq!(page.execute(language).await?, "en");
        Ok(())
    })
}

#[test]
fn the_theme_can_be_switched() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("theme=dark").await?;
        let theme = "return document.documentElement.dataset.theme";
        let look = async || Ok(page.execute(theme).await?);
        wait("dark by link", look, |theme| theme == "dark").await?;
        let dark = page.boundary().await?;
        page.open("theme=light").await?;
        wait("light by link", look, |theme| theme == "light").await?;
        assert_ne!(page.boundary().await?, dark);
        page.open("").await?;
        let before = page.execute(theme).await?;
        page.click("theme").await?;
        if page.execute(theme).await? == before {
            // The first of three may be "as the system", which looks the same.
            page.click("theme").await?;
        }
        wait("the other theme", look, |now| *now != before).await?;
        Ok(())
    })
}

#[test]
fn the_button_of_the_profile_has_its_words_on_one_line() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for language in ["en", "ko"] {
            page.open(&format!("lang={language}")).await?;
            page.click("tab-graph").await?;
            let shown = async || page.shows("profile").await;
            wait("the button", shown, |&shown| shown).await?;
            let lines = page
                .execute(
                    "const words = document.createRange();
                     words.selectNodeContents(document.querySelector('[data-testid=\"profile\"]'));
                     return new Set([...words.getClientRects()].map(line => line.top)).size",
                )
                .await?;
            assert_eq!(lines, 1, "{language}");
        }
        Ok(())
    })
}

#[test]
fn teachers_get_a_link_that_hides_what_they_ticked() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("dataset=xor").await?;
        page.choose("teachers").await?;
        for id in ["hide-learningRate", "hide-noise", "hide-xSquared"] {
            let shown = async || page.shows(id).await;
            wait(&format!("{id} in the dialog"), shown, |&shown| shown).await?;
            page.set(id, "true").await?;
        }
        let link = async || {
            let value = page.value("teachers-link").await;
            let text = page.text("teachers-link").await?;
            let link = page.attribute("teachers-link", "href").await?;
            Ok([value.unwrap_or_default(), text, link.unwrap_or_default()].concat())
        };
        let made = wait("the link", link, |link| link.contains("xSquared_hide=true")).await?;
        for entry in ["dataset=xor", "learningRate_hide=true", "noise_hide=true"] {
            assert!(made.contains(entry), "{entry} is missing in {made}");
        }
        let rights = ["clipboardReadWrite", "clipboardSanitizedWrite"];
        let rights = serde_json::json!({ "permissions": rights });
        page.devtools("Browser.grantPermissions", rights).await?;
        page.click("teachers-copy").await?;
        let name = async || page.text("teachers-copy").await;
        wait("the button to say so", name, |name| name == "Copied").await?;
        assert_eq!(page.notice_count().await?, 0, "a notice would lie behind the dialog");
        // Another link is not the one that was copied.
        page.set("hide-noise", "false").await?;
        wait("another link", name, |name| name == "Copy").await?;
        Ok(())
    })
}

#[test]
fn the_link_can_be_copied() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("dataset=xor").await?;
        let rights = ["clipboardReadWrite", "clipboardSanitizedWrite"];
        let rights = serde_json::json!({ "permissions": rights });
        page.devtools("Browser.grantPermissions", rights).await?;
        page.click("share").await?;
        let shown = async || page.shows("copy-link").await;
        wait("the menu", shown, |&shown| shown).await?;
        page.click("copy-link").await?;
        page.notice("link_copied").await?;
        let copied = page.execute("return navigator.clipboard.readText()").await?;
        let address = page.execute("return location.origin + location.pathname + location.hash");
        assert_eq!(copied, address.await?, "the query of this visit stays behind");
        Ok(())
    })
}

#[test]
fn pictures_and_points_can_be_saved() -> Outcome {
    run(Screen::Desktop, |page| async move {
        // Instead of a file the test wants the name that it would have.
        page.before_each_document(
            "window.savedFiles = [];
            HTMLAnchorElement.prototype.click = function () {
                if (this.download) window.savedFiles.push(`${this.download} ${this.href.slice(0, 5)}`);
            };",
        )
        .await?;
        page.open("").await?;
        page.run_to(20).await?;
        for (at, id) in
            ["save-boundary", "save-network", "save-curves", "save-points"].into_iter().enumerate()
        {
            if !page.shows(id).await? {
                page.click("share").await?;
            }
            let shown = async || page.shows(id).await;
            wait("the menu", shown, |&shown| shown).await?;
            page.click(id).await?;
            let files = async || Ok(page.execute("return window.savedFiles").await?);
            let saved = wait(&format!("a file by {id}"), files, |files| {
                files.as_array().is_some_and(|files| files.len() > at)
            })
            .await?;
            let name = saved[at].as_str().unwrap_or_default();
            let ending = if id == "save-points" { ".csv " } else { ".png " };
            assert!(name.contains(ending), "{id} saves {name}");
        }
        Ok(())
    })
}

#[test]
fn all_of_the_experiment_is_visible_without_scrolling() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        for id in [
            "play",
            "step",
            "reset",
            "setting-learningRate",
            "dataset-circle",
            "setting-noise",
            "setting-batchSize",
            "feature-sinY",
            "unit-0-0",
            "unit-2-0",
            "add-layer",
            "boundary",
            "curves",
            "train-loss",
            "test-loss",
            "setting-showTestData",
            "setting-discretize",
        ] {
            let script = format!(
                "const box = document.querySelector('[data-testid=\"{id}\"]').getBoundingClientRect();
                return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth"
            );
            assert_eq!(page.execute(&script).await?, true, "{id} is within 1440 × 900");
        }
        Ok(())
    })
}

#[test]
fn numbers_never_move_the_layout() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let places =
            "return ['play', 'epoch', 'train-loss', 'test-loss', 'train-accuracy', 'test-accuracy', 'boundary', 'curves', 'unit-0-0', 'unit-2-0',
                'setting-learningRate', 'setting-noise'].map((id) => {
            const box = document.querySelector(`[data-testid=\"${id}\"]`).getBoundingClientRect();
            return `${id} ${box.left} ${box.top}`;
        })";
        let before = page.execute(places).await?;
        page.run_to(1500).await?;
        assert_eq!(page.execute(places).await?, before);
        Ok(())
    })
}

#[test]
fn thumbnails_are_turned_as_the_picture_is() -> Outcome {
    run(Screen::Desktop, |page| async move {
        // The quarters of a canvas, row by row, that hold points of each colour at full strength.
        let script = |selector: &str| {
            format!(
                "const canvas = document.querySelector('{selector}');
                const {{ width, height }} = canvas;
                const copy = Object.assign(document.createElement('canvas'), {{ width, height }});
                const context = copy.getContext('2d', {{ willReadFrequently: true }});
                context.drawImage(canvas, 0, 0);
                const {{ data }} = context.getImageData(0, 0, width, height);
                const counts = [0, 1, 2, 3].map(() => [0, 0]);
                const near = (at, colour) => colour.every((c, i) => Math.abs(data[at + i] - c) < 12);
                for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {{
                    const at = 4 * (y * width + x);
                    const quarter = counts[2 * (2 * y >= height) + (2 * x >= width)];
                    if (near(at, [8, 119, 189])) quarter[0]++;
                    if (near(at, [245, 147, 34])) quarter[1]++;
                }}
                const few = Math.max(...counts.flat()) / 5;
                return counts.map(([blue, orange]) => (blue > few ? 'blue' : '')
                    + (orange > few ? 'orange' : '') || 'none').join(' ')"
            )
        };
        for name in ["xor", "gauss"] {
            // All weights zero: the ground is neutral, and the points alone have colour.
            page.open(&format!("dataset={name}&seed=1&initZero=true&theme=light")).await?;
            let thumbnail = script(&format!("[data-testid=dataset-{name}] canvas"));
            let thumbnail = page.execute(&thumbnail).await?;
            let picture = script("canvas[data-testid=boundary]");
            let look = async || Ok(page.execute(&picture).await?);
            wait(&format!("{name} turned as {thumbnail}"), look, |seen| *seen == thumbnail).await?;
            assert!(thumbnail.as_str().unwrap_or_default().contains("blue"), "{thumbnail}");
        }
        Ok(())
    })
}

#[test]
fn resizing_while_it_plays_keeps_it_playing_and_sharp() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("networkShape=8,8,8").await?;
        page.play().await?;
        // The last but one is 1440 × 900 at 200 % zoom.
        for (width, height, ratio) in
            [(1024, 700, 1), (1920, 1080, 2), (720, 450, 2), (390, 844, 3)]
        {
            let metrics = serde_json::json!({
                "width": width, "height": height, "deviceScaleFactor": ratio, "mobile": false,
            });
            page.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
            let sharp = format!(
                "const canvas = document.querySelector('canvas[data-testid=boundary]');
                const box = canvas.getBoundingClientRect();
                return Math.abs(canvas.width - box.width * {ratio}) <= 2"
            );
            let look = async || Ok(page.execute(&sharp).await?);
            wait(&format!("a sharp picture at {width}"), look, |sharp| *sharp == true).await?;
            let below = "const bottom = (id) => document.querySelector(id).getBoundingClientRect().bottom;
                const article = document.querySelector('[data-testid=article]').getBoundingClientRect();
                return article.top >= bottom('[data-testid=unit-0-7]')";
            assert_eq!(
                page.execute(below).await?,
                true,
                "{width}: the network lies over the article"
            );
            let before = page.epoch().await?;
            let epoch = async || page.epoch().await;
            wait("training to go on", epoch, |&epoch| epoch > before).await?;
        }
        page.pause().await
    })
}

#[test]
fn motion_is_reduced_where_the_visitor_asks_for_it() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let feature = serde_json::json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        let media = serde_json::json!({ "features": [feature] });
        page.devtools("Emulation.setEmulatedMedia", media).await?;
        page.open("").await?;
        page.play().await?;
        let epoch = async || page.epoch().await;
        wait("training to go on", epoch, |&epoch| epoch > 2).await?;
        let moving = "return document.getAnimations().filter((animation) =>
            animation.playState === 'running' && animation.effect.getTiming().iterations === Infinity).length";
        assert_eq!(page.execute(moving).await?, 0, "something moves without end");
        page.pause().await
    })
}

#[test]
fn no_common_width_scrolls_sideways() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for lang in ["en", "ko"] {
            page.open(&format!("lang={lang}&networkShape=8,8,8")).await?;
            // The figures are widest when all is learnt: 100.0%.
            page.run_to(200).await?;
            for width in [320, 360, 390, 600, 768, 900, 1024, 1100, 1240, 1280, 1366, 1440, 1920] {
                let metrics = serde_json::json!({
                    "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false,
                });
                page.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
                let over = "const width = document.documentElement.clientWidth;
                    return Array.from(document.querySelectorAll('body *'))
                        .filter((element) => element.checkVisibility()
                            && element.getBoundingClientRect().right > width + 1
                            && !element.closest('.network-scroll, .spoken'))
                        .map((element) => element.outerHTML.slice(0, 90))";
                let look = async || Ok(page.execute(over).await?);
                wait(&format!("{width} without overflow in {lang}"), look, |over| {
                    over.as_array().is_some_and(Vec::is_empty)
                })
                .await?;
            }
        }
        Ok(())
    })
}
