//! A choice among kinds on the page: the select box, what is said of the kind, its little curve
//! and exactly its knobs. The sentences are `app/text/kinds`'; all else is drawn from what the
//! engine's lists say of themselves.

use leptos::html;
use leptos::prelude::*;

use super::field::{Choice, presses, put};
use super::knob;
use super::sketch::{self, Sketch};
use super::track::Track;
use crate::app::notice::Place;
use crate::app::reactive::memo;
use crate::app::setting::{AnyKind, Chosen, Setting, number_text, typed_at};
use crate::app::state::{Run, use_page, use_run};
use crate::app::widgets::each::Each;
use crate::engine::kind::{Knob, Scale};

/// What a hand does to a knob; the texts are calls such as `adam(beta_1:0.8)`.
#[derive(Clone, Debug, PartialEq)]
pub enum Touch {
    /// In the middle of a drag.
    Drag(String),
    /// A finished change.
    Put(String),
}

/// Does to a setting what a hand does to its knobs.
pub fn touch(run: Run, setting: Setting, touch: Touch) {
    match touch {
        Touch::Drag(call) => run.drag(|config| {
            // What a slider offers is allowed.
            setting.apply(config, &call);
        }),
        Touch::Put(call) => put(run, setting, &call),
    }
}

/// A setting chosen from a list of kinds, with all that belongs to the kind.
#[component]
pub fn TunedChoice(
    /// The setting.
    setting: Setting,
) -> impl IntoView {
    view! {
        <div class="tuned">
            <Choice setting />
            <Details setting />
        </div>
    }
}

/// What belongs to the kind in use: sentences, curve, knobs.
#[component]
pub fn Details(
    /// The setting.
    setting: Setting,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let chosen = memo(move || run.config.with(|config| setting.chosen(config)));
    // What suits by itself is not to be tuned: choosing it makes it one's own.
    let tuned = memo(move || {
        let open = run.config.with(|config| setting.is_automatic(config));
        chosen.get().filter(|_| !open)
    });
    let kind = memo(move || chosen.get().map(|chosen| chosen.kind));
    let formula = memo(move || chosen.get().and_then(|chosen| chosen.formula));
    let sketch = memo(move || run.config.with(|config| sketch::of(setting, config)));
    view! {
        <div class="tuned-details">
            <div class="tuned-said">
                <AboutKind key=setting.key() kind formula />
                <Sparkline key=setting.key() name=move || page.text().controls.setting(setting) sketch />
            </div>
            <Knobs
                key=setting.key()
                chosen=tuned
                touch=Callback::new(move |hand| touch(run, setting, hand))
            />
        </div>
    }
}

/// The sentences about a kind, and where it comes from.
#[component]
pub fn AboutKind(
    /// `data-testid` is `about-` and this.
    key: &'static str,
    /// The kind.
    #[prop(into)]
    kind: Signal<Option<AnyKind>>,
    /// Its formula, where it has one.
    #[prop(optional, into)]
    formula: Signal<Option<&'static str>>,
) -> impl IntoView {
    let page = use_page();
    let said = move || kind.get().map(|kind| page.text().kinds.about(kind));
    let source =
        move || kind.get().map(|kind| kind.about().source).filter(|source| !source.is_empty());
    view! {
        <div class="about" data-testid=format!("about-{key}")>
            <p>{said}</p>
            {move || formula.get().map(|formula| view! { <p class="about-formula">{formula}</p> })}
            {move || source().map(|source| view! { <p class="source" lang="en">{source}</p> })}
        </div>
    }
}

/// The little curve of the kind in use.
#[component]
pub fn Sparkline(
    /// `data-testid` is `sparkline-` and this.
    key: &'static str,
    /// What the kind is one of.
    #[prop(into)]
    name: Signal<&'static str>,
    /// The curve.
    sketch: Memo<Option<Sketch>>,
) -> impl IntoView {
    let page = use_page();
    let label = move || {
        let words = page.text().training;
        if key == Setting::Loss.key() {
            words.loss_curve.to_owned()
        } else {
            (words.curve)(name.get())
        }
    };
    move || {
        let Sketch { behind, curve, filled, ends } = sketch.get()?;
        let ends = ends.map(|(left, right)| {
            view! { <span class="sparkline-ends num"><span>{left}</span><span>{right}</span></span> }
        });
        Some(view! {
            <div class="sparkline" title=label data-testid=format!("sparkline-{key}")>
                <svg
                    viewBox=format!("0 0 {} {}", sketch::WIDTH, sketch::HEIGHT)
                    role="img"
                    aria-label=label
                >
                    <path class="sparkline-behind" d=behind></path>
                    <path class="sparkline-curve" class:sparkline-curve--filled=filled d=curve></path>
                </svg>
                {ends}
            </div>
        })
    }
}

