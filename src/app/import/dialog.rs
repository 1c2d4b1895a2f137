//! The dialog in which a table is brought: how it was read, its first rows, its columns, and what the
//! network is to make of them.

use leptos::prelude::*;
use strum::VariantArray as _;

use super::column::Columns;
use super::drop::use_dragged;
use super::phase::{Import, Lost, Part, Phase, Trouble};
use super::pick::{Choices, Labelled};
use super::program::{Importer, Kind};
use super::remarks::Remarks;
use super::sets as real_sets;
use super::way_in::{Arrival, ChooseFile};
use crate::app::reactive::{effect, memo};
use crate::app::real_set::RealSet;
use crate::app::setting::quote;
use crate::app::state::{use_page, use_run};
use crate::app::text::{bring, import, number, sets};
use crate::app::widgets::dialog::Dialog;
use crate::files::{
    Encoding, Fill, Header, Listed, Mark, Problem, Quotes, Separator, Shown, Thousands,
};
use crate::formats::opened::{Remarks, Unreadable};

/// The dialog, and what reads the tables that are brought and the sets that are chosen.
#[component]
pub(super) fn ImportDialog() -> impl IntoView {
    let run = use_run();
    let arrival = expect_context::<Arrival>();
    let importer = Importer::new(run, arrival.open);
    provide_context(importer);
    real_sets::install(run);
    effect(move || {
        if let Some(brought) = arrival.take() {
            importer.receive(brought);
        }
    });
    // However it is closed, the file goes.
    Effect::new(move |before: Option<bool>| {
        let open = importer.open.get();
        if before == Some(true) && !open {
            importer.cancel();
        }
        open
    });
    view! {
        <Dialog id="import-dialog" title=|words| words.bring open=importer.open>
            <Content />
        </Dialog>
    }
}

/// What the dialog shows. What is found stays on show while it is read again.
#[component]
fn Content() -> impl IntoView {
    let page = use_page();
    let importer = expect_context::<Importer>();
    let over = use_dragged();
    let words = move || page.words(import::of);
    let part = memo(move || importer.import.with(|import| Part::from(import.phase())));
    let is_written = memo(move || importer.import.with(|import| import.written().is_some()));
    let is_shown = memo(move || importer.import.with(|import| import.shown().is_some()));
    let size = memo(move || {
        let size = |import: &Import| {
            import.found().map(|found| (found.findings.rows, found.findings.columns.len()))
        };
        importer.import.with(size)
    });
    let name = move || match importer.name.get() {
        Some(name) => view! { <b translate="no">{name}</b> }.into_any(),
        None => view! { <b>{words().pasted}</b> }.into_any(),
    };
    view! {
        <div class="import" class:import--over=over data-testid="import">
            <p class="dialog-lead">{move || words().lead}</p>
            <p class="import-file">
                {name}
                <span class="import-size" role="status" data-testid="import-size">
                    {move || size.get().map(|(rows, columns)| (words().size)(rows, columns))}
                </span>
                <ChooseFile id="import-choose" label=Signal::derive(move || words().choose_file) />
            </p>
            <Show when=move || importer.others.get()>
                <p class="import-private">{move || words().others}</p>
            </Show>
            <p class="import-private">{move || words().private}</p>
            <div class="import-state">
                {move || match part.get() {
                    Part::Nothing | Part::Found => None,
                    Part::Reading => Some(view! { <Progress /> }.into_any()),
                    Part::Opening => Some(view! { <Opening /> }.into_any()),
                    Part::Unreadable | Part::Lost | Part::Damaged => Some(view! { <Wrong /> }.into_any()),
                    Part::Opened => Some(view! { <Report /> }.into_any()),
                }}
            </div>
            <div class="import-pair">
                <Show when=move || is_written.get()>
                    <Written />
                </Show>
                <Show when=move || is_shown.get()>
                    <Preview />
                </Show>
            </div>
            <Show when=move || is_shown.get()>
                <div class="import-found" inert=move || part.get() != Part::Found>
                    <Found />
                </div>
            </Show>
            <Buttons part />
        </div>
    }
}

