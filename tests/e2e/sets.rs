//! The sets of real measurements: fetched when one is chosen, with whose it is beside it, named by the
//! link, and missed without harm.

use std::sync::atomic::Ordering;

use fantoccini::key::Key;

use crate::browser::{Outcome, Playground, Screen, console_is_about, run, wait};
use crate::points::press_at;

/// The select box shows a set, and the note of the set in use says this.
async fn is_on(page: &Playground, set: &str, said: &[&str]) -> Outcome {
    let note = async || page.text("real-set-note").await;
    wait(set, note, |text| said.iter().all(|word| text.contains(word))).await?;
    assert_eq!(page.value("real-sets").await?, set);
    assert_eq!(page.attribute("real-sets", "aria-busy").await?.as_deref(), Some("false"));
    Ok(())
}

/// What was fetched of the sets since so many requests.
fn fetched(page: &Playground, since: usize) -> Vec<String> {
    let asked = page.requests().split_off(since);
    asked.into_iter().filter(|url| url.contains(".csv")).collect()
}

#[test]
fn iris_is_fetched_when_it_is_chosen_and_learnt_and_undone() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let before = page.requests().len();
        page.open("optimizer=adam&learningRate=0.01").await?;
        assert_eq!(fetched(&page, before), Vec::<String>::new());
        page.set("real-sets", "iris").await?;
        is_on(&page, "iris", &["150", "Fisher", "CC BY 4.0"]).await?;
        assert_eq!(fetched(&page, before).len(), 1);
        page.hash_has("set", "iris").await?;
        assert!(page.shows("input-3").await? && !page.shows("input-4").await?);
        assert!(!page.is_pressed("dataset-circle").await?);
        page.run_to(200).await?;
        let accuracy = page.number("test-accuracy").await?;
        assert!(accuracy >= 0.9, "{accuracy}");

        page.press_held(&['\u{e009}'], 'z').await?;
        let pressed = async || page.is_pressed("dataset-circle").await;
        wait("the circle", pressed, |&pressed| pressed).await?;
        assert_eq!(page.hash_value("set").await?, None);
        assert_eq!(page.value("real-sets").await?, "");
        page.back().await?;
        is_on(&page, "iris", &["150"]).await?;
        // What is there is not fetched again.
        assert_eq!(fetched(&page, before).len(), 1);
        Ok(())
    })
}

#[test]
fn diabetes_is_a_number_to_be_told_and_its_licence_lies_beside_the_page() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("networkShape=4&optimizer=adam&learningRate=0.01").await?;
        page.set("real-sets", "diabetes").await?;
        is_on(&page, "diabetes", &["442", "Efron", "BSD-3-Clause"]).await?;
        assert!(page.shows("input-9").await? && !page.shows("input-10").await?);
        let before = page.number("test-loss").await?;
        page.run_to(20).await?;
        let after = page.number("test-loss").await?;
        // The loss of targets that are standardized: whoever tells their mean has 0.5.
        assert!(after < 0.35 && after < before, "{before} to {after}");
        let licence =
            "const link = document.querySelector('[data-testid=real-set-note] a[href$=\".txt\"]');
            const request = new XMLHttpRequest();
            request.open('GET', link.href, false);
            request.send();
            return request.responseText";
        let licence = page.execute(licence).await?;
        assert!(licence.as_str().is_some_and(|it| it.contains("scikit-learn developers")));
        page.reload().await?;
        is_on(&page, "diabetes", &["442"]).await?;
        page.hash_has("set", "diabetes").await
    })
}

#[test]
fn a_link_opens_its_set_as_it_says_and_a_reload_too() -> Outcome {
    run(Screen::Desktop, |page| async move {
        // A batch of more rows than are generated.
        page.open("set=digits&percTrainData=80&batchSize=999&networkShape=12").await?;
        is_on(&page, "digits", &["1,797", "Alpaydin"]).await?;
        assert_eq!(page.notice_count().await?, 0);
        assert!(page.text("value-batchSize").await?.contains("999"));
        page.hash_has("batchSize", "999").await?;
        page.reload().await?;
        is_on(&page, "digits", &["64"]).await?;
        page.hash_has("set", "digits").await?;
        assert_eq!(page.notice_count().await?, 0);
        page.set_hash("set=wine").await?;
        is_on(&page, "wine", &["178"]).await?;
        page.back().await?;
        is_on(&page, "digits", &["1,797"]).await?;
        page.click("dataset-xor").await?;
        page.hash_has("dataset", "xor").await?;
        assert_eq!(page.hash_value("set").await?, None);
        Ok(())
    })
}

/// The values that stand along the bottom of the picture.
async fn ticks(page: &Playground) -> Outcome<String> {
    let text = "return document.querySelector('.boundary-columns').textContent";
    Ok(page.execute(text).await?.as_str().unwrap_or_default().to_owned())
}