/// Exactly the knobs of a kind; nothing where there is none.
#[component]
pub fn Knobs(
    /// `data-testid` of a knob is `knob-`, this, and its name.
    key: &'static str,
    /// The kind and its values.
    #[prop(into)]
    chosen: Signal<Option<Chosen>>,
    /// Called with what the hand does.
    touch: Callback<Touch>,
    /// A knob that is not shown, as something else decides it.
    #[prop(default = None)]
    but: Option<&'static str>,
) -> impl IntoView {
    let knobs = move || {
        let chosen = chosen.get();
        chosen.map_or(Vec::new(), |chosen| {
            let shown = chosen.knobs.iter().filter(|knob| Some(knob.name) != but);
            shown.map(|knob| (chosen.name, knob)).collect()
        })
    };
    let field = move |(_, knob): (&'static str, &'static Knob)| {
        let value = memo(move || chosen.get().and_then(|chosen| chosen.value(knob.name)));
        let call = Callback::new(move |text: String| {
            chosen.get_untracked().map_or(text.clone(), |chosen| chosen.call_with(knob.name, &text))
        });
        view! { <KnobField key knob value call touch /> }
    };
    view! {
        <Each each=knobs key=|(kind, knob)| (*kind, knob.name) children=field />
    }
}

/// One knob: a slider with a number, a switch or a list.
#[component]
fn KnobField(
    /// As in [`Knobs`].
    key: &'static str,
    /// Which one.
    knob: &'static Knob,
    /// Its value; `None` while its kind is on its way out.
    value: Memo<Option<f64>>,
    /// The whole call with this knob at a value.
    call: Callback<String, String>,
    /// Called with what the hand does.
    touch: Callback<Touch>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let id = format!("knob-{key}-{}", knob.name);
    let value = memo(move || value.get().unwrap_or(knob.default));
    let right = move || page.forget(|notice| notice.refuses(Place::Knob, knob.name));
    let put = move |text: String| {
        right();
        touch.run(Touch::Put(call.run(text)));
    };
    let name = move || page.text().training.knob(knob.name);
    let label_for = run.element(&id);
    let control = match knob.scale {
        Scale::Switch => view! {
            <input
                type="checkbox"
                id=run.element(&id)
                data-testid=id
                prop:checked=move || value.get() != 0.0
                on:change=move |event| put(u8::from(event_target_checked(&event)).to_string())
            />
        }
        .into_any(),
        Scale::Choice(names) => {
            let option = move |(at, name): (usize, &&'static str)| {
                let name = *name;
                view! {
                    <option value=at prop:selected=move || value.get() == at as f64>
                        {move || page.text().training.knob(name)}
                    </option>
                }
            };
            view! {
                <select
                    class="select"
                    id=run.element(&id)
                    data-testid=id
                    on:change=move |event| put(event_target_value(&event))
                >
                    {names.iter().enumerate().map(option).collect_view()}
                </select>
            }
            .into_any()
        }
        Scale::Linear | Scale::Logarithmic | Scale::Whole => {
            view! { <Number id knob value put=Callback::new(put) /> }.into_any()
        }
    };
    let track = match knob.scale {
        Scale::Switch | Scale::Choice(_) => None,
        Scale::Linear | Scale::Logarithmic | Scale::Whole => {
            let ends = knob::slider(knob);
            let drag = Callback::new(move |at| {
                right();
                touch.run(Touch::Drag(call.run(knob::text(knob, at))));
            });
            Some(view! {
                <Track
                    testid=format!("slider-{key}-{}", knob.name)
                    name=Signal::derive(name)
                    ends=move || Some(ends)
                    at=memo(move || knob::position(knob, value.get()))
                    said=move || number_text(value.get())
                    drag
                />
            })
        }
    };
    view! {
        <div class="knob">
            <label class="knob-name" for=label_for>{name}</label>
            {control}
            {track}
        </div>
    }
}

/// The value of a knob, to be typed: Enter and leaving the field take it.
#[component]
fn Number(
    /// `data-testid` and id.
    id: String,
    /// The knob.
    knob: &'static Knob,
    /// Its value.
    value: Memo<f64>,
    /// Called with the text typed.
    put: Callback<String>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let input = NodeRef::<html::Input>::new();
    let text = move || number_text(value.get());
    let take = move |typed: String| {
        let (taken, refused) = typed_at(knob, &typed, value.get_untracked());
        if let Some(taken) = taken {
            put.run(number_text(taken));
        }
        if let Some(notice) = refused {
            page.notify(notice);
        }
        // A refused text leaves the value as it is, which nobody would write again.
        if let Some(input) = input.get_untracked() {
            input.set_value(&number_text(value.get_untracked()));
        }
    };
    view! {
        <input
            class="typed"
            node_ref=input
            type="text"
            inputmode="decimal"
            autocomplete="off"
            id=run.element(&id)
            data-testid=id
            prop:value=text
            on:keydown=move |event| {
                // Escape takes back what was typed; where nothing was, it closes the card around.
                let Some(input) = input.get_untracked() else { return };
                let text = number_text(value.get_untracked());
                if presses(&event, "Escape") && input.value() != text {
                    event.stop_propagation();
                    input.set_value(&text);
                }
            }
            on:change=move |event| take(event_target_value(&event).trim().to_owned())
        />
    }
}
