//! Formulas among the inputs, and the curve that parts points.

use fantoccini::key::Key;

use crate::browser::{Outcome, Screen, run, wait};

#[test]
fn a_formula_is_added_by_keyboard_is_a_unit_and_is_removed() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let focused = async || page.focused().await;
        let said = async || page.text("formula-input-said").await;
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
fn the_card_says_when_it_is_full_and_goes_with_escape_or_a_press_elsewhere() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("formulas=x1*x2;x1%5E2;sin(x1)").await?;
        let shown = async || page.shows("formulas").await;
        let focused = async || page.focused().await;
        page.click("formulas-open").await?;
        wait("the field", focused, |id| id == "formula-input").await?;
        // What is typed outlives the card.
        page.type_text("x1").await?;
        page.click("step").await?;
        wait("no card", shown, |&shown| !shown).await?;
        page.epoch_is(1).await?;
        page.click("formulas-open").await?;
        wait("the field", focused, |id| id == "formula-input").await?;
        assert_eq!(page.value("formula-input").await?, "x1");

        page.press(&[Key::Enter]).await?;
        wait("the fourth", async || page.shows("formula-3").await, |&shown| shown).await?;
        let said = async || page.text("formulas").await;
        wait("the limit", said, |said| said.contains("There can be 4 formulas")).await?;
        wait("what it repeats", said, |said| said.contains("the same values as x₁:")).await?;
        wait("the button to have the focus", focused, |id| id == "formulas-close").await?;
        page.press(&[Key::Escape]).await?;
        wait("no card", shown, |&shown| !shown).await?;
        page.click("formulas-open").await?;
        wait("the button to have the focus", focused, |id| id == "formulas-close").await?;
        page.click("formulas-open").await?;
        wait("no card", shown, |&shown| !shown).await?;

        let middles = "return ['.network-header--features .network-name', '.network-formulas']
            .map((part) => document.querySelector(part).getBoundingClientRect())
            .map((box) => box.left + box.width / 2)";
        let middles = page.execute(middles).await?;
        let [name, button] = [0, 1].map(|at| middles[at].as_f64().unwrap_or(f64::NAN));
        assert!((name - button).abs() < 1.0, "{name} and {button}");
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
fn an_example_is_of_columns_that_are_there() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for (hash, expected) in [
            ("", "sqrt(x1^2 + x2^2)"),
            ("problem=regression&regDataset=sine", "x1^2"),
            ("set=wine", "sqrt(alcohol^2 + \"malic acid\"^2)"),
            ("set=iris", "\"sepal length (cm)\"^2"),
        ] {
            page.open(hash).await?;
            page.click("formulas-open").await?;
            let example = async || page.attribute("formula-input", "placeholder").await;
            wait(hash, example, |example| example.as_deref() == Some(expected)).await?;
        }
        Ok(())
    })
}

#[test]
fn a_phone_has_formulas_among_its_data() -> Outcome {
    run(Screen::Phone, |page| async move {
        // A plane, and a table of more columns.
        for (hash, formula, input) in
            [("", "x1*x2", "input-2"), ("set=iris", "\"petal length (cm)\"^2", "input-4")]
        {
            page.open(hash).await?;
            page.click("data-toggle").await?;
            page.click("formulas-open").await?;
            let focused = async || page.focused().await;
            wait("the field to have the focus", focused, |id| id == "formula-input").await?;
            page.type_text(formula).await?;
            page.press(&[Key::Enter]).await?;
            wait("the formula", async || page.shows("formula-0").await, |&shown| shown).await?;
            assert_eq!(page.text("formula-0").await?, formula);
            page.click("formulas-close").await?;
            wait("the button to have the focus", focused, |id| id == "formulas-open").await?;
            assert_eq!(page.ids(input).await?, [input]);
        }
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

#[test]
fn a_curve_is_typed_parts_the_points_and_is_undone() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        assert!(!page.shows("setting-curve").await?);
        page.click("dataset-curve").await?;
        page.hash_has("dataset", "curve").await?;
        let field = async || page.shows("setting-curve").await;
        wait("the field", field, |&shown| shown).await?;
        let thumbnail = async || {
            let picture =
                "return document.querySelector('[data-testid=dataset-curve] canvas').toDataURL()";
            page.execute(picture).await
        };
        let (picture, points) = (thumbnail().await?, page.boundary().await?);
        page.focus("setting-curve").await?;
        page.press(&[Key::End]).await?;
        page.type_text("+").await?;
        let said = async || page.text("setting-curve-said").await;
        wait("the character", said, |said| said.starts_with("Character 11:")).await?;
        page.press(&[Key::Enter]).await?;
        assert_eq!(page.hash_value("curve").await?, None, "what goes wrong is not taken");
        page.type_text("3").await?;
        page.press(&[Key::Enter]).await?;
        page.hash_has("curve", "2*sin(x1)+3").await?;
        wait("another picture among the data", thumbnail, |now| *now != picture).await?;
        wait("other points", async || page.boundary().await, |now| *now != points).await?;
        page.click("undo").await?;
        let value = async || page.value("setting-curve").await;
        wait("the curve before", value, |value| value == "2*sin(x1)").await?;
        assert_eq!(page.hash_value("curve").await?, None);
        page.go("dataset=curve&curve=x1&curve_hide=true").await?;
        wait("no field", field, |&shown| !shown).await?;
        Ok(())
    })
}