#[test]
fn other_columns_are_shown_and_held_while_the_run_stays_as_it_is() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("optimizer=adam&learningRate=0.01").await?;
        assert!(!page.shows("axis-across").await? && !page.shows("held").await?);
        page.set("real-sets", "iris").await?;
        is_on(&page, "iris", &["150"]).await?;
        page.run_to(20).await?;
        let label =
            async || Ok(page.attribute("boundary", "aria-label").await?.unwrap_or_default());
        // What tells the species best.
        let petals = |label: &String| {
            ["petal length (cm) from", "petal width (cm) from"].iter().all(|it| label.contains(it))
        };
        wait("the petals", label, petals).await?;
        let before = (label().await?, ticks(&page).await?, page.number("test-loss").await?);
        // The columns are numbered as in the file.
        page.set("axis-across", "1").await?;
        wait("the sepals", label, |label: &String| label.contains("sepal width (cm) from")).await?;
        assert!(!label().await?.contains("petal length"), "{}", label().await?);
        assert_ne!(ticks(&page).await?, before.1);
        assert_eq!(page.value("axis-up").await?, "3");
        page.epoch_is(20).await?;
        assert_eq!(page.number("test-loss").await?, before.2);
        // What runs along the other side changes places.
        page.set("axis-up", "1").await?;
        let across = async || page.value("axis-across").await;
        wait("the petals across", across, |across| across == "3").await?;

        // What is seen is a slice, and says so.
        assert_eq!(page.text("held").await?, "Slice: 2 held");
        page.click("held").await?;
        let lengths = async || page.value("held-0").await;
        let middle = wait("the middle", lengths, |value| !value.is_empty()).await?;
        page.focus("held-0").await?;
        page.press(&[Key::Right, Key::Right, Key::Right]).await?;
        assert_ne!(lengths().await?, middle);
        page.click("held-reset").await?;
        wait("the middle again", lengths, |value| *value == middle).await?;
        page.epoch_is(20).await?;

        page.click("dataset-xor").await?;
        wait("a plane", async || page.shows("axis-across").await, |shows| !shows).await?;
        Ok(())
    })
}

#[test]
fn principal_components_run_along_both_sides_and_say_so() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("set=iris").await?;
        is_on(&page, "iris", &["150"]).await?;
        page.run_to(5).await?;
        let before = page.boundary().await?;
        page.set("axis-across", "pc").await?;
        page.hash_has("axes", "pc").await?;
        let label =
            async || Ok(page.attribute("boundary", "aria-label").await?.unwrap_or_default());
        let told = wait("components", label, |label: &String| label.contains("PC 1 (")).await?;
        assert!(told.contains("PC 2 (") && told.contains("% of the variance)"), "{told}");
        assert_eq!(page.value("axis-up").await?, "pc");
        assert!(!page.shows("held").await?, "no column is left to hold");
        assert_ne!(page.boundary().await?, before);
        page.epoch_is(5).await?;
        page.focus("boundary").await?;
        page.press(&[Key::Right]).await?;
        let readout = async || page.text("boundary-readout").await;
        wait("the place", readout, |said| said.starts_with("PC 1") && said.contains("PC 2"))
            .await?;
        page.click("undo").await?;
        let across = async || page.value("axis-across").await;
        wait("a column again", across, |across| across == "2").await?;
        page.open("set=iris&axes=pc").await?;
        wait("components by the link", across, |across| across == "pc").await?;
        // A column along one side brings one back along the other.
        page.set("axis-up", "3").await?;
        wait("a column across", across, |across| across == "0").await?;
        page.hash_has("axes", "1,4").await
    })
}

#[test]
fn what_is_seen_of_a_set_is_in_the_link_and_undone_and_the_run_stays_as_it_is() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("set=iris&axes=3,1,2:3.5").await?;
        is_on(&page, "iris", &["150"]).await?;
        let across = async || page.value("axis-across").await;
        wait("the petals across", across, |across| across == "2").await?;
        assert_eq!((page.value("axis-up").await?.as_str(), page.notice_count().await?), ("0", 0));
        page.run_to(5).await?;
        let weight = page.full_weight("link-0-0-0").await?;
        page.set("axis-across", "3").await?;
        page.hash_has("axes", "4,1,2:3.5").await?;
        page.click("undo").await?;
        wait("the petals again", across, |across| across == "2").await?;
        page.hash_has("axes", "3,1,2:3.5").await?;
        let spoken = async || page.text("announcer").await;
        wait("what was undone", spoken, |text| text.contains("Columns on show")).await?;
        page.click("redo").await?;
        page.hash_has("axes", "4,1,2:3.5").await?;
        page.epoch_is(5).await?;
        assert_eq!(page.full_weight("link-0-0-0").await?, weight);
        page.back().await?;
        wait("the petals by Back", across, |across| across == "2").await?;
        page.reload().await?;
        is_on(&page, "iris", &["150"]).await?;
        wait("the petals of the link", across, |across| across == "2").await?;
        // Of a plane nothing is chosen, and the set has it still when it comes back.
        page.click("dataset-xor").await?;
        page.hash_has("dataset", "xor").await?;
        assert_eq!(page.hash_value("axes").await?, None);
        page.set("real-sets", "iris").await?;
        page.hash_has("axes", "3,1,2:3.5").await?;
        page.open("set=iris&axes=3,3").await?;
        assert!(page.notice("replaced").await?.contains("axes"));
        Ok(())
    })
}

