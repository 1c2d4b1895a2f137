//! What of a file could not be read or had no room, by line and column.

use leptos::prelude::*;

use super::phase::Import;
use super::program::Importer;
use crate::app::reactive::memo;
use crate::app::state::use_page;
use crate::app::text::import::{self, Words};
use crate::files::{Findings, Listed};

/// Of a kind so many are told; of the others how many there are.
const TOLD: usize = 5;

/// The list; nothing where all could be read.
#[component]
pub(super) fn Remarks() -> impl IntoView {
    let page = use_page();
    let importer = expect_context::<Importer>();
    let lines = memo(move || {
        let words = page.words(import::of);
        let found = |import: &Import| import.shown().map(|found| lines(words, &found.findings));
        importer.import.with(found).unwrap_or_default()
    });
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty())>
            <h3>{move || page.words(import::of).remarks}</h3>
            <ul class="import-remarks" data-testid="import-remarks">
                {move || {
                    let line = |line: String| view! { <li>{line}</li> };
                    lines.get().into_iter().map(line).collect_view()
                }}
            </ul>
        </Show>
    }
}

/// What is to be told, a line each.
fn lines(words: &Words, findings: &Findings) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(findings.garbled.as_ref().map(words.garbled));
    lines.extend(findings.left_out.iter().map(words.left_out));
    first(&findings.bad_rows, words, words.bad_row, &mut lines);
    for column in &findings.columns {
        first(&column.bad, words, words.bad_cell, &mut lines);
    }
    if findings.blank_rows > 0 {
        lines.push((words.blank_rows)(findings.blank_rows));
    }
    lines
}

/// The first of many, and how many more there are.
fn first<T>(listed: &Listed<T>, words: &Words, say: fn(&T) -> String, lines: &mut Vec<String>) {
    let told = listed.named.len().min(TOLD);
    lines.extend(listed.named.iter().take(told).map(say));
    let more = listed.total - told as u64;
    if more > 0 {
        lines.push((words.more)(more));
    }
}
