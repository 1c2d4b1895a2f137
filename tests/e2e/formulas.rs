//! Formulas among the inputs.

use fantoccini::key::Key;

use crate::browser::{Outcome, Screen, run, wait};

#[test]
fn a_formula_is_added_by_keyboard_is_a_unit_and_is_removed() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let focused = async || page.focused().await;
        let said = async || page.text("formula-said").await;
        let unit = async || page.shows("input-2").await;
        page.focus("formulas-open").await?;
        page.press(&[Key::Enter]).await?;
        wait("the field to have the focus", focused, |id| id == "formula-input").await?;
        page.type_text("sqrt(x1^2 + x2^").await?;
        wait("the character", said, |said| said.starts_with("Character 16:")).await?;
        page.press(&[Key::Enter]).await?;
        assert!(!unit().await?, "what goes wrong is not added");
        page.type_text("2)").await?;
        wait("nothing wrong", said, |said| said.starts_with("Enter")).await?;
        page.press(&[Key::Enter]).await?;
        wait("the unit", unit, |&shown| shown).await?;
        page.hash_has("formulas", "sqrt(x1^2%20+%20x2^2)").await?;
        assert!(page.shows("link-0-0-2").await?, "it feeds the first layer");
        assert_eq!(page.value("formula-input").await?, "");

        page.press(&[Key::Escape]).await?;
        wait("the button to have the focus", focused, |id| id == "formulas-open").await?;
        assert!(!page.shows("formulas").await?);
        page.press(&[Key::Enter]).await?;
        wait("the card", async || page.shows("formula-0").await, |&shown| shown).await?;
        assert_eq!(page.text("formula-0").await?, "sqrt(x1^2 + x2^2)");
        page.focus("formula-0-remove").await?;
        page.press(&[Key::Enter]).await?;
        wait("no unit", unit, |&shown| !shown).await?;
        assert_eq!(page.hash_value("formulas").await?, None);
        page.click("undo").await?;
        wait("the unit again", unit, |&shown| shown).await?;
        Ok(())
    })
}

#[test]
fn a_bad_formula_of_a_link_is_named_and_the_others_are_units() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("formulas=x1*x2;%3Cimg%20src=x%20onerror=go()%3E").await?;
        let said = page.notice("formula_dropped").await?;
        assert!(said.contains("<img src") && said.contains("Character 1:"), "{said}");
        assert!(page.shows("input-2").await? && !page.shows("input-3").await?);
        Ok(())
    })
}

#[test]
fn a_link_can_hide_what_adds_formulas() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("formulas=x1*x2&formulas_hide=true").await?;
        assert!(page.shows("input-2").await?);
        assert!(!page.shows("formulas-open").await?);
        Ok(())
    })
}
