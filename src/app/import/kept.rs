//! The tables and drawings that the browser keeps and that are not in use: each can be used, and forgotten.

use leptos::prelude::*;

use super::drawings;
use super::keep::with_deeds;
use crate::app::part::part;
use crate::app::preference::kept::Held;
use crate::app::reactive::memo;
use crate::app::state::{Page, use_page, use_run};
use crate::app::text::import;
use crate::app::widgets::each::Each;
use crate::app::widgets::later::Later;

/// Those that are listed.
fn others() -> Memo<Vec<Held>> {
    let page = use_page();
    let in_use = drawings::in_use();
    memo(move || page.kept.with(|kept| kept.others(in_use.get())))
}

/// The list; nothing while there is nothing to list.
#[component]
pub fn KeptTables() -> impl IntoView {
    let others = others();
    view! {
        <Show when=move || others.with(|others| !others.is_empty())>
            <Later part=list />
        </Show>
    }
}

part!(list in tables: List());

/// What one is called.
fn name(page: Page, held: &Held) -> String {
    let Held { brief, name, read } = held;
    if brief.drawn {
        let words = page.text().draw;
        return format!("{}, {}", words.drawing, (words.points)(brief.rows));
    }
    let name = if name.is_empty() { page.words(import::of).pasted } else { name };
    format!("{name}, {}", (page.text().sets.size)(brief.rows, *read, brief.columns.len()))
}

#[component]
fn List() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let others = others();
    let words = move || page.words(import::of);
    let row = move |held: Held| {
        let brief = held.brief.clone();
        let id = brief.id;
        let name = Signal::derive(move || name(page, &held));
        let choose = move |_| run.choose_kept(&brief);
        view! {
            <li data-testid=format!("kept-{id:x}")>
                <span class="kept-name">{move || name.get()}</span>
                <button
                    type="button"
                    class="link-button"
                    data-testid=format!("kept-{id:x}-use")
                    aria-label=move || (words().use_kept)(&name.get())
                    on:click=choose
                >
                    {move || words().use_one}
                </button>
                <button
                    type="button"
                    class="link-button"
                    data-testid=format!("kept-{id:x}-forget")
                    aria-label=move || (words().forget_kept)(&name.get())
                    on:click=move |_| with_deeds(page, move |deeds| (deeds.forget)(run, id))
                >
                    {move || words().forget_one}
                </button>
            </li>
        }
    };
    view! {
        <ul class="kept" aria-label=move || words().kept data-testid="kept">
            <Each each=move || others.get() key=|held| held.brief.id children=row />
        </ul>
    }
}
