//! A setting on the page: its name, which is its help, and a select box or a field, drawn from
//! the registry of settings (`setting`).

use leptos::html;
use leptos::prelude::*;

use super::focus;
use super::help::{HelpTopic, Term};
use crate::app::link::Control;
use crate::app::notice::Place;
use crate::app::reactive::{effect, memo};
use crate::app::setting::{AUTO, Kind, Setting, base};
use crate::app::state::{Run, use_page, use_run};
use crate::app::widgets::each::Each;

/// The select box's entry for a number that is not in the list.
const OTHER: &str = "other";

/// The `data-testid` of a setting's control.
pub fn testid(setting: Setting) -> String {
    format!("setting-{}", setting.key())
}

/// Its id, to find it by.
pub fn id(run: Run, setting: Setting) -> String {
    run.element(&testid(setting))
}

/// The id of its name, which labels it.
pub fn name_id(run: Run, setting: Setting) -> String {
    run.element(&format!("name-{}", setting.key()))
}

/// A finished choice: applied as the link would apply it; what was refused is said, and what was
/// refused there before no longer.
pub fn put(run: Run, setting: Setting, text: &str) {
    let mut refused = Vec::new();
    run.page.forget(|notice| notice.refuses(Place::Setting, setting.key()));
    run.edit(|config| refused = setting.apply(config, &setting.typed(text)));
    for notice in refused {
        run.page.notify(notice);
    }
}

/// A setting's value as its field writes it.
pub fn value(run: Run, setting: Setting) -> Memo<String> {
    memo(move || run.config.with(|config| setting.get(config)))
}

fn topic(setting: Setting) -> HelpTopic {
    match setting {
        Setting::Problem => HelpTopic::Problem,
        Setting::Dataset | Setting::RegDataset => HelpTopic::Dataset,
        Setting::Curve => HelpTopic::Curve,
        Setting::PercTrainData => HelpTopic::TrainPercent,
        Setting::Noise => HelpTopic::Noise,
        Setting::FirstClass => HelpTopic::FirstClass,
        Setting::LabelNoise => HelpTopic::LabelNoise,
        Setting::TestShift => HelpTopic::TestShift,
        Setting::Split => HelpTopic::Split,
        Setting::BatchSize => HelpTopic::BatchSize,
        Setting::Formulas => HelpTopic::Features,
        Setting::NetworkShape | Setting::Layers => HelpTopic::HiddenLayers,
        Setting::Activation => HelpTopic::Activation,
        Setting::Initializer => HelpTopic::Initializer,
        Setting::OutputLayer | Setting::OutputActivation => HelpTopic::OutputActivation,
        Setting::Loss => HelpTopic::LossFunction,
        Setting::LabelCoding => HelpTopic::LabelCoding,
        Setting::Regularization => HelpTopic::Regularization,
        Setting::RegularizationRate => HelpTopic::RegularizationRate,
        Setting::Optimizer => HelpTopic::Optimizer,
        Setting::WeightDecay => HelpTopic::WeightDecay,
        Setting::Clipnorm | Setting::Clipvalue | Setting::GlobalClipnorm => HelpTopic::Clipping,
        Setting::LearningRate => HelpTopic::LearningRate,
        Setting::Schedule => HelpTopic::Schedule,
        Setting::Callbacks => HelpTopic::Callbacks,
        Setting::Samples => HelpTopic::Samples,
        Setting::Seed | Setting::DataSeed => HelpTopic::Seed,
        Setting::Rules => HelpTopic::Rules,
        Setting::Precision => HelpTopic::Precision,
        Setting::Runtime => HelpTopic::Runtime,
    }
}

/// The name of a setting, which is its help.
#[component]
pub fn Name(
    /// The setting.
    setting: Setting,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    view! {
        <span class="field-name">
            <Term topic=topic(setting) id=name_id(run, setting)>
                {move || page.text().controls.setting(setting)}
            </Term>
        </span>
    }
}

/// A setting chosen from a list; a number may be typed instead.
#[component]
pub fn Choice(
    /// The setting.
    setting: Setting,
) -> impl IntoView {
    let page = use_page();
    let shown = page.shows(Control::of(setting));
    let typing = RwSignal::new(false);
    view! {
        <Show when=move || shown.get()>
            <div class="field">
                <Name setting />
                <Show
                    when=move || typing.get()
                    fallback=move || view! { <SelectBox setting typing /> }
                >
                    <Typed setting typing />
                </Show>
            </div>
        </Show>
    }
}

/// What an option of a setting is called; the one that leaves the choice open says what suits.
fn label(run: Run, setting: Setting, name: &str) -> String {
    let text = run.page.text();
    match name {
        AUTO => run.config.with(|config| text.suiting(setting, config)),
        _ => text.option(setting, name),
    }
}

