//! The sets of real measurements: the select box beside the head of the data, what is told of the one in
//! use, and the way there, which is that of a visitor's table without its dialog. What the browser keeps
//! comes the same way.

use leptos::prelude::*;
use leptos::task::spawn_local;
use strum::VariantArray as _;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, RequestCache, RequestInit, Response};

use super::keep;
use super::phase::Import;
use super::program::Importer;
use crate::app::engine::log;
use crate::app::reactive::{effect, memo};
use crate::app::real_set::RealSet;
use crate::app::state::{Run, Wanted, use_page, use_run};

/// The set that a run is on (reactive).
fn in_use(run: Run) -> Option<RealSet> {
    run.config.with(|config| config.own.as_ref().and_then(RealSet::of))
}

/// The select box: the set that is on its way, or else the one in use.
#[component]
pub fn RealSets() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shown = memo(move || page.wanted.get().and_then(Wanted::set).or_else(|| in_use(run)));
    let option = move |&set: &'static RealSet| {
        let name: &str = set.into();
        view! {
            <option value=name prop:selected=move || shown.get() == Some(set)>
                {move || (page.text().sets.name)(set)}
            </option>
        }
    };
    view! {
        <select
            class="select"
            data-testid="real-sets"
            aria-label=move || page.text().sets.label
            // The box may be narrower than a name.
            title=move || shown.get().map(page.text().sets.name)
            aria-busy=move || page.wanted.get().is_some().to_string()
            on:change=move |event| {
                if let Ok(set) = event_target_value(&event).parse() {
                    run.choose_set(set);
                }
            }
        >
            // What it is, while no set is in use; nothing to choose.
            <option value="" hidden=true prop:selected=move || shown.get().is_none()>
                {move || page.text().sets.label}
            </option>
            {RealSet::VARIANTS.iter().map(option).collect_view()}
        </select>
    }
}

/// What is told of the set in use: what it is about, whose it is, and what may be done with it.
#[component]
pub(super) fn About(
    /// The set.
    set: RealSet,
) -> impl IntoView {
    let page = use_page();
    let (brief, source) = (set.brief(), set.source());
    let (rows, columns) = (brief.rows, brief.columns.len());
    let words = move || page.text().sets;
    view! {
        <div class="own-table-note" data-testid="real-set-note">
            <p>{move || (words().about)(set)} " " {move || (words().size)(rows, rows, columns)}</p>
            <p>
                <a href=source.address target="_blank" rel="noopener" translate="no" lang="en">
                    {source.citation}
                </a>
                ", "
                <a href=source.licence.address() target="_blank" rel="noopener" translate="no">
                    {source.licence.name()}
                </a>
            </p>
            <p>{move || (words().changed)(set)}</p>
        </div>
    }
}

/// Fetches the table that is wanted, and reads it, for as long as the page stands.
pub(super) fn install(run: Run) {
    let page = run.page;
    // One of its own: the dialog may have another table.
    let importer = Importer::straight(run);
    effect(move || {
        let wanted = page.wanted.get();
        importer.cancel();
        match wanted {
            Some(Wanted::Set(set)) => spawn_local(async move {
                let fetched = fetch(set).await;
                if page.wanted.get_untracked() != wanted {
                    return;
                }
                match fetched {
                    Ok(file) => importer.bring(run, file, None),
                    Err(error) => {
                        log(&format!("{error:?}"));
                        run.lacks(Wanted::Set(set));
                    }
                }
            }),
            Some(Wanted::Kept(id)) => keep::fetch(run, id),
            None => {}
        }
    });
    // Taking the table is news of the import itself: only what has become of it counts.
    let state = memo(move || {
        let is_found = |import: &Import| import.found().is_some() && !import.is_busy();
        importer.import.with(|import| (is_found(import), import.has_failed()))
    });
    effect(move || {
        let (found, failed) = state.get();
        match page.wanted.get_untracked() {
            Some(wanted) if failed => run.lacks(wanted),
            Some(_) if found => importer.take(),
            Some(_) | None => {}
        }
    });
}

/// A set's file, as it lies beside the page now: one of an earlier build is no longer what is known of it.
async fn fetch(set: RealSet) -> Result<Blob, JsValue> {
    let how = RequestInit::new();
    how.set_cache(RequestCache::NoCache);
    let answer = window().fetch_with_str_and_init(&set.file(), &how);
    let answer: Response = JsFuture::from(answer).await?.dyn_into()?;
    if !answer.ok() {
        return Err(format!("{}: {}", answer.url(), answer.status()).into());
    }
    JsFuture::from(answer.blob()?).await?.dyn_into()
}
