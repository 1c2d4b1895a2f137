//! Who may name whom, and who speaks to the visitor. The features of Cargo.toml hold the same walls
//! up for the linker; these rules hold also where a feature happens to be on.

use super::{Complaint, SourceFile, rust_text};

/// One wall: files below `folder` name none of these crates (but for the `doors`) and none
/// of these modules.
struct Wall {
    folder: &'static str,
    crates: &'static [&'static str],
    doors: &'static [&'static str],
    modules: &'static [&'static str],
    reason: &'static str,
}

const WEB_CRATES: &[&str] =
    &["js_sys", "leptos", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"];

const WALLS: [Wall; 6] = [
    Wall {
        folder: "src/engine/",
        crates: WEB_CRATES,
        doors: &[],
        modules: &["app", "protocol", "worker"],
        reason: "the engine knows no browser, no page and no messages",
    },
    Wall {
        folder: "src/files/",
        crates: WEB_CRATES,
        // The program's start, and where tables are kept.
        doors: &["src/files/browser.rs", "src/files/storage.rs"],
        modules: &[
            "app",
            "engine::backend",
            "engine::model",
            "engine::plan",
            "engine::trainer",
            "protocol",
            "worker",
        ],
        reason: "what reads tables knows of the engine its table only",
    },
    Wall {
        folder: "src/formats/",
        crates: WEB_CRATES,
        doors: &[],
        modules: &["app"],
        reason: "what writes files for other programs knows no browser and no page",
    },
    Wall {
        folder: "src/protocol/",
        crates: WEB_CRATES,
        // Turns messages into what a browser can post, and back.
        doors: &["src/protocol/transfer.rs"],
        modules: &[
            "app",
            "engine::backend",
            "engine::model",
            "engine::plan",
            "engine::trainer",
            "worker",
        ],
        reason: "the protocol is data: of the engine it knows the settings only",
    },
    Wall {
        folder: "src/app/",
        crates: &[],
        doors: &[],
        modules: &["engine::backend", "engine::model", "engine::plan", "engine::trainer", "worker"],
        reason: "the page computes nothing: it sends commands and draws frames",
    },
    Wall {
        folder: "src/worker/",
        crates: &["leptos"],
        doors: &[],
        modules: &["app"],
        reason: "the worker knows no page",
    },
];

/// Folders that speak no language: what a visitor reads, `src/app/text/` says.
const WORDLESS: [&str; 3] = ["src/engine/", "src/protocol/", "src/worker/"];

pub fn complaints(file: &SourceFile) -> Vec<Complaint> {
    // `src/protocol.rs` stands behind the same wall as `src/protocol/`.
    let as_folder = file.path.replace(".rs", "/");
    let code = rust_text::code(&file.text);
    let mut found = Vec::new();
    if WORDLESS.iter().any(|folder| file.path.starts_with(folder) || as_folder == *folder) {
        for (index, (line, code)) in file.text.lines().zip(code.lines()).enumerate() {
            if speaks(line, code) {
                let what = "words for the visitor: they stand in src/app/text/, in each language";
                found.push(Complaint::new(&file.path, index + 1, what));
            }
        }
    }
    for wall in WALLS {
        if !file.path.starts_with(wall.folder) && as_folder != wall.folder {
            continue;
        }
        let mut complain = |line, name: &str| {
            let what = format!("names `{name}`, but {}", wall.reason);
            found.push(Complaint::new(&file.path, line, what));
        };
        for (line, word) in rust_text::words(&code) {
            if wall.crates.contains(&word) && !wall.doors.contains(&file.path.as_str()) {
                complain(line, word);
            }
        }
        for (line, path) in rust_text::own_paths(&code, &file.path) {
            let path = path.join("::");
            for module in wall.modules {
                let below = path.strip_prefix(module);
                if below.is_some_and(|rest| rest.is_empty() || rest.starts_with("::")) {
                    complain(line, module);
                }
            }
        }
    }
    found
}

/// Whether a line has Hangul, or its code a field or variable named as a language is.
fn speaks(line: &str, code: &str) -> bool {
    let hangul = |c| matches!(c, 'ᄀ'..='ᇿ' | 'ㄱ'..='ㆎ' | '가'..='힣');
    let mut words = rust_text::words(code);
    line.contains(hangul) || words.any(|(_, word)| matches!(word, "english" | "korean"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walls_stop_what_they_should() {
        for (path, text, expected) in [
            ("src/engine/plan.rs", "use web_sys::Window;", 1),
            ("src/engine/plan.rs", "//! not web_sys\nlet worker = 1;", 0),
            ("src/engine/plan.rs", "use crate::protocol::Frame;", 1),
            ("src/files/read.rs", "use crate::engine::table;", 0),
            ("src/files/read.rs", "use crate::engine::trainer::Trainer;", 1),
            ("src/files/read.rs", "use js_sys::Array;", 1),
            ("src/files/storage.rs", "use js_sys::Array;", 0),
            ("src/formats/onnx.rs", "use crate::engine::plan::Plan;", 0),
            ("src/formats/onnx.rs", "use crate::app::link;", 1),
            ("src/protocol/mod.rs", "use crate::engine::config::Config;", 0),
            ("src/protocol.rs", "use crate::engine::backend::Simd;", 1),
            ("src/app/link.rs", "use crate::{engine::{plan::Op}, protocol};", 1),
            ("src/app/link.rs", "use crate::engine::planning;", 0),
            ("src/worker/mod.rs", "use crate::app::text;", 1),
            ("src/engine/loss.rs", "label: \"힌지\"", 1),
            ("src/worker/mod.rs", "//! 작업자", 1),
            ("src/protocol.rs", "pub english: &'static str,", 1),
            ("src/engine/loss.rs", "label: \"Hinge, −½·λ\"", 0),
            ("src/app/text/kinds/korean.rs", "\"힌지\"", 0),
            ("tests/web.rs", "use neural_playground::app::text;", 0),
        ] {
            let file = SourceFile { path: path.into(), text: text.into() };
            assert_eq!(complaints(&file).len(), expected, "{path}: {text}");
        }
    }
}