/// The list of a setting's options.
#[component]
fn SelectBox(
    /// The setting.
    setting: Setting,
    /// Set where the visitor would rather type.
    typing: RwSignal<bool>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let value = value(run, setting);
    let options = memo(move || run.config.with(|config| setting.options(config)));
    // A kind may have a longer name than there is room for.
    let whole =
        move || (setting.kind() == Kind::Tuned).then(|| label(run, setting, base(&value.get())));
    let option = move |text: String| {
        let (key, name) = (text.clone(), text.clone());
        let selected = move || value.with(|value| base(value) == key);
        view! {
            <option value=text prop:selected=selected>
                {move || label(run, setting, &name)}
            </option>
        }
    };
    let other = (setting.kind() == Kind::Select).then(|| {
        view! { <option value=OTHER>{move || page.text().controls.other}</option> }
    });
    view! {
        <select
            class="select"
            id=id(run, setting)
            aria-labelledby=name_id(run, setting)
            data-testid=testid(setting)
            title=whole
            on:change=move |event| {
                let chosen = event_target_value(&event);
                if chosen == OTHER { typing.set(true) } else { put(run, setting, &chosen) }
            }
        >
            <Each each=move || options.get() key=String::clone children=option />
            {other}
        </select>
    }
}

/// A field in the place of a select box or a number: Enter and leaving it take the value,
/// Escape leaves it as it was.
#[component]
pub fn Typed(
    /// The setting.
    setting: Setting,
    /// Set to false when done.
    typing: RwSignal<bool>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let input = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(input) = input.get() {
            // It is on the page, so it can be focused.
            let _ = input.focus();
            input.select();
        }
    });
    // Taking the field away makes it lose the focus, which must not count once more.
    let done = StoredValue::new(false);
    let end = move |take: bool| {
        if done.try_get_value() != Some(false) {
            return;
        }
        done.set_value(true);
        let text = input.get_untracked().map(|input| input.value()).filter(|_| take);
        if let Some(text) = text
            && !text.trim().is_empty()
        {
            put(run, setting, &text);
        }
        typing.set(false);
    };
    let key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        _ if is_composing(&event) => {}
        "Enter" | "Escape" => {
            event.stop_propagation();
            end(event.key() == "Enter");
            focus_later(run, setting);
        }
        _ => {}
    };
    let text = run.config.with_untracked(|config| setting.get(config));
    view! {
        <input
            class="typed"
            node_ref=input
            type="text"
            inputmode="decimal"
            autocomplete="off"
            data-testid=format!("typed-{}", setting.key())
            aria-label=move || {
                let words = page.text().controls;
                (words.type_value)(words.setting(setting))
            }
            value=text
            on:keydown=key
            on:blur=move |_| end(true)
        />
    }
}

/// Whether a key goes into a syllable that is being put together, as in Korean: Enter and Escape
/// then end that, and no more. Safari has ended it when it tells the key, and marks it by number.
pub fn is_composing(event: &leptos::ev::KeyboardEvent) -> bool {
    const IN_PROCESS: u32 = 229;
    event.is_composing() || event.key_code() == IN_PROCESS
}

/// Whether a key of that name means what it says: it goes into no syllable.
pub fn presses(event: &leptos::ev::KeyboardEvent, key: &str) -> bool {
    event.key() == key && !is_composing(event)
}

/// Gives the focus to a setting's control once it is back on the page.
fn focus_later(run: Run, setting: Setting) {
    request_animation_frame(move || {
        // Whoever has gone on meanwhile keeps the focus: without one it rests on the body.
        let body = document().body().map(leptos::web_sys::Element::from);
        if document().active_element().is_some_and(|active| Some(active) != body) {
            return;
        }
        focus::onto(&id(run, setting));
    });
}

/// The seed: any text.
#[component]
pub fn TextField(
    /// The setting.
    setting: Setting,
) -> impl IntoView {
    let run = use_run();
    let value = value(run, setting);
    view! {
        <input
            class="text"
            type="text"
            autocomplete="off"
            spellcheck="false"
            id=id(run, setting)
            aria-labelledby=name_id(run, setting)
            data-testid=testid(setting)
            prop:value=move || value.get()
            on:change=move |event| {
                put(run, setting, &event_target_value(&event));
                // A refused text leaves the value as it is, which nobody would write again.
                if let Some(input) = event.target() {
                    use leptos::wasm_bindgen::JsCast as _;
                    let input: leptos::web_sys::HtmlInputElement = input.unchecked_into();
                    input.set_value(&value.get_untracked());
                }
            }
        />
    }
}
