//! Words that are their own help.

use fantoccini::key::Key;

use crate::browser::{Outcome, Playground, Screen, run, wait};

/// Waits until a card is open, or none.
async fn card(page: &Playground, open: bool) -> Outcome {
    let shown = async || page.shows("help-card").await;
    wait(&format!("a card: {open}"), shown, |&shown| shown == open).await?;
    Ok(())
}

/// What the open card is for a screen reader: a `dialog` where it is pinned, else a `tooltip`.
async fn role(page: &Playground, role: &str) -> Outcome {
    let look = async || page.attribute("help-card", "role").await;
    wait(role, look, |seen| seen.as_deref() == Some(role)).await?;
    Ok(())
}

#[test]
fn all_words_that_explain_themselves_open_their_card() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let ids = page.ids("help-").await?;
        let mut topics: Vec<String> = Vec::new();
        for id in ids {
            if page.shows(&id).await? && !topics.contains(&id) {
                topics.push(id);
            }
        }
        assert!(topics.len() >= 15, "each control explains itself: {topics:?}");
        for id in topics {
            page.click(&id).await?;
            let topic = async || page.attribute("help-card", "data-topic").await;
            let own = id.strip_prefix("help-");
            wait(&format!("the card of {id}"), topic, |topic| topic.as_deref() == own).await?;
            assert!(page.text("help-card").await?.len() > 30, "{id}");
            page.press(&[Key::Escape]).await?;
            card(&page, false).await?;
        }
        Ok(())
    })
}

#[test]
fn words_under_a_mouse_at_rest_explain_themselves_until_it_leaves() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.hover("help-noise").await?;
        role(&page, "tooltip").await?;
        assert_eq!(
            page.attribute("help-noise", "aria-describedby").await?.as_deref(),
            Some("help-card")
        );
        let focused = page.execute("return document.activeElement.tagName").await?;
        assert_eq!(focused, "BODY", "it takes no focus");
        page.hover("boundary").await?;
        card(&page, false).await?;
        page.hover("help-noise").await?;
        card(&page, true).await?;
        page.press(&[Key::Escape]).await?;
        card(&page, false).await?;
        Ok(())
    })
}

#[test]
fn the_mouse_may_go_over_to_the_card_and_pin_it() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.hover("help-noise").await?;
        card(&page, true).await?;
        page.click("help-card").await?;
        role(&page, "dialog").await?;
        page.hover("curves").await?;
        page.press(&[Key::Escape]).await?;
        card(&page, false).await
    })
}

#[test]
fn a_card_goes_along_where_the_page_scrolls_below_a_mouse_at_rest() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.hover("help-dataset").await?;
        card(&page, true).await?;
        let place = "const box = document.querySelector('[data-testid=\"help-dataset\"]').getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2]";
        let place = page.execute(place).await?;
        let at = |axis: usize| place[axis].as_f64().unwrap_or_default();
        page.wheel((at(0), at(1)), 60.0).await?;
        assert_ne!(page.execute("return scrollY").await?, 0);
        // The middle of the words is no longer below the mouse, and the card still beside them.
        let gap = "const [words, card] = ['help-dataset', 'help-card'].map((id) =>
                document.querySelector(`[data-testid=\"${id}\"]`).getBoundingClientRect());
            return Math.round(card.top - words.bottom)";
        let look = async || Ok(page.execute(gap).await?);
        wait("the card beside its words", look, |gap| *gap == 8).await?;
        page.hover("boundary").await?;
        card(&page, false).await
    })
}

#[test]
fn a_pressed_card_takes_the_focus_stays_and_gives_it_back() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.click("help-noise").await?;
        role(&page, "dialog").await?;
        let focused = async || page.focused().await;
        wait("the focus on the card", focused, |id| id == "help-card").await?;
        page.hover("help-seed").await?;
        page.press(&[Key::Escape]).await?;
        card(&page, false).await?;
        assert_eq!(page.focused().await?, "help-noise");
        // A click elsewhere closes it as well.
        page.click("help-noise").await?;
        role(&page, "dialog").await?;
        page.click("boundary").await?;
        card(&page, false).await
    })
}

#[test]
fn words_that_the_keyboard_reaches_explain_themselves_until_it_leaves() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.focus("value-noise").await?;
        page.press(&[Key::Tab, Key::Tab]).await?;
        assert_eq!(page.focused().await?, "help-batch-size");
        role(&page, "tooltip").await?;
        page.press(&[Key::Enter]).await?;
        role(&page, "dialog").await?;
        page.press(&[Key::Escape]).await?;
        card(&page, false).await?;
        page.press(&[Key::Tab]).await?;
        page.focus("help-seed").await?;
        role(&page, "tooltip").await?;
        page.press(&[Key::Tab]).await?;
        card(&page, false).await?;
        assert_eq!(page.focused().await?, "setting-seed");
        Ok(())
    })
}

#[test]
fn escape_closes_a_card_before_the_menu_around_its_words() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.click("share").await?;
        page.click("help-share").await?;
        role(&page, "dialog").await?;
        page.press(&[Key::Escape]).await?;
        card(&page, false).await?;
        assert!(page.shows("copy-link").await?, "the menu is still open");
        assert_eq!(page.focused().await?, "help-share");
        page.press(&[Key::Escape]).await?;
        let shown = async || page.shows("copy-link").await;
        wait("the menu to close", shown, |&shown| !shown).await?;
        Ok(())
    })
}
