//! The parts of the page that are fetched when they are first needed.

use std::sync::atomic::Ordering;

use crate::browser::{Outcome, Playground, Screen, console_is_about, run, wait};

/// What the server has been asked for of the page's parts since so many requests.
fn fetched(page: &Playground, since: usize) -> Vec<String> {
    page.requests().split_off(since).into_iter().filter(|name| name.contains("part-")).collect()
}

#[test]
fn a_part_comes_with_the_first_click_that_needs_it_and_once() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let before = page.requests().len();
        page.open("lang=en").await?;
        page.click("step").await?;
        page.epoch_is(1).await?;
        assert_eq!(fetched(&page, before), [""; 0]);
        page.click("training-toggle").await?;
        let there = async || page.shows("setting-optimizer").await;
        wait("the training drawer", there, |&there| there).await?;
        let parts = fetched(&page, before);
        assert!(parts.iter().any(|name| name.contains("part-drawers-")), "{parts:?}");
        assert!(!parts.iter().any(|name| name.contains("part-tables-")), "{parts:?}");
        page.click("close-drawer").await?;
        page.click("training-toggle").await?;
        wait("it once more", there, |&there| there).await?;
        assert_eq!(fetched(&page, before), parts, "nothing is fetched twice");
        Ok(())
    })
}

#[test]
fn korean_words_are_there_before_the_page_is_and_come_where_they_are_asked_for() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let before = page.requests().len();
        page.open("lang=ko").await?;
        assert_eq!(page.text("own-table").await?, "내 표");
        let parts = fetched(&page, before);
        let words = |name: &&String| name.contains("part-korean-");
        assert_eq!(parts.iter().filter(words).count(), 1, "not fetched twice: {parts:?}");
        let others = ["part-panels-", "part-drawers-", "part-tables-", "part-take-"];
        let is_other = |name: &String| others.iter().any(|other| name.contains(other));
        assert!(!parts.iter().any(is_other), "{parts:?}");
        page.click("language").await?;
        let words = async || page.text("own-table").await;
        wait("English", words, |words| words == "Table…").await?;
        page.click("language").await?;
        wait("Korean", words, |words| words == "내 표").await?;
        Ok(())
    })
}

#[test]
fn a_part_that_cannot_be_fetched_is_told_and_had_by_the_next_try() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let (site, there) = page.host_without(|name| name.contains("part-"))?;
        page.go_to(&format!("{}#lang=en", site.address())).await?;
        page.stands().await?;
        page.click("training-toggle").await?;
        page.notice("part_missing").await?;
        let closed = async || Ok(!page.shows("training-panel").await?);
        wait("the empty drawer to close", closed, |&closed| closed).await?;
        page.click("language").await?;
        page.click("step").await?;
        page.epoch_is(1).await?;
        assert_eq!(page.text("own-table").await?, "Table…");
        there.store(true, Ordering::Relaxed);
        page.click("training-toggle").await?;
        let shown = async || page.shows("setting-optimizer").await;
        wait("the training drawer", shown, |&shown| shown).await?;
        page.click("language").await?;
        let words = async || page.text("own-table").await;
        wait("Korean", words, |words| words == "내 표").await?;
        console_is_about(&page, &["part-"]).await
    })
}

#[test]
fn where_a_part_that_stands_on_the_page_cannot_be_fetched_a_button_tries_again() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let (site, there) = page.host_without(|name| name.contains("part-"))?;
        page.go_to(&format!("{}#dataset=curve", site.address())).await?;
        page.stands().await?;
        page.notice("part_missing").await?;
        let again = async || page.shows("part-again").await;
        wait("the button", again, |&shown| shown).await?;
        there.store(true, Ordering::Relaxed);
        page.click("part-again").await?;
        wait("the field", async || page.shows("setting-curve").await, |&shown| shown).await?;
        assert!(!again().await?);
        console_is_about(&page, &["part-"]).await
    })
}
