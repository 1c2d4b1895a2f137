//! A visitor's own table: a file is dropped or a text pasted, the dialog shows what was found, and the
//! network learns what stands in it.

use std::sync::atomic::Ordering;

use fantoccini::key::Key;
use serde_json::json;

use crate::browser::{Outcome, Playground, Screen, console_is_about, run, wait};

/// A browser that remembers nothing, and notes the names of the files that are saved.
pub const NO_STORAGE: &str = "Object.defineProperty(window, 'localStorage', { get() {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
    } });
    window.savedFiles = [];
    HTMLAnchorElement.prototype.click = function () {
        if (this.download) window.savedFiles.push(this.download);
    };";

/// Flowers of three kinds, in quotes where the cells have commas; some values are missing, one cell is no
/// number, and one row has a cell too many.
pub fn flowers() -> String {
    let mut text = "\"length, cm\",width,place,kind\n".to_owned();
    for row in 0_u32..120 {
        let kind = row % 3;
        // Three heaps, apart but for a few rows.
        let spread = f64::from(row * 7 % 10) / 10.0;
        let length = 1.0 + 2.0 * f64::from(kind) + spread;
        let width = if row % 20 == 7 { "NA".to_owned() } else { format!("{:.2}", 3.0 - spread) };
        let place = ["north", "south, by the \"\"sea\"\""][row as usize % 2];
        let name = ["setosa", "versicolor", "virginica"][kind as usize];
        text += &format!("{length:.2},{width},\"{place}\",{name}\n");
    }
    text + "long,2.5,north,setosa\n1.0,2.0,north,setosa,5\n"
}

/// Drops a file on the page.
pub async fn drop(page: &Playground, name: &str, text: &str) -> Outcome {
    drop_bytes(page, name, text.as_bytes()).await
}

pub async fn drop_bytes(page: &Playground, name: &str, bytes: &[u8]) -> Outcome {
    drop_files(page, &[(name.to_owned(), bytes.to_vec())]).await
}

/// Drops files on the page, all at once.
pub async fn drop_files(page: &Playground, files: &[(String, Vec<u8>)]) -> Outcome {
    let files = json!(files);
    page.execute(&format!(
        "const data = new DataTransfer();
        for (const [name, bytes] of {files}) {{
            data.items.add(new File([new Uint8Array(bytes)], name, {{ type: 'text/csv' }}));
        }}
        const event = (name) => new DragEvent(name, {{
            bubbles: true, cancelable: true, dataTransfer: data,
        }});
        document.body.dispatchEvent(event('dragover'));
        document.body.dispatchEvent(event('drop'));"
    ))
    .await?;
    Ok(())
}

/// Pastes a text where the focus is.
async fn paste(page: &Playground, text: &str) -> Outcome {
    let text = json!(text);
    page.execute(&format!(
        "const data = new DataTransfer();
        data.setData('text/plain', {text});
        const at = document.activeElement ?? document.body;
        at.dispatchEvent(new ClipboardEvent('paste', {{
            bubbles: true, cancelable: true, clipboardData: data,
        }}));"
    ))
    .await?;
    Ok(())
}

pub async fn appears(page: &Playground, id: &str) -> Outcome {
    wait(id, async || page.shows(id).await, |&shows| shows).await?;
    Ok(())
}

pub async fn goes(page: &Playground, id: &str) -> Outcome {
    wait(&format!("{id} to go"), async || page.shows(id).await, |&shows| !shows).await?;
    Ok(())
}

