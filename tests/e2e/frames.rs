//! The page in a frame of another page, of another origin; and in a browser that is part of an app,
//! which has as few rights and tells as little.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::browser::{Answer, Outcome, Playground, Screen, Site, console_is_about, run, wait};

/// What a lesson looks like that has the page in a frame: it tells of the keys that it gets.
fn lesson(site: &str, hash: &str) -> String {
    format!(
        "<title>Lesson</title><p id=text>A lesson</p>
        <iframe width=1400 height=840 src='{site}#{hash}'></iframe>
        <script>
            window.keys = [];
            addEventListener('keydown', (event) => keys.push(event.key));
        </script>"
    )
}

/// Opens the page in a frame of a lesson; the lesson's server lives as long as what is returned.
async fn framed(page: &Playground, hash: &str) -> Outcome<Site> {
    let html = lesson(page.site(), hash);
    let host = page.host(move |name, _| match name {
        "first" => Answer::page("<title>The lesson before</title>"),
        _ => Answer::page(&html),
    })?;
    page.go_to(&format!("{}first", host.address())).await?;
    page.go_to(&host.address()).await?;
    page.enter_frame().await?;
    page.stands().await?;
    Ok(host)
}

/// Waits until a field shows its whole text selected, and tells it.
async fn selected(page: &Playground, id: &str) -> Outcome<String> {
    let script = format!(
        "const field = document.querySelector('[data-testid={id}]');
        if (!field || document.activeElement !== field) return '';
        return field.value.slice(field.selectionStart, field.selectionEnd)"
    );
    let look = async || Ok(page.execute(&script).await?);
    let text = wait(&format!("{id} selected"), look, |text| text != "").await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// Chooses an entry of the share menu.
async fn share(page: &Playground, entry: &str) -> Outcome {
    page.click("share").await?;
    let shown = async || page.shows(entry).await;
    wait("the menu", shown, |&shown| shown).await?;
    page.click(entry).await
}

#[test]
fn back_leaves_the_lesson_and_not_a_change_in_the_frame() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let _host = framed(&page, "").await?;
        let entries = page.execute("return history.length").await?;
        page.set_setting("noise", "20").await?;
        page.hash_has("noise", "20").await?;
        page.set_setting("batchSize", "20").await?;
        page.set_setting("percTrainData", "70").await?;
        page.click("feature-xSquared").await?;
        page.hash_has("percTrainData", "70").await?;
        page.hash_has("xSquared", "true").await?;
        // A link of the article's, too.
        page.execute("document.querySelector('.article a[href*=\"networkShape=1&\"]').click()")
            .await?;
        page.hash_has("networkShape", "1").await?;
        assert_eq!(page.execute("return history.length").await?, entries);
        page.leave_frame().await?;
        page.back().await?;
        let title = async || Ok(page.execute("return document.title").await?);
        wait("the lesson before", title, |title| title == "The lesson before").await?;
        Ok(())
    })
}

#[test]
fn keys_are_the_lessons_until_a_control_of_the_frame_has_the_focus() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let _host = framed(&page, "").await?;
        // A click between the controls, as one who reads does.
        page.execute("window.focus(); document.activeElement.blur()").await?;
        page.press(&[Key::Right, Key::Space]).await?;
        page.type_text("dl").await?;
        assert_eq!(page.epoch().await?, 0);
        assert!(!page.is_pressed("play").await?);
        assert_eq!(page.hash().await?, "");

        page.focus("reset").await?;
        page.press(&[Key::Right]).await?;
        page.epoch_is(1).await?;
        page.press(&[Key::Right]).await?;
        page.epoch_is(2).await?;

        // Escape takes the frame's hands off the keys and gives them to the lesson.
        page.press(&[Key::Escape]).await?;
        let focused = async || Ok(page.execute("return document.activeElement.tagName").await?);
        wait("no focus in the frame", focused, |tag| tag == "BODY").await?;
        page.leave_frame().await?;
        let focused = async || Ok(page.execute("return document.activeElement.tagName").await?);
        wait("the focus in the lesson", focused, |tag| tag == "BODY").await?;
        page.execute("window.keys.length = 0").await?;
        page.press(&[Key::Right]).await?;
        assert_eq!(page.execute("return window.keys").await?, json!(["ArrowRight"]));
        page.enter_frame().await?;
        assert_eq!(page.epoch().await?, 2);
        Ok(())
    })
}

#[test]
fn escape_in_a_field_of_the_frame_gives_the_focus_back_too() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let _host = framed(&page, "").await?;
        page.focus("setting-noise").await?;
        page.press(&[Key::Escape]).await?;
        page.leave_frame().await?;
        let focused = async || Ok(page.execute("return document.activeElement.tagName").await?);
        wait("the focus in the lesson", focused, |tag| tag == "BODY").await?;
        Ok(())
    })
}

