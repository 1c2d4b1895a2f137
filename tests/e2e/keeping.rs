//! What the browser keeps beside what is in use: tables that can be used again or forgotten, and drawings
//! that no link has room for.

use serde_json::json;

use crate::browser::{Outcome, Playground, Screen, run, wait};
use crate::draw::{count, stroke};
use crate::tables::{NO_STORAGE, appears, bring_flowers, drop, goes};

/// The ids of what is listed: `kept-…`, without its buttons.
async fn listed(page: &Playground) -> Outcome<Vec<String>> {
    let mut ids = page.ids("kept-").await?;
    ids.retain(|id| !id.ends_with("-use") && !id.ends_with("-forget"));
    Ok(ids)
}

/// How many tables the browser has.
async fn stored(page: &Playground) -> Outcome<serde_json::Value> {
    page.execute(
        "return new Promise((done, failed) => {
            const open = indexedDB.open('neural-playground', 1);
            open.onerror = () => failed(open.error);
            open.onsuccess = () => {
                const count = open.result.transaction(['tables']).objectStore('tables').count();
                count.onsuccess = () => { open.result.close(); done(count.result); };
            };
        })",
    )
    .await
}

#[test]
fn a_table_that_is_not_in_use_is_listed_used_again_and_forgotten() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5&rules=modern").await?;
        bring_flowers(&page).await?;
        appears(&page, "own-table-forget").await?;
        assert!(!page.shows("kept").await?, "what is in use is not listed");
        page.click("dataset-xor").await?;
        appears(&page, "kept").await?;
        page.reload().await?;
        appears(&page, "kept").await?;
        let ids = listed(&page).await?;
        assert_eq!(ids.len(), 1, "{ids:?}");
        let id = &ids[0];
        let (use_it, forget) = (format!("{id}-use"), format!("{id}-forget"));
        assert!(page.text(id).await?.contains("flowers.csv"));
        for (button, verb) in [(&use_it, "Use"), (&forget, "Forget")] {
            let name = page.attribute(button, "aria-label").await?.unwrap_or_default();
            assert!(name.starts_with(&format!("{verb} flowers.csv")), "{name}");
        }
        page.click(&use_it).await?;
        appears(&page, "own-table-forget").await?;
        goes(&page, "kept").await?;
        page.click("dataset-xor").await?;
        appears(&page, &forget).await?;
        page.click(&forget).await?;
        page.notice("forgotten").await?;
        goes(&page, "kept").await?;
        assert_eq!(stored(&page).await?, 0);
        let focused = async || page.focused().await;
        wait("the focus on what follows", focused, |id| id == "more-data").await?;
        assert!(page.is_pressed("dataset-xor").await?, "what is in use stays");
        page.reload().await?;
        assert!(page.is_pressed("dataset-xor").await? && !page.shows("kept").await?);
        Ok(())
    })
}

#[test]
fn a_table_is_called_by_its_file_and_the_oldest_that_is_kept_makes_room() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5&rules=modern").await?;
        bring_flowers(&page).await?;
        let note = async || page.text("own-table-note").await;
        let said = wait("its name", note, |text| text.contains("flowers.csv")).await?;
        assert!(said.contains("114 of 121 rows"), "{said}");
        for name in ["a.csv", "b.csv", "c.csv"] {
            let rows = (0_u32..40).map(|row| format!("{row},{}\n", row * row));
            let text = format!("{name},y\n{}", rows.collect::<String>());
            drop(&page, name, &text).await?;
            appears(&page, "import-columns").await?;
            page.click("import-use").await?;
            goes(&page, "import").await?;
            wait("the table to be kept", note, |text| text.contains(name)).await?;
        }
        let said = page.notice("made_room").await?;
        assert!(said.contains("flowers.csv"), "{said}");
        assert_eq!(stored(&page).await?, 3);
        let listed = page.text("kept").await?;
        assert!(listed.contains("b.csv, 40 rows, 1 input column"), "{listed}");
        assert!(!listed.contains("flowers.csv"), "{listed}");
        Ok(())
    })
}

#[test]
fn a_drawing_that_no_link_has_room_for_outlives_a_reload_until_it_is_forgotten() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("problem=regression&seed=0.5&samples=400&rules=modern").await?;
        page.click("draw").await?;
        page.click("draw-begin").await?;
        appears(&page, "own-table-forget").await?;
        let mut drawn = count(&page).await?;
        assert!(drawn > 300.0, "{drawn}");
        for _ in 0..2 {
            assert_eq!(page.hash_value("points").await?, None);
            page.reload().await?;
            let note = async || page.text("own-table-note").await;
            wait("the drawing", note, |text| text.contains(&drawn.to_string())).await?;
            assert_eq!(page.notice_count().await?, 0);
            page.click("draw").await?;
            let before =
                page.execute("return localStorage.getItem('neural-playground.tables')").await?;
            stroke(&page, (0.2, 0.2), (0.2, 0.8), 5).await?;
            let more = async || count(&page).await;
            drawn = wait("more points", more, |&now| now > drawn).await?;
            let now = async || {
                page.execute("return localStorage.getItem('neural-playground.tables')").await
            };
            wait("the stroke to be kept", now, |now| *now != before).await?;
            assert_eq!(stored(&page).await?, 1, "in the place of the one before");
        }
        page.click("dataset-reg-plane").await?;
        appears(&page, "kept").await?;
        let ids = listed(&page).await?;
        assert_eq!(ids.len(), 1, "{ids:?}");
        let id = &ids[0];
        assert!(page.text(id).await?.starts_with("Your drawing"));
        page.click(&format!("{id}-use")).await?;
        appears(&page, "own-table-forget").await?;
        page.click("own-table-forget").await?;
        page.notice("forgotten").await?;
        appears(&page, "own-table-save").await?;
        assert_eq!(stored(&page).await?, 0);
        page.reload().await?;
        assert!(page.is_pressed("dataset-reg-plane").await?);
        Ok(())
    })
}

#[test]
fn where_no_drawing_is_kept_the_page_says_so_once_and_offers_a_file() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(NO_STORAGE).await?;
        page.open("problem=regression&seed=0.5&samples=400&rules=modern").await?;
        page.click("draw").await?;
        page.click("draw-begin").await?;
        page.notice("not_kept").await?;
        appears(&page, "own-table-save").await?;
        page.click("own-table-save").await?;
        let files = async || Ok(page.execute("return window.savedFiles").await?);
        wait("the file", files, |files| *files == json!(["table.csv"])).await?;
        Ok(())
    })
}
