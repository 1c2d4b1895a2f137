//! The page without a mouse.

use fantoccini::key::Key;
use neural_playground::app::text::Language;
use neural_playground::app::text::help::{self, HelpTopic};
use strum::VariantArray as _;

use crate::browser::{Outcome, Screen, run, wait};

#[test]
fn space_plays_and_an_arrow_steps() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.press(&[Key::Right]).await?;
        page.epoch_is(1).await?;
        page.press(&[Key::Space]).await?;
        let playing = async || page.is_pressed("play").await;
        wait("training to start", playing, |&playing| playing).await?;
        let epoch = async || page.epoch().await;
        wait("training to go on", epoch, |&epoch| epoch > 1).await?;
        page.press(&[Key::Space]).await?;
        wait("training to stop", playing, |&playing| !playing).await?;
        Ok(())
    })
}

#[test]
fn tab_reaches_play_and_space_on_it_toggles_once() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let mut reached = false;
        for _ in 0..30 {
            page.press(&[Key::Tab]).await?;
            reached = page.focused().await? == "play";
            if reached {
                break;
            }
        }
        assert!(reached, "Tab comes to play");
        page.press(&[Key::Space]).await?;
        let playing = async || page.is_pressed("play").await;
        wait("training to start", playing, |&playing| playing).await?;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        assert!(page.is_pressed("play").await?, "the button and the key do not undo each other");
        page.pause().await
    })
}

#[test]
fn a_control_that_goes_by_its_own_press_leaves_the_focus_to_the_one_beside_it() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.focus("remove-layer").await?;
        page.press(&[Key::Enter]).await?;
        page.hash_has("networkShape", "4").await?;
        assert_eq!(page.focused().await?, "remove-layer");
        page.press(&[Key::Enter]).await?;
        page.hash_has("networkShape", "").await?;
        wait(
            "the button beside it",
            async || page.focused().await,
            |focused| focused == "add-layer",
        )
        .await?;
        page.press(&[Key::Enter]).await?;
        page.hash_has("networkShape", "2").await?;
        Ok(())
    })
}

#[test]
fn typing_in_a_field_is_no_shortcut() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.focus("setting-seed").await?;
        page.type_text("a ?").await?;
        page.press(&[Key::Right]).await?;
        assert!(!page.is_pressed("play").await?);
        assert!(!page.shows("keys-dialog").await?);
        assert_eq!(page.epoch().await?, 0);
        Ok(())
    })
}

#[test]
fn a_question_mark_shows_the_keys_and_all_help() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let shown = async || page.shows("keys-dialog").await;
        for (language, space) in [(Language::English, "Space"), (Language::Korean, "스페이스")]
        {
            page.open(&format!("lang={}", <&str>::from(language))).await?;
            page.type_text("?").await?;
            wait("the help", shown, |&shown| shown).await?;
            let text = async || page.text("keys-dialog").await;
            let text = wait("its words", text, |text| text.contains(space)).await?;
            for &topic in HelpTopic::VARIANTS {
                let (title, entry) =
                    ((language.text().title)(topic), help::of(language).get(topic));
                assert!(text.contains(title) && text.contains(entry.body), "{topic:?}");
            }
            assert!(text.contains(language.text().draw.keys), "the keys that draw");
        }
        page.press(&[Key::Escape]).await?;
        wait("the help to close", shown, |&shown| !shown).await?;
        page.choose("keys").await?;
        wait("the help", shown, |&shown| shown).await?;
        Ok(())
    })
}

#[test]
fn a_slider_moves_by_arrow_keys() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.focus("setting-noise").await?;
        page.press(&[Key::Right, Key::Right]).await?;
        page.hash_has("noise", "10").await
    })
}

#[test]
fn every_control_has_a_name() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let script = "
            const named = (element) => {
                const labels = Array.from(element.labels ?? [], (label) => label.innerText);
                const ids = (element.getAttribute('aria-labelledby') ?? '').split(' ');
                const texts = ids.map((id) => document.getElementById(id)?.textContent ?? '');
                return [element.getAttribute('aria-label'), element.getAttribute('title'),
                    element.textContent, ...labels, ...texts].some((name) => name?.trim());
            };
            const controls = document.querySelectorAll(
                'button, input, select, textarea, a[href], [tabindex=\"0\"], [role=\"button\"]');
            return Array.from(controls)
                .filter((element) => element.checkVisibility() && !named(element))
                .map((element) => element.outerHTML.slice(0, 120));";
        let nameless = page.execute(script).await?;
        assert_eq!(nameless, serde_json::json!([]), "these have no name");
        Ok(())
    })
}

#[test]
fn all_of_the_network_can_be_reached_by_keyboard() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        for id in ["unit-0-0", "unit-2-0", "link-0-0-0", "link-2-0-1", "bias-1-0", "feature-x"] {
            page.focus(id).await?;
            assert_eq!(page.focused().await?, id);
        }
        // Units are reached by Tab, what feeds a unit from there by arrows.
        page.focus("unit-0-0").await?;
        for (key, id) in [
            (Key::Right, "unit-1-0"),
            (Key::Down, "bias-1-0"),
            (Key::Down, "link-1-0-0"),
            (Key::Up, "bias-1-0"),
            (Key::Left, "unit-1-0"),
            (Key::Left, "unit-0-0"),
        ] {
            page.press(&[key]).await?;
            assert_eq!(page.focused().await?, id);
        }
        assert_eq!(page.epoch().await?, 0, "these arrows do not train");
        Ok(())
    })
}

#[test]
fn a_card_that_a_choice_closes_hands_the_focus_back() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let focused = async || page.focused().await;
        page.click("share").await?;
        page.click("copy-link").await?;
        wait("the focus at share", focused, |at| at == "share").await?;
        page.click("runtime-chip").await?;
        page.focus("run-to").await?;
        page.press(&[Key::Enter]).await?;
        wait("the focus at the run menu", focused, |at| at == "runtime-chip").await?;
        Ok(())
    })
}