/// What is done with the table, always in sight.
#[component]
fn Buttons(
    /// What is on show.
    part: Memo<Part>,
) -> impl IntoView {
    let page = use_page();
    let importer = expect_context::<Importer>();
    let words = move || page.words(import::of);
    let is_busy = memo(move || importer.import.with(Import::is_busy));
    let is_ready = move || match part.get() {
        Part::Found => !is_busy.get(),
        Part::Lost => true,
        Part::Nothing
        | Part::Reading
        | Part::Unreadable
        | Part::Opening
        | Part::Damaged
        | Part::Opened => false,
    };
    let refused = move || {
        let refused = |import: &Import| {
            import.found().and_then(|found| found.refused.as_ref().map(words().refused))
        };
        importer.import.with(refused)
    };
    view! {
        <div class="import-foot">
            <p class="import-wrong" role="alert" data-testid="import-refused">{refused}</p>
            <p class="import-buttons">
                // One button for both, so that the focus stays.
                <button
                    type="button"
                    class="button"
                    data-testid="import-use"
                    hidden=move || part.get() == Part::Opened
                    aria-disabled=move || (!is_ready()).then_some("true")
                    on:click=move |_| match part.get_untracked() {
                        Part::Found => importer.take(),
                        Part::Lost => match importer.kind.get_value() {
                            Kind::Table => importer.again(),
                            Kind::Run => importer.open_run(),
                            Kind::Network { .. } => importer.open_network(),
                        },
                        Part::Nothing
                        | Part::Reading
                        | Part::Unreadable
                        | Part::Opening
                        | Part::Damaged
                        | Part::Opened => {}
                    }
                >
                    {move || if part.get() == Part::Lost { words().try_again } else { words().use_it }}
                </button>
                <button
                    type="button"
                    class="button button--plain"
                    data-testid="import-cancel"
                    on:click=move |_| importer.open.set(false)
                >
                    {move || match part.get() {
                        Part::Opened => page.text().controls.close,
                        Part::Nothing
                        | Part::Reading
                        | Part::Found
                        | Part::Unreadable
                        | Part::Lost
                        | Part::Opening
                        | Part::Damaged => words().cancel,
                    }}
                </button>
                <Show when=move || part.get() == Part::Found && is_busy.get()>
                    <progress aria-label=move || words().busy></progress>
                </Show>
            </p>
        </div>
    }
}

/// How far the file is read.
#[component]
fn Progress() -> impl IntoView {
    let page = use_page();
    let importer = expect_context::<Importer>();
    let state = memo(move || {
        importer.import.with(|import| match import.phase() {
            Phase::Reading { read, of, rows } => (*read, *of, *rows),
            Phase::Nothing
            | Phase::Found(_)
            | Phase::Unreadable(_)
            | Phase::Lost(_)
            | Phase::Opening
            | Phase::Damaged(_)
            | Phase::Opened(_) => (0, 0, 0),
        })
    });
    view! {
        <progress
            class="import-progress"
            aria-label=move || page.words(import::of).busy
            max=move || state.get().1.max(1).to_string()
            value=move || state.get().0.to_string()
        ></progress>
        <p data-testid="import-reading">
            {move || {
                let (read, of, rows) = state.get();
                (page.words(import::of).reading)(read, of, rows)
            }}
        </p>
    }
}

/// A run file or a network is looked at, which is not told how far it is.
#[component]
fn Opening() -> impl IntoView {
    let page = use_page();
    view! {
        <progress
            class="import-progress"
            aria-label=move || page.words(import::of).opening
        ></progress>
        <p>{move || page.words(import::of).opening}</p>
    }
}