#[test]
fn the_list_of_keys_says_when_they_work_in_a_frame() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let _host = framed(&page, "").await?;
        page.choose("keys").await?;
        let text = async || page.text("keys-dialog").await;
        wait("the list of keys", text, |text| text.contains("In a frame")).await?;
        page.press(&[Key::Escape]).await?;
        page.leave_frame().await?;
        page.open("").await?;
        page.choose("keys").await?;
        let text = async || page.text("keys-dialog").await;
        let text = wait("the list of keys", text, |text| text.contains("Space")).await?;
        assert!(!text.contains("In a frame"), "{text}");
        Ok(())
    })
}

#[test]
fn a_link_that_a_frame_may_not_copy_is_shown_selected() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let _host = framed(&page, "seed=7&noise=10").await?;
        share(&page, "copy-link").await?;
        let link = selected(&page, "withheld-link").await?;
        let own = page.execute("return location.href").await?;
        assert_eq!(Value::from(link), own, "the frame's own address, not the lesson's");
        let text = page.text("withheld-link-refused").await?;
        assert!(text.contains("Ctrl+C") && text.contains("in a tab"), "{text}");
        assert_eq!(page.notice_count().await?, 0, "nothing says that it is copied");
        page.press(&[Key::Escape]).await?;
        let shown = async || page.shows("withheld-dialog").await;
        wait("the dialog to close", shown, |&shown| !shown).await?;

        page.choose("teachers").await?;
        let shown = async || page.shows("teachers-copy").await;
        wait("the teachers' dialog", shown, |&shown| shown).await?;
        page.click("hide-noise").await?;
        page.click("teachers-copy").await?;
        let link = selected(&page, "teachers-link").await?;
        assert!(link.starts_with(page.site()) && link.contains("noise_hide=true"), "{link}");
        let text = page.text("teachers-link-refused").await?;
        assert!(text.contains("Ctrl+C"), "{text}");
        console_is_about(&page, &["Clipboard API"]).await
    })
}

#[test]
fn a_picture_that_a_frame_may_lose_is_shown() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document("HTMLAnchorElement.prototype.click = () => {}").await?;
        let _host = framed(&page, "").await?;
        share(&page, "save-curves").await?;
        picture(&page).await
    })
}

/// Waits for the picture in the dialog, and closes that.
async fn picture(page: &Playground) -> Outcome {
    let width = async || {
        let image = "document.querySelector('[data-testid=withheld-picture]')";
        page.execute(&format!("return {image}?.naturalWidth ?? 0")).await
    };
    wait("the picture", width, |width| width.as_u64().is_some_and(|width| width > 600)).await?;
    let text = page.text("withheld-dialog").await?;
    assert!(text.contains("no file was saved") && text.contains("another browser"), "{text}");
    let link = page.value("withheld-link").await?;
    assert!(link.starts_with(page.site()), "{link}");
    page.press(&[Key::Escape]).await?;
    let shown = async || page.shows("withheld-picture").await;
    wait("the dialog to close", shown, |&shown| !shown).await?;
    Ok(())
}

#[test]
fn kakaotalk_neither_copies_nor_saves_and_the_page_says_so() -> Outcome {
    run(Screen::Phone, |page| async move {
        let name = "Mozilla/5.0 (Linux; Android 14; SM-S918N; wv) AppleWebKit/537.36 (KHTML, like \
            Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36;KAKAOTALK 2410830";
        page.devtools("Emulation.setUserAgentOverride", json!({ "userAgent": name })).await?;
        page.before_each_document(
            "navigator.clipboard.writeText = () => Promise.reject(new Error('NotAllowedError'));
            HTMLAnchorElement.prototype.click = () => {};",
        )
        .await?;
        page.open("seed=7").await?;
        share(&page, "copy-link").await?;
        let link = selected(&page, "withheld-link").await?;
        // What stands behind a `?` is the test's, and no part of a link.
        let address = page.address().await?;
        let (site, hash) = address.split_once('#').unwrap_or((&address, ""));
        assert_eq!(link, format!("{}#{hash}", site.split('?').next().unwrap_or_default()));
        let text = page.text("withheld-link-refused").await?;
        assert!(text.contains("another browser") && text.contains("⋮"), "{text}");
        page.press(&[Key::Escape]).await?;
        let shown = async || page.shows("withheld-dialog").await;
        wait("the dialog to close", shown, |&shown| !shown).await?;
        share(&page, "save-network").await?;
        picture(&page).await
    })
}

#[test]
fn outside_of_frames_changes_stay_in_the_history_and_keys_work_anywhere() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let entries = page.execute("return history.length").await?.as_u64().unwrap_or_default();
        page.set_setting("noise", "20").await?;
        page.hash_has("noise", "20").await?;
        assert_eq!(page.execute("return history.length").await?, entries + 1);
        page.execute("document.activeElement.blur()").await?;
        page.press(&[Key::Right]).await?;
        page.epoch_is(1).await
    })
}