/// Legend, outputs and inputs are called as in the file; what is cut is whole in a title, and nothing
/// reaches over its place.
async fn names_are_those_of_the_file(page: &Playground) -> Outcome {
    // The button that was clicked lay over a unit, which would be looked at.
    page.hover("epoch").await?;
    let legend = async || page.text("classes").await;
    let told = wait("the classes", legend, |text| text.contains("virginica")).await?;
    for name in ["setosa", "versicolor", "virginica"] {
        assert!(told.contains(name), "{name} is missing in {told}");
    }
    let titles = "return [...document.querySelectorAll('[data-testid=classes] li')]
        .map((item) => item.title).join()";
    assert_eq!(page.execute(titles).await?, "setosa,versicolor,virginica");
    let inside = "const rail = document.querySelector('.boundary-rail').getBoundingClientRect();
        return [...document.querySelectorAll('[data-testid=classes] li')].every((item) => {
            const box = item.getBoundingClientRect();
            return box.left >= rail.left - 0.6 && box.right <= rail.right + 0.6;
        }) && rail.right <= innerWidth && rail.width <= 96";
    assert_eq!(page.execute(inside).await?, true, "the legend reaches over its place");
    let output = page.attribute("unit-2-1", "aria-label").await?;
    assert_eq!(output.as_deref(), Some("Output versicolor"));

    let inputs = ["length, cm", "width", "place = north", "place = south, by the \"sea\""];
    for (at, whole) in inputs.into_iter().enumerate() {
        let id = format!("input-{at}");
        assert_eq!(page.attribute(&id, "title").await?.as_deref(), Some(whole));
        let label = page.attribute(&id, "aria-label").await?.unwrap_or_default();
        assert!(label.ends_with(whole), "{label} for {whole}");
        let written = page.text(&id).await?;
        assert!(
            written.starts_with(whole.split([' ', ',']).next().unwrap_or_default()),
            "{written}"
        );
    }
    assert_ne!(page.text("input-2").await?, page.text("input-3").await?);
    let apart = "const boxes = [...document.querySelectorAll('.network-formula')]
            .map((name) => name.getBoundingClientRect());
        return boxes.length === 4 && boxes.every((box, at) => box.width > 0
            && boxes.slice(at + 1).every((below) => box.bottom <= below.top + 0.6))";
    assert_eq!(page.execute(apart).await?, true, "names lie over each other");
    Ok(())
}

#[test]
fn a_table_dropped_before_the_browser_tells_that_the_last_one_is_closed_is_read() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        drop(&page, "first.csv", "a,b\n1,2\n2,3\n").await?;
        appears(&page, "import-columns").await?;
        // Its bytes are there at once, as they are where frames take long.
        let told = page
            .execute(
                "const dialog = document.querySelector('[data-testid=\"import-dialog\"]');
                const order = [];
                dialog.addEventListener('close', () => order.push(dialog.open));
                const text = 'c,d\\n5,6\\n6,7\\n';
                const bytes = new TextEncoder().encode(text).buffer;
                Blob.prototype.arrayBuffer = async () => bytes.slice();
                const data = new DataTransfer();
                data.items.add(new File([text], 'second.csv', { type: 'text/csv' }));
                dialog.querySelector('.dialog-head button').click();
                return new Promise((done) => {
                    const look = (left) => {
                        if (dialog.open && left > 0) return queueMicrotask(() => look(left - 1));
                        const how = { bubbles: true, cancelable: true, dataTransfer: data };
                        document.body.dispatchEvent(new DragEvent('drop', how));
                        requestAnimationFrame(() => setTimeout(() => done(order), 100));
                    };
                    look(1000);
                });",
            )
            .await?;
        assert_eq!(told, json!([true]), "the dialog is open again when that is told");
        let columns = async || page.text("import-columns").await;
        wait("the second table", columns, |text| text.contains("6 to 7, mean 6.5")).await?;
        Ok(())
    })
}

#[test]
fn a_dropped_table_of_three_classes_is_learnt_and_undone() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5&rules=modern").await?;
        drop(&page, "flowers.csv", &flowers()).await?;
        appears(&page, "import-columns").await?;
        assert!(page.text("import").await?.contains("flowers.csv"));
        assert!(page.text("import-size").await?.contains("121"));
        let remarks = page.text("import-remarks").await?;
        assert!(remarks.contains("“long”") && remarks.contains("122"), "{remarks}");
        assert_eq!(page.text("import-missing-1").await?, "6");
        assert!(page.text("import-columns").await?.contains("length, cm"));
        assert!(page.text("import-preview").await?.contains("south, by the \"sea\""));

        // A choice without a table says why, and goes on being one.
        for at in 0..3 {
            page.set(&format!("import-role-{at}"), "0").await?;
        }
        page.click("import-use").await?;
        let refused = async || page.text("import-refused").await;
        wait("the refusal", refused, |text| text.contains("input")).await?;
        for at in 0..3 {
            page.set(&format!("import-role-{at}"), "1").await?;
        }
        page.click("import-use").await?;
        goes(&page, "import").await?;

        let note = async || page.text("own-table-note").await;
        wait("the table in use", note, |text| text.contains("114")).await?;
        assert!(!page.is_pressed("dataset-circle").await?);
        names_are_those_of_the_file(&page).await?;
        page.epoch_is(0).await?;
        let before = page.number("test-accuracy").await?;
        page.click("speed-max").await?;
        page.run_to(300).await?;
        let after = page.number("test-accuracy").await?;
        assert!(after > before.max(0.8), "{before} {after}");

        page.press_held(&['\u{e009}'], 'z').await?;
        let pressed = async || page.is_pressed("dataset-circle").await;
        wait("the circle", pressed, |&pressed| pressed).await?;
        page.back().await?;
        wait("the table again", async || page.is_pressed("dataset-circle").await, |&on| !on)
            .await?;
        page.click("dataset-xor").await?;
        page.hash_has("dataset", "xor").await?;
        assert!(page.is_pressed("dataset-xor").await?);
        Ok(())
    })
}