#[test]
fn the_other_columns_are_held_at_a_sample() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("set=iris").await?;
        is_on(&page, "iris", &["150"]).await?;
        // Along the middle of the picture there are some.
        for step in 1..40 {
            press_at(&page, (f64::from(step) / 40.0, 0.5)).await?;
            if page.shows("sample-hold").await? {
                break;
            }
        }
        let value = async |name: &str| {
            let script = format!(
                "const names = Array.from(document.querySelectorAll('.boundary-sample dt'));
                return names.find((name) => name.textContent === '{name}')
                    .nextElementSibling.textContent"
            );
            Outcome::Ok(page.execute(&script).await?.as_str().unwrap_or_default().to_owned())
        };
        let [length, width] = [value("sepal length (cm)").await?, value("sepal width (cm)").await?];
        page.click("sample-hold").await?;
        page.hash_has("axes", &format!("3,4,1:{length},2:{width}")).await?;
        page.click("undo").await?;
        let axes = async || page.hash_value("axes").await;
        wait("the middle", axes, Option::is_none).await?;
        Ok(())
    })
}

#[test]
fn long_names_are_whole_in_what_is_told_of_a_point() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("set=breast_cancer").await?;
        is_on(&page, "breast_cancer", &["569"]).await?;
        for step in 1..40 {
            press_at(&page, (f64::from(step) / 40.0, 0.5)).await?;
            if page.shows("sample-hold").await? {
                break;
            }
        }
        let cut = page
            .execute(
                "const told = Array.from(document.querySelectorAll('.boundary-sample :is(dt, dd)'));
                if (told.length < 60) throw new Error(`${told.length} names and values`);
                return told.filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.textContent)",
            )
            .await?;
        assert_eq!(cut, serde_json::json!([]));
        Ok(())
    })
}

#[test]
fn the_name_of_the_set_is_whole_and_those_of_the_pictures_stay_apart() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for (width, height) in [(1280, 720), (1440, 900), (1920, 1080)] {
            page.resize(width, height).await?;
            for language in ["en", "ko"] {
                for (set, rows) in [("digits", "1,797"), ("breast_cancer", "569")] {
                    page.open(&format!("set={set}&lang={language}")).await?;
                    is_on(&page, set, &[rows]).await?;
                    let narrow = page
                        .execute(
                            "const box = document.querySelector('[data-testid=real-sets]');
                            const width = () => box.getBoundingClientRect().width;
                            const faults = [], shown = width();
                            box.style.flex = 'none';
                            if (width() > shown + 0.6) faults.push('the set is cut');
                            box.style.flex = '';
                            const names = [...document.querySelectorAll('.thumbnail span')]
                                .map((name) => [name.textContent, name.getBoundingClientRect()]);
                            if (names.length < 8) throw new Error(`${names.length} names`);
                            names.slice(1).forEach(([name, at], before) => {
                                const [, left] = names[before];
                                if (Math.abs(at.top - left.top) < 2 && at.left - left.right < 3) {
                                    faults.push(name);
                                }
                            });
                            return faults",
                        )
                        .await?;
                    assert_eq!(narrow, serde_json::json!([]), "{width}, {language}, {set}");
                }
            }
        }
        Ok(())
    })
}

#[test]
fn a_name_that_no_set_has_is_told() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("set=irsi").await?;
        let notice = page.notice("replaced").await?;
        assert!(notice.contains("irsi") && notice.contains("iris"), "{notice}");
        assert!(page.is_pressed("dataset-circle").await?);
        Ok(())
    })
}

#[test]
fn a_set_that_cannot_be_fetched_leaves_all_as_it_was_and_comes_by_the_next_try() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let (site, there) = page.host_without(|name| name.ends_with("penguins.csv"))?;
        page.go_to(&format!("{}#set=penguins&dataset=xor", site.address())).await?;
        page.stands().await?;
        let notice = page.notice("unfetched").await?;
        assert!(notice.contains("Penguins"), "{notice}");
        assert!(page.is_pressed("dataset-xor").await?);
        assert_eq!(page.value("real-sets").await?, "");
        page.run_to(3).await?;
        there.store(true, Ordering::Relaxed);
        page.set("real-sets", "penguins").await?;
        is_on(&page, "penguins", &["333", "CC0"]).await?;
        console_is_about(&page, &["penguins"]).await
    })
}