/// Why there is nothing to choose from.
#[component]
fn Wrong() -> impl IntoView {
    let page = use_page();
    let importer = expect_context::<Importer>();
    let said = move || {
        let words = page.words(import::of);
        importer.import.with(|import| match import.phase() {
            Phase::Unreadable(why) => (words.unreadable)(why),
            Phase::Lost(Lost::Unfetched) => words.unfetched.to_owned(),
            Phase::Lost(Lost::Died) => words.died.to_owned(),
            Phase::Lost(Lost::Unread) => words.unread.to_owned(),
            Phase::Damaged(Trouble::Run(why)) => (words.damaged)(why),
            Phase::Damaged(Trouble::Network(why)) => {
                (page.words(bring::of).unreadable)(why, &suiting(why, page.text().sets))
            }
            Phase::Nothing
            | Phase::Reading { .. }
            | Phase::Found(_)
            | Phase::Opening
            | Phase::Opened(_) => String::new(),
        })
    };
    view! { <p class="import-wrong" role="alert" data-testid="import-wrong">{said}</p> }
}

/// The sets whose rows have as many numbers as a network takes that the data on show do not suit, by name.
fn suiting(why: &Unreadable, words: &sets::Words) -> String {
    let Unreadable::Inputs { file, .. } = why else { return String::new() };
    let suits = RealSet::VARIANTS.iter().filter(|set| set.brief().inputs() == *file);
    suits.map(|&set| (words.name)(set)).collect::<Vec<_>>().join(", ")
}

/// The network is there, and what of its file is not.
#[component]
fn Report() -> impl IntoView {
    let page = use_page();
    let importer = expect_context::<Importer>();
    let words = move || page.words(bring::of);
    let remarks = memo(move || {
        importer.import.with(|import| match import.phase() {
            Phase::Opened(remarks) => remarks.clone(),
            Phase::Nothing
            | Phase::Reading { .. }
            | Phase::Found(_)
            | Phase::Unreadable(_)
            | Phase::Lost(_)
            | Phase::Opening
            | Phase::Damaged(_) => Remarks::default(),
        })
    });
    let names = move |said: &'static str, list: Listed<String>| {
        let more = list.total.saturating_sub(list.named.len() as u64);
        let more = (more > 0).then(|| view! { <li>{(words().more)(more)}</li> });
        let name = |name: String| view! { <li translate="no">{quote(&name)}</li> };
        let names = list.named.into_iter().map(name).collect_view();
        (list.total > 0)
            .then(|| view! { <p>{said}</p> <ul class="import-remarks">{names} {more}</ul> })
    };
    view! {
        <div class="import-report" role="status" data-testid="import-report">
            <p>{move || words().opened}</p>
            {move || remarks.with(|own| own.unscaled).then(|| view! { <p>{words().unscaled}</p> })}
            {move || names(words().missing, remarks.get().missing)}
            {move || names(words().ignored, remarks.get().ignored)}
        </div>
    }
}

/// How the file was read; what is set otherwise reads it once more.
#[component]
fn Written() -> impl IntoView {
    let page = use_page();
    let importer = expect_context::<Importer>();
    let words = move || page.words(import::of);
    let encoding = move || importer.import.with(Import::written).map(|(encoding, _)| encoding);
    let dialect = move || importer.import.with(Import::written).map(|(_, dialect)| dialect);
    view! {
            <section class="import-written" data-testid="import-written">
                <h3>{move || words().recognised}</h3>
                <div class="import-fields">
                    <Labelled
     id="import-encoding"
     label=|words| words.encoding
     choices=Choices::of(Encoding::VARIANTS, encoding, |words| words.encodings, move |to| importer.correct(|with| with.encoding = Some(to)))
    />
                    <Labelled
     id="import-separator"
     label=|words| words.separator
     choices=Choices::of(Separator::VARIANTS, move || dialect().map(|dialect| dialect.separator), |words| words.separators, move |to| importer.correct(|with| with.separator = Some(to)))
    />
                    <Labelled
     id="import-quotes"
     label=|words| words.quotes
     choices=Choices::of(Quotes::VARIANTS, move || dialect().map(|dialect| dialect.quotes), |words| words.quotations, move |to| importer.correct(|with| with.quotes = Some(to)))
    />
                    <Labelled
     id="import-decimal"
     label=|words| words.decimal
     choices=Choices::of(Mark::VARIANTS, move || dialect().map(|dialect| dialect.format.decimal), |words| words.marks, move |to| importer.correct(|with| with.decimal = Some(to)))
    />
                    <Labelled
     id="import-thousands"
     label=|words| words.thousands
     choices=Choices::of(Thousands::VARIANTS, move || dialect().map(|dialect| dialect.format.thousands), |words| words.groups, move |to| importer.correct(|with| with.thousands = Some(to)))
    />
                    <Labelled
     id="import-header"
     label=|words| words.header
     choices=Choices::of(Header::VARIANTS, move || dialect().map(|dialect| dialect.header), |words| words.headers, move |to| importer.correct(|with| with.header = Some(to)))
    />
                </div>
            </section>
        }
}