#[test]
fn a_pasted_table_is_read_otherwise_when_it_is_corrected() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        paste(&page, "x\ty\n1,5\t2,5\n2,5\t3,5\n3,5\t4,5\n").await?;
        appears(&page, "import-columns").await?;
        let values = async || page.text("import-values-0").await;
        wait("decimals after commas", values, |text| text.contains("1.5")).await?;
        // A point before decimals: the commas stand between thousands, of which there are none.
        page.set("import-decimal", "1").await?;
        let kind = async || page.value("import-kind-0").await;
        wait("the column as texts", kind, |kind| kind == "1").await?;
        page.set("import-header", "1").await?;
        wait("four rows", async || page.text("import-size").await, |text| text.contains('4'))
            .await?;
        page.press(&[Key::Escape]).await?;
        goes(&page, "import").await?;
        assert!(page.is_pressed("dataset-circle").await?);

        // What is typed into a field, and what is no table, is nobody's table.
        page.focus("setting-seed").await?;
        paste(&page, "a,b\n1,2\n").await?;
        paste(&page, "Hello, world").await?;
        assert!(!page.shows("import").await?);
        Ok(())
    })
}

#[test]
fn a_file_is_decoded_by_the_browser_and_can_be_decoded_otherwise() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        // 키,성별 and rows of 남 and 여, as Korean spreadsheets save them and as others export them.
        let korean =
            b"\xc5\xb0,\xbc\xba\xba\xb0\n170,\xb3\xb2\n160,\xbf\xa9\n172,\xb3\xb2\n161,\xbf\xa9\n";
        drop_bytes(&page, "korean.csv", korean).await?;
        let columns = async || page.text("import-columns").await;
        wait("the names", columns, |text| text.contains('키') && text.contains("성별")).await?;
        let preview = async || page.text("import-preview").await;
        wait("the rows", preview, |text| text.contains('남')).await?;
        page.set("import-role-0", "0").await?;
        // Western European bytes make other names of the same columns; what was chosen of them stays.
        page.set("import-encoding", "4").await?;
        wait("other names", columns, |text| text.contains("Å°")).await?;
        assert_eq!(page.value("import-role-0").await?, "0");

        let text = "x\u{2028}y;kind\n1,5;a\n2,5;b\n3,5;a\n4,5;b\n";
        let wide: Vec<u8> = "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        drop_bytes(&page, "wide.csv", &wide).await?;
        let values = async || page.text("import-values-0").await;
        wait("decimals after commas", values, |text| text.contains("1.5")).await?;
        page.click("import-use").await?;
        goes(&page, "import").await?;
        page.notice("table_brought").await?;
        Ok(())
    })
}

/// Brings the flowers, as they are suggested.
pub async fn bring_flowers(page: &Playground) -> Outcome {
    drop(page, "flowers.csv", &flowers()).await?;
    appears(page, "import-columns").await?;
    page.click("import-use").await?;
    goes(page, "import").await
}

#[test]
fn a_plane_of_a_table_is_called_by_its_columns() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("xTimesY=true").await?;
        let rows = (0_u32..12)
            .map(|row| format!("{row},{},{}\n", 9 - row % 5, ["a", "b"][row as usize % 2]));
        drop(&page, "plane.csv", &format!("width,키 (cm),kind\n{}", rows.collect::<String>()))
            .await?;
        appears(&page, "import-columns").await?;
        page.click("import-use").await?;
        goes(&page, "import").await?;
        let product = async || page.attribute("feature-xTimesY", "title").await;
        let expected = "width·(키 (cm))";
        wait("the product", product, |title| title.as_deref() == Some(expected)).await?;
        assert_eq!(page.text("feature-x").await?, "width");
        let weight = page.attribute("link-0-0-0", "aria-label").await?.unwrap_or_default();
        assert!(weight.contains("width"), "{weight}");
        page.click("dataset-xor").await?;
        let letter = async || page.text("feature-x").await;
        wait("the letter", letter, |text| text == "x₁").await?;
        Ok(())
    })
}

/// Which of the programs that answer have been fetched since so many requests.
pub fn programs(page: &Playground, since: usize) -> Vec<&'static str> {
    let asked = page.requests().split_off(since);
    let is_asked = |program: &&str| asked.iter().any(|url| url.contains(&format!("/{program}-")));
    ["files", "networks"].into_iter().filter(is_asked).collect()
}

