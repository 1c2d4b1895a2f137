//! A column in the dialog's list: what it holds, and what it is read as and used for.

use leptos::prelude::*;
use strum::VariantArray as _;

use super::bars::bars;
use super::phase::Import;
use super::pick::{Choices, Pick};
use super::program::Importer;
use crate::app::reactive::memo;
use crate::app::reason::Reason;
use crate::app::state::use_page;
use crate::app::text::import::{self, Words};
use crate::app::text::number;
use crate::app::widgets::each::Each;
use crate::files::{Description, Kind, Role, Shape};

/// All columns, a row each.
#[component]
pub(super) fn Columns() -> impl IntoView {
    let page = use_page();
    let importer = expect_context::<Importer>();
    let found = |import: &Import| import.shown().map_or(0, |found| found.findings.columns.len());
    let count = memo(move || importer.import.with(found));
    let head = move |at: usize| {
        view! { <th scope="col">{move || page.words(import::of).heads.get(at).copied()}</th> }
    };
    view! {
        <div class="import-scroller" tabindex="0" role="group" aria-label=move || page.words(import::of).columns>
            <table class="import-columns" data-testid="import-columns">
                <thead>
                    <tr>{(0..5).map(head).collect_view()}</tr>
                </thead>
                <tbody>
                    <Each each=move || 0..count.get() key=|&at| at children=move |at| view! { <Column at /> } />
                </tbody>
            </table>
        </div>
    }
}

/// One column.
#[component]
fn Column(
    /// Its place, from 0.
    at: usize,
) -> impl IntoView {
    let page = use_page();
    let importer = expect_context::<Importer>();
    let column = memo(move || {
        let column = |import: &Import| {
            import.shown().and_then(|found| found.findings.columns.get(at).cloned())
        };
        importer.import.with(column)
    });
    let used = memo(move || {
        let used = |import: &Import| {
            import.shown().and_then(|found| found.choice.columns.get(at).copied())
        };
        importer.import.with(used)
    });
    let name = memo(move || column.get().map(|column| column.name).unwrap_or_default());
    let role = move || used.get().map(|used| used.role);
    let kinds = Choices::of(
        Kind::VARIANTS,
        move || used.get().map(|used| used.kind),
        |words| words.kinds,
        move |kind| importer.set_kind(at, kind),
    );
    let roles = Choices::of(
        Role::VARIANTS,
        role,
        |words| words.roles,
        move |role| importer.set_role(at, role),
    );
    let kind_of = Signal::derive(move || (page.words(import::of).kind_of)(&name.get()));
    let role_of = Signal::derive(move || (page.words(import::of).role_of)(&name.get()));
    let missing = move || number::grouped(column.get().map_or(0, |column| column.missing as u64));
    view! {
        <tr class:import-ignored=move || role() == Some(Role::Ignored)>
            <th scope="row" translate="no" title=move || name.get()>{move || name.get()}</th>
            <td>
                <Pick
                    id=format!("import-kind-{at}")
                    name=kind_of
                    choices=kinds
                />
            </td>
            <td>
                <Pick
                    id=format!("import-role-{at}")
                    name=role_of
                    choices=roles
                />
            </td>
            <td class="import-number" data-testid=format!("import-missing-{at}")>{missing}</td>
            <td>
                <div class="import-values">
                    {move || column.with(|column| column.as_ref().map(|column| histogram(&column.shape)))}
                    <span data-testid=format!("import-values-{at}")>
                        {move || {
                            column.with(|column| Some(values(page.words(import::of), column.as_ref()?)))
                        }}
                        {move || {
                            let said = column.with(|column| remark(page.words(import::of), column.as_ref()?));
                            said.map(|said| view! { <small>{said}</small> })
                        }}
                    </span>
                </div>
            </td>
        </tr>
    }
}

/// Bars over the values. What is beside it says the same in words.
fn histogram(shape: &Shape) -> impl IntoView + use<> {
    let bar = |height: f64| view! { <i prop:style=format!("block-size:{height:.0}%")></i> };
    let bars = bars(shape).into_iter().map(bar).collect_view();
    view! { <span class="import-bars" aria-hidden="true">{bars}</span> }
}

/// What a column holds, in words.
fn values(words: &Words, column: &Description) -> String {
    match &column.shape {
        Shape::Nothing => words.empty.to_owned(),
        Shape::Numbers { low, high, scale, .. } => {
            let [low, high, mean] = [*low, *high, scale.shift()].map(number::value);
            (words.numbers)(&low, &high, &mean)
        }
        Shape::Texts { .. } => (words.texts)(column.distinct),
    }
}

/// What makes it useless, where something does.
fn remark(words: &Words, column: &Description) -> Option<String> {
    Reason::of(column).map(words.reason)
}