/// The columns, and what is to be made of them.
#[component]
fn Found() -> impl IntoView {
    let page = use_page();
    let importer = expect_context::<Importer>();
    let words = move || page.words(import::of);
    let problem =
        move || importer.import.with(|import| import.shown().map(|found| found.choice.problem));
    let fill = move || importer.import.with(|import| import.shown().map(|found| found.choice.fill));
    let scaled_too =
        move || (problem() == Some(Problem::Numbers)).then(|| [" ", words().scaled_too].concat());
    view! {
            <Remarks />
            <h3>{move || words().columns}</h3>
            <Columns />
            <div class="import-fields">
                <Labelled
     id="import-problem"
     label=|words| words.problem
     choices=Choices::of(Problem::VARIANTS, problem, |words| words.problems, move |problem| importer.set_problem(problem))
    />
                <Labelled
     id="import-fill"
     label=|words| words.fill
     choices=Choices::of(Fill::VARIANTS, fill, |words| words.fills, move |fill| importer.set_fill(fill))
    />
            </div>
            <p class="own-table-note">{move || words().scaled}{scaled_too}</p>
        }
}

/// The table's first rows, as they are read.
#[component]
fn Preview() -> impl IntoView {
    let page = use_page();
    let importer = expect_context::<Importer>();
    let preview = memo(move || {
        let preview = |import: &Import| {
            let findings = &import.shown()?.findings;
            let names = findings.columns.iter().map(|column| column.name.clone()).collect();
            Some((names, findings.preview.clone()))
        };
        importer.import.with(preview)
    });
    let head = |name: String| view! { <th scope="col">{name}</th> };
    let cell = |cell: Shown| match cell {
        Shown::Number(number) => {
            view! { <td class="import-number">{number::value(number)}</td> }.into_any()
        }
        Shown::Text(text) => {
            let whole = text.clone();
            view! { <td title=whole>{text}</td> }.into_any()
        }
        Shown::Missing => view! { <td class="import-missing">{number::NONE}</td> }.into_any(),
        Shown::Bad(text) => {
            let whole = text.clone();
            view! { <td class="import-missing" title=whole><s>{text}</s></td> }.into_any()
        }
    };
    let row = move |cells: Vec<Shown>| {
        view! { <tr>{cells.into_iter().map(cell).collect_view()}</tr> }
    };
    view! {
        <section class="import-first">
            <h3>{move || page.words(import::of).preview}</h3>
            <div
                class="import-scroller"
                tabindex="0"
                role="group"
                aria-label=move || page.words(import::of).preview
            >
                <table class="import-preview" translate="no" data-testid="import-preview">
                    {move || {
                        let (names, rows): (Vec<String>, _) = preview.get()?;
                        Some(view! {
                            <thead>
                                <tr>{names.into_iter().map(head).collect_view()}</tr>
                            </thead>
                            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                        })
                    }}
                </table>
            </div>
        </section>
    }
}
