//! What the picture is over, where the data are a table: the names of the columns along its sides, which
//! choose others where there are some, and the values that the rest are held at.

use leptos::html;
use leptos::prelude::*;

use super::picture;
use crate::app::part::part;
use crate::app::reactive::memo;
use crate::app::state::{Run, use_page, use_run};
use crate::app::text::number;
use crate::app::text::output::Words;
use crate::app::widgets::help;
use crate::app::widgets::later::Later;
use crate::decimal;
use crate::engine::config::Config;
use crate::engine::table::{Column, Meaning};
use crate::engine::view::{Choice, Side, reach};
use crate::protocol::Data;

/// The value of the option that lets principal components run along both sides.
const COMPONENTS: &str = "pc";

/// The picture and what stands beside it.
const PLOT: &str = ".boundary-plot";

/// The columns of the data on show.
fn columns(run: Run) -> Memo<Vec<Column>> {
    memo(move || run.data.with(|data| data.columns.clone()))
}

/// The names along both sides, and what the other columns are held at; nothing over the plane of
/// generated and of drawn points.
#[component]
pub(super) fn Sides() -> impl IntoView {
    let run = use_run();
    let is_other = |config: &Config| config.own.as_ref().is_some_and(|own| !own.drawn);
    let own = memo(move || run.config.with(is_other));
    view! {
        <Show when=move || own.get()>
            <Later part=sides />
        </Show>
    }
}

part!(sides in panels: Shown());

/// Of what is chosen to be seen of the table in use (reactive), where anything is.
fn chosen<T>(run: Run, of: impl FnOnce(&Choice) -> T) -> Option<T> {
    let kind = run.config.with(|config| config.own.as_ref().map(|own| own.kind));
    run.choice.with(|choice| choice.as_ref().filter(|choice| Some(choice.kind) == kind).map(of))
}

/// Both, over a table.
#[component]
fn Shown() -> impl IntoView {
    view! {
        <div class="boundary-top">
            <Name side=Side::Up />
            <Held />
        </div>
        <Name side=Side::Across />
    }
}

/// The name of the column along a side: a select box of all columns of numbers where those are more than
/// the two sides show.
#[component]
fn Name(
    /// The side.
    side: Side,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let (id, class) = match side {
        Side::Across => ("axis-across", "boundary-name boundary-across"),
        Side::Up => ("axis-up", "boundary-name"),
    };
    let columns = columns(run);
    // What was chosen stands here before a frame shows it: undone before that, the box would keep it.
    let shown = memo(move || {
        let chosen = chosen(run, |choice| match side {
            _ if choice.components => None,
            Side::Across => Some(choice.across),
            Side::Up => Some(choice.up),
        });
        let seen = || {
            run.data.with(|data| match data.view.plane {
                Some(_) => None,
                None => Some(data.view.axis(side).column),
            })
        };
        chosen.unwrap_or_else(seen)
    });
    let name =
        memo(move || run.data.with(|data| picture::side_title(data, side, page.text().output)));
    let label = move || {
        let words = page.text().output;
        match side {
            Side::Across => words.across,
            Side::Up => words.up,
        }
    };
    let option = move |(at, column): (usize, &Column)| {
        let name = column.name.clone();
        view! { <option value=at prop:selected=move || shown.get() == Some(at)>{name}</option> }
    };
    move || {
        let numbers: Vec<_> = columns.with(|columns| {
            let all = columns.iter().enumerate();
            all.filter(|(_, column)| column.meaning == Meaning::Number).map(option).collect()
        });
        if numbers.len() <= 2 {
            return view! { <span class=class data-testid=id title=move || name.get()>{move || name.get()}</span> }.into_any();
        }
        view! {
            <select
                class=format!("select {class}")
                data-testid=id
                aria-label=label
                title=move || name.get()
                on:change=move |event| {
                    if event_target_value(&event) == COMPONENTS {
                        run.choose_view(|choice| choice.components = true);
                    } else if let Ok(column) = event_target_value(&event).parse() {
                        run.choose_view(|choice| choice.run(side, column));
                    }
                }
            >
                {numbers}
                <option value=COMPONENTS prop:selected=move || shown.get().is_none()>
                    {move || match run.data.with(|data| data.view.plane.is_some()) {
                        true => name.get().unwrap_or_default(),
                        false => page.text().output.components.to_owned(),
                    }}
                </option>
            </select>
        }
        .into_any()
    }
}