async fn is_on_flowers(page: &Playground) -> Outcome {
    let note = async || page.text("own-table-note").await;
    wait("the table in use", note, |text| text.contains("114")).await?;
    assert!(!page.is_pressed("dataset-circle").await?);
    names_are_those_of_the_file(page).await
}

/// What the page remembers of the tables that are kept.
async fn remembered(page: &Playground) -> Outcome<serde_json::Value> {
    page.execute("return localStorage.getItem('neural-playground.tables')").await
}

#[test]
fn names_that_are_markup_stay_text() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        let column = "<img src=x onerror=window.ran=1>";
        let class = "</title><b onmouseover=window.ran=1>b&amp;</b>";
        let rows = (0_u32..40).map(|row| {
            format!("{row},{},{},{}\n", row % 7, row % 3, ["plain", class][row as usize % 2])
        });
        let rows = rows.collect::<String>();
        drop(&page, "<i>names.csv", &format!("{column},\"x\"\"y\",&lt;,kind\n{rows}")).await?;
        appears(&page, "import-columns").await?;
        assert!(page.text("import").await?.contains("<i>names.csv"));
        assert!(page.text("import-columns").await?.contains(column));
        assert!(page.text("import-preview").await?.contains(class));
        page.click("import-use").await?;
        goes(&page, "import").await?;
        page.hover("epoch").await?;
        let legend = async || page.text("classes").await;
        wait("the classes", legend, |text| text.contains(class)).await?;
        for (id, whole) in [("input-0", column), ("input-1", "x\"y"), ("input-2", "&lt;")] {
            assert_eq!(page.attribute(id, "title").await?.as_deref(), Some(whole));
        }
        let weight = page.attribute("link-0-0-0", "aria-label").await?.unwrap_or_default();
        assert!(weight.contains(column), "{weight}");
        page.run_to(20).await?;
        let made = "return window.ran === undefined
            && !document.querySelector('img[src=x], [onerror], [onmouseover]')";
        assert_eq!(page.execute(made).await?, true, "a name became markup");
        Ok(())
    })
}

#[test]
fn a_table_outlives_a_reload_until_it_is_forgotten() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let before = page.requests().len();
        page.open("seed=0.5&rules=modern").await?;
        assert_eq!(programs(&page, before), [""; 0]);
        bring_flowers(&page).await?;
        appears(&page, "own-table-forget").await?;
        assert_eq!(programs(&page, before), ["files"]);
        page.set("setting-batchSize", "7").await?;
        page.hash_has("batchSize", "7").await?;
        let hash = page.hash().await?;
        for _ in 0..2 {
            page.reload().await?;
            is_on_flowers(&page).await?;
            assert_eq!(page.hash().await?, hash);
            assert_eq!(page.value("setting-batchSize").await?, "7");
            assert_eq!(page.notice_count().await?, 0);
        }
        page.run_to(5).await?;
        // Back to before it came, and forward to it.
        page.back().await?;
        page.back().await?;
        let pressed = async || page.is_pressed("dataset-circle").await;
        wait("the circle", pressed, |&pressed| pressed).await?;
        page.reload().await?;
        wait("the circle again", pressed, |&pressed| pressed).await?;
        page.forward().await?;
        is_on_flowers(&page).await?;

        page.click("own-table-forget").await?;
        page.notice("forgotten").await?;
        appears(&page, "own-table-save").await?;
        is_on_flowers(&page).await?;
        assert!(remembered(&page).await?.is_null());
        let before = page.requests().len();
        page.reload().await?;
        wait("the circle for good", pressed, |&pressed| pressed).await?;
        assert_eq!(page.notice_count().await?, 0);
        assert_eq!(programs(&page, before), [""; 0]);
        Ok(())
    })
}

#[test]
fn a_table_that_is_kept_no_longer_is_missed() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5&rules=modern").await?;
        bring_flowers(&page).await?;
        appears(&page, "own-table-forget").await?;
        page.execute("indexedDB.deleteDatabase('neural-playground')").await?;
        page.reload().await?;
        page.notice("table_gone").await?;
        assert!(page.is_pressed("dataset-circle").await?);
        assert!(remembered(&page).await?.is_null());
        Ok(())
    })
}

