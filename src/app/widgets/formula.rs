//! A field for a formula. As one types, a sign stands under the character at which it goes wrong, and words
//! say what was expected.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::field::presses;
use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::engine::expression::Formula;
use crate::engine::table::Column;

/// The field, the sign, and what is to be said of the formula.
#[component]
pub fn FormulaField(
    /// `data-testid` of the field, and its id; that of what is said ends with `-said`.
    id: &'static str,
    /// What it is called.
    #[prop(into)]
    label: Signal<&'static str>,
    /// The columns that the formula may name.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// What stands in it.
    draft: RwSignal<String>,
    /// What stands in it while that is nothing.
    #[prop(optional, into)]
    example: Signal<String>,
    /// What is said while nothing is wrong.
    #[prop(into)]
    hint: Signal<String>,
    /// What becomes of a formula at the Enter key.
    #[prop(into)]
    take: Callback<String>,
    /// The field, for whoever puts the focus there.
    #[prop(optional)]
    field: NodeRef<html::Input>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let wrong = memo(move || {
        let read = |text: &String| columns.with(|columns| Formula::read(text, columns).err());
        draft.with(|text| if text.trim().is_empty() { None } else { read(text) })
    });
    let said = move || {
        let words = page.text().formula;
        wrong.with(|wrong| wrong.as_ref().map_or_else(|| hint.get(), words.wrong))
    };
    let before = move || {
        let at = wrong.with(|wrong| wrong.as_ref().map(|wrong| wrong.at))?;
        let before = draft.with(|text| text.chars().take(at).collect::<String>());
        Some(view! { <span>{before}</span> "^" })
    };
    let is_wrong = move || wrong.with(Option::is_some);
    let key = move |event: KeyboardEvent| {
        if !presses(&event, "Enter") {
            return;
        }
        event.prevent_default();
        if untrack(is_wrong) {
            page.say(untrack(said));
            return;
        }
        let text = draft.get_untracked().trim().to_owned();
        if !text.is_empty() {
            take.run(text);
        }
    };
    let said_id = format!("{id}-said");
    let about = run.element(&said_id);
    view! {
        <input
            class="network-card-input"
            id=run.element(id)
            data-testid=id
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            placeholder=move || example.get()
            aria-label=move || label.get()
            aria-invalid=move || is_wrong().to_string()
            aria-describedby=about.clone()
            node_ref=field
            prop:value=move || draft.get()
            on:input=move |event| draft.set(event_target_value(&event))
            on:keydown=key
        />
        <div class="formulas-place" aria-hidden="true" translate="no">{before}</div>
        <p class="network-card-hint" class:is-wrong=is_wrong id=about data-testid=said_id>
            {said}
        </p>
    }
}
