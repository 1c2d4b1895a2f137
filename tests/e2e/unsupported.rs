//! Browsers that lack something: the page says what, instead of staying blank.

use crate::browser::{Outcome, Screen, run, wait};

async fn says(lack: &str, word: &str, page: crate::browser::Playground) -> Outcome {
    page.before_each_document(lack).await?;
    page.go("").await?;
    let text = async || {
        let text = page.execute("return document.body.innerText").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    };
    let shown = wait(&format!("{word} in the message"), text, |text| text.contains(word)).await?;
    assert!(shown.contains("Chrome") && shown.contains("Firefox"), "which browsers do: {shown}");
    Ok(())
}

#[test]
fn a_browser_without_workers_is_told() -> Outcome {
    run(Screen::Desktop, |page| says("delete window.Worker", "Worker", page))
}

#[test]
fn a_browser_without_webassembly_is_told() -> Outcome {
    run(Screen::Desktop, |page| says("delete window.WebAssembly", "WebAssembly", page))
}

#[test]
fn a_browser_without_simd_is_told() -> Outcome {
    let lack = "WebAssembly.validate = () => false";
    run(Screen::Desktop, move |page| says(lack, "SIMD", page))
}

#[test]
fn a_browser_without_scripts_is_told() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let off = serde_json::json!({ "value": true });
        page.devtools("Emulation.setScriptExecutionDisabled", off).await?;
        page.go("").await?;
        // Without scripts a test asks what is read out to one who does not see.
        let tree = page.devtools("Accessibility.getFullAXTree", serde_json::json!({})).await?;
        let tree = tree.to_string();
        for word in ["JavaScript", "scripts do not run", "스크립트가 실행되지"] {
            assert!(tree.contains(word), "{word} can be read");
        }
        Ok(())
    })
}