/// The button that opens the values at which the columns without a side are held, and these.
#[component]
fn Held() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let columns = columns(run);
    let others = memo(move || {
        run.data.with(|data| {
            (0..data.columns.len()).filter(|&at| !data.view.shows(at)).collect::<Vec<_>>()
        })
    });
    let button = NodeRef::<html::Button>::new();
    // Nothing is made of it before it is asked for.
    let asked = RwSignal::new(false);
    let place = RwSignal::new(String::new());
    let id = run.element("held-values");
    let words = move || page.text().output;
    view! {
        <Show when=move || others.with(|others| !others.is_empty())>
            <button
                type="button"
                class="boundary-name"
                node_ref=button
                data-testid="held"
                title=move || words().slice
                popovertarget=id.clone()
                on:click=move |_| {
                    asked.set(true);
                    // The picture with its legend: what is held is seen in it.
                    let plot = button.get_untracked().and_then(|it| it.closest(PLOT).ok().flatten());
                    place.set(plot.map(|it| help::clear_of(&it)).unwrap_or_default());
                }
            >
                {move || (words().held)(others.with(Vec::len))}
            </button>
            <div
                class="held"
                id=id.clone()
                popover="auto"
                role="dialog"
                aria-label=move || words().held_title
                prop:style=move || place.get()
            >
                <Show when=move || asked.get()>
                    <p class="held-about">{move || words().slice}</p>
                    {move || {
                        let row = |at: usize| {
                            let column = columns.with(|columns| columns.get(at).cloned())?;
                            Some(view! { <Value at column /> })
                        };
                        others.get().into_iter().map(row).collect_view()
                    }}
                    <button
                        type="button"
                        class="link-button"
                        data-testid="held-reset"
                        on:click=move |_| run.choose_view(|choice| choice.held.fill(None))
                    >
                        {move || words().held_reset}
                    </button>
                </Show>
            </div>
        </Show>
    }
}

/// The value that a column is held at: a slider, or a select box of its categories.
#[component]
fn Value(
    /// The column's place.
    at: usize,
    /// The column.
    column: Column,
) -> impl IntoView {
    let run = use_run();
    // What was chosen stands here before a frame shows it, or a slider would slip back under the hand.
    let value = memo(move || {
        let chosen = chosen(run, |choice| choice.held.get(at).copied().flatten()).flatten();
        chosen.or_else(|| run.data.with(|data| data.view.held.get(at).copied())).unwrap_or_default()
    });
    let put = move |text: String| {
        let value = decimal::read(&text);
        run.drag_view(|choice| choice.held.get_mut(at).into_iter().for_each(|held| *held = value));
    };
    let id = format!("held-{at}");
    let Column { name, meaning, within: _ } = column;
    let field = match meaning {
        Meaning::Number => {
            let (low, high) = run.data.with_untracked(|data| {
                let of = |half| data.rows(half).filter_map(move |(row, _)| row.get(at).copied());
                reach(of(&data.train).chain(of(&data.test)))
            });
            let span = high - low;
            let said = move || number::tick(value.get(), span);
            let filled = move || format!("--filled:{:.2}%", (value.get() - low) / span * 100.0);
            view! {
                <output>{said}</output>
                <input
                    type="range"
                    class="track"
                    data-testid=id
                    aria-label=name.clone()
                    min=low.to_string()
                    max=high.to_string()
                    step=(span / 100.0).to_string()
                    prop:value=move || value.get().to_string()
                    prop:style=filled
                    aria-valuetext=said
                    on:input=move |event| put(event_target_value(&event))
                    on:change=move |_| run.finish()
                />
            }
            .into_any()
        }
        Meaning::Category(names) => {
            let option = |(at, name): (usize, String)| {
                let is_held = move || value.get() == at as f64;
                view! { <option value=at prop:selected=is_held>{name}</option> }
            };
            view! {
                <select
                    class="select"
                    data-testid=id
                    aria-label=name.clone()
                    on:change=move |event| {
                        put(event_target_value(&event));
                        run.finish();
                    }
                >
                    {names.into_iter().enumerate().map(option).collect_view()}
                </select>
            }
            .into_any()
        }
    };
    view! {
        <label class="held-value">
            <span title=name.clone()>{name.clone()}</span>
            {field}
        </label>
    }
}

/// What stands along the sides, for who does not see the picture: names and ends.
pub(super) fn told(data: &Data, words: &Words) -> String {
    let side = |side: Side| {
        let axis = data.view.axis(side);
        let ends = [axis.low, axis.high].map(|end| number::tick(end, axis.span()));
        Some((words.side)(&picture::side_title(data, side, words)?, &ends))
    };
    [Side::Across, Side::Up].into_iter().filter_map(side).collect::<Vec<_>>().join(", ")
}