#[test]
fn where_nothing_is_kept_the_page_says_so_and_offers_a_file() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(NO_STORAGE).await?;
        page.open("seed=0.5&rules=modern").await?;
        bring_flowers(&page).await?;
        page.notice("not_kept").await?;
        appears(&page, "own-table-save").await?;
        page.click("own-table-save").await?;
        let files = async || Ok(page.execute("return window.savedFiles").await?);
        wait("the file", files, |files| *files == json!(["table.csv"])).await?;
        page.reload().await?;
        page.notice("table_gone").await?;
        assert!(page.is_pressed("dataset-circle").await?);
        Ok(())
    })
}

#[test]
fn cells_of_a_spreadsheet_are_pasted_though_a_picture_comes_with_them() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        page.execute(
            "const data = new DataTransfer();
            data.setData('text/plain', '\"long\\nin cm\"\\tkind\\n1\\ta\\n2\\tb\\n3\\ta\\n');
            data.items.add(new File([new Uint8Array([137, 80])], 'image.png', { type: 'image/png' }));
            document.body.dispatchEvent(new ClipboardEvent('paste', {
                bubbles: true, cancelable: true, clipboardData: data,
            }));",
        )
        .await?;
        let columns = async || page.text("import-columns").await;
        wait("the cells", columns, |text| text.contains("long") && text.contains("kind")).await?;
        // A row by itself is taken for names until the visitor says otherwise.
        paste(&page, "red,big,yes\n").await?;
        let wrong = async || page.text("import-wrong").await;
        wait("names alone", wrong, |text| text.contains("no row")).await?;
        page.set("import-header", "1").await?;
        let size = async || page.text("import-size").await;
        wait("the row", size, |text| text.contains("1 row,")).await?;
        Ok(())
    })
}

#[test]
fn points_that_are_copied_come_back_by_a_paste() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(
            "navigator.clipboard.writeText = async (text) => { window.copied = text; }",
        )
        .await?;
        page.open("seed=0.5&noise=20").await?;
        page.click("share").await?;
        appears(&page, "copy-points").await?;
        page.click("copy-points").await?;
        let notice = page.notice("points_copied").await?;
        assert!(notice.starts_with("All 500 points"), "{notice}");
        let copied = page.execute("return window.copied").await?;
        let copied = copied.as_str().unwrap_or_default();
        assert!(copied.starts_with("x₁,x₂,class\n"), "{copied:.60}");
        paste(&page, copied).await?;
        let size = async || page.text("import-size").await;
        wait("the points", size, |text| text.contains("500 rows,")).await?;
        Ok(())
    })
}

#[test]
fn what_is_no_table_says_so_and_what_to_do() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        for (name, text, expected) in [
            ("empty.csv", "", "empty"),
            ("book.xlsx", "PK\u{3}\u{4}\0\0\0\0", "CSV"),
            ("names.csv", "a,b,c\n", "no row"),
        ] {
            drop(&page, name, text).await?;
            let wrong = async || page.text("import-wrong").await;
            wait(name, wrong, |text| text.contains(expected)).await?;
        }
        page.click("import-cancel").await?;
        goes(&page, "import-wrong").await?;
        Ok(())
    })
}

#[test]
fn a_program_that_cannot_be_fetched_is_told_and_had_by_the_next_try() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let (site, there) = page.host_without(|name| name.starts_with("files-"))?;
        page.go_to(&site.address()).await?;
        page.stands().await?;
        drop(&page, "flowers.csv", &flowers()).await?;
        let wrong = async || page.text("import-wrong").await;
        wait("the word of it", wrong, |text| text.contains("cannot be fetched")).await?;
        there.store(true, Ordering::Relaxed);
        page.click("import-use").await?;
        appears(&page, "import-columns").await?;
        page.click("import-cancel").await?;
        goes(&page, "import").await?;
        console_is_about(&page, &["files"]).await
    })
}

#[test]
fn what_other_columns_are_held_at_leaves_the_picture_in_sight() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for (width, height) in [(1280, 720), (1440, 900), (820, 1180), (390, 844)] {
            page.resize(width, height).await?;
            page.open("set=wine").await?;
            appears(&page, "held").await?;
            page.click("held").await?;
            appears(&page, "held-2").await?;
            let apart = "const box = (it) => document.querySelector(it).getBoundingClientRect();
                const [card, picture] = [box('.held'), box('[data-testid=boundary]')];
                const beside = card.right <= picture.left || picture.right <= card.left;
                const below = card.bottom <= picture.top || picture.bottom <= card.top;
                const on = card.left >= 0 && card.right <= innerWidth && card.top >= 0
                    && card.bottom <= innerHeight && card.height > 120;
                return [beside || below, on]";
            assert_eq!(page.execute(apart).await?, json!([true, true]), "{width} × {height}");
        }
        Ok(())
    })
}
