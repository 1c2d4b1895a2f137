//! The diagram's controls: the number of layers, the features, each layer's units, and notes.

use leptos::prelude::*;

use super::diagram::{Diagram, has_inputs_alone};
use super::editor::Place;
use super::formulas::Opener;
use super::inputs::toggle;
use super::label::breakable;
use super::layers::Cards;
use super::layout::{InputPlace, LayerPlace, Rect};
use super::picture::picture;
use super::welcome::Begin;
use crate::app::link::Control;
use crate::app::reactive::memo;
use crate::app::state::{Drawer, Looked, use_page, use_run};
use crate::app::text::help::HelpTopic;
use crate::app::text::network::Words;
use crate::app::widgets::drawer::Toggle;
use crate::app::widgets::each::Each;
use crate::app::widgets::help::Term;
use crate::app::widgets::later::Later;
use crate::engine::config::limits;
use crate::engine::inputs::{Input, Name};
use crate::engine::kind::Kind as _;
use crate::engine::layer::Layer;

/// Units of a layer that is added, as the TensorFlow Playground has it.
const NEW_LAYER_UNITS: usize = 2;

/// Above the diagram: how many hidden layers there are, and the buttons that change it.
#[component]
pub fn LayerBar(
    /// What stands in it while there is something to say, in the place of the legend.
    children: Children,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shown = page.shows(Control::NumHiddenLayers);
    let count = memo(move || run.config.with(|config| config.hidden().len()));
    let words = move || page.text().network;
    // Closures of their own: the view's grammar would take a comparison for a tag.
    let none = move || count.get() <= *limits::HIDDEN_LAYERS.start();
    let full = move || count.get() >= *limits::HIDDEN_LAYERS.end();
    view! {
        <div class="network-bar">
            <Show when=move || shown.get()>
                <button
                    type="button"
                    class="network-step"
                    data-testid="remove-layer"
                    aria-label=move || words().remove_layer
                    title=move || words().remove_layer
                    disabled=none
                    on:click=move |_| run.edit(|config| {
                        // With it goes what stands behind it.
                        let last = config.layers.iter().rposition(Layer::is_dense);
                        config.layers.truncate(last.unwrap_or_default());
                    })
                >
                    "−"
                </button>
                <span class="network-count" translate="no">
                    <Term topic=HelpTopic::HiddenLayers>
                        {move || (words().hidden_layers)(count.get())}
                    </Term>
                </span>
                <button
                    type="button"
                    class="network-step"
                    data-testid="add-layer"
                    aria-label=move || words().add_layer
                    title=move || words().add_layer
                    disabled=full
                    on:click=move |_| run.edit(|config| {
                        config.layers.push(Layer::dense(config.free_id(), NEW_LAYER_UNITS));
                    })
                >
                    "+"
                </button>
            </Show>
            {children()}
            <Begin />
            <Legend />
            <Toggle drawer=Drawer::Layers id="layers-toggle">{move || words().layers}</Toggle>
        </div>
    }
}

/// What squares, lines and dots are.
#[component]
fn Legend() -> impl IntoView {
    let page = use_page();
    let sign = move |class: &'static str, name: fn(&Words) -> &'static str, topic: HelpTopic| {
        view! {
            <span class="network-sign">
                <i class=class aria-hidden="true"></i>
                <Term topic>{move || name(page.text().network)}</Term>
            </span>
        }
    };
    view! {
        <div class="network-legend">
            {sign("network-sign-unit", |words| words.unit_sign, HelpTopic::Units)}
            {sign("network-sign-weight", |words| words.weight_key, HelpTopic::Weights)}
            {sign("network-sign-bias", |words| words.bias_sign, HelpTopic::Bias)}
        </div>
    }
}

/// The column of inputs.
#[component]
pub fn InputColumn() -> impl IntoView {
    let page = use_page();
    let diagram = expect_context::<Diagram>();
    let inputs = memo(move || {
        diagram
            .layout
            .with(|layout| layout.singles().iter().map(|place| place.input).collect::<Vec<_>>())
    });
    // Its name stands over the tiles, as far in as they do.
    let header = move || {
        diagram.layout.with(|layout| {
            let style = layout.inputs_header.style();
            let tile = || layout.inputs.last().map(|place| place.tile.x);
            match layout.picture.map(|picture| picture.x).or_else(tile) {
                Some(left) => format!("{style};--indent:{left:.1}px"),
                None => style,
            }
        })
    };
    let has_picture = memo(move || diagram.layout.with(|layout| layout.picture.is_some()));
    let name = move || {
        let words = page.text().network;
        if has_picture.get() { words.pixels } else { words.features }
    };
    view! {
        <div class="network-header network-header--features" prop:style=header>
            <div class="network-heading">
                <span class="network-name">
                    <Term topic=HelpTopic::Features>{name}</Term>
                </span>
                <Opener class="network-kind network-formulas" on_phone=false />
            </div>
        </div>
        <Show when=move || has_picture.get()>
            <Later part=picture missed=|()| {} />
        </Show>
        <Each each=move || inputs.get() key=|input| *input let:input>
            <InputButton input />
        </Each>
    }
}

/// One input: its name and its map. Pressing a feature makes it an input or not; a column of a table, a
/// formula, and whatever stands where the inputs stand alone, is enlarged.
#[component]
fn InputButton(
    /// Which one.
    input: Input,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let id = match input {
        Input::Feature(feature) => format!("feature-{}", <&str>::from(feature)),
        Input::Number(at) => format!("input-{at}"),
    };
    let name = memo(move || diagram.numbers.with(|numbers| input.name(numbers)));
    let whole = move || name.with(Name::to_string);
    let place = memo(move || {
        diagram
            .layout
            .with(|layout| layout.inputs.iter().find(|place| place.input == input).copied())
    });
    let active = memo(move || place.get().is_some_and(|place| place.index.is_some()));
    let category = move || {
        let category = name.get().category?;
        Some(view! { <span>{breakable(&category)}</span> })
    };
    // In a layer of several columns the name comes with the lens.
    let labelled = move || place.get().is_some_and(|place| place.label() > 0.0);
    // Such a name may be cut.
    let of_column = memo(move || diagram.room.with(|room| room.names(input)));
    // What a press switches on and off.
    let feature = move || match input {
        Input::Feature(feature) if !has_inputs_alone(run) => Some(feature),
        Input::Feature(_) | Input::Number(_) => None,
    };
    let look = move |_| diagram.look(Looked::Input(input));
    let pressed = move || match feature() {
        None => diagram.held.get() == Some(Looked::Input(input)),
        Some(_) => active.get(),
    };
    view! {
        <button
            type="button"
            class="network-feature"
            class:is-input=move || active.get()
            data-testid=id
            aria-pressed=move || pressed().to_string()
            aria-label=move || (page.text().network.feature)(&whole())
            title=move || of_column.get().then(whole)
            prop:style=move || place.get().map(InputPlace::style)
            on:click=move |event| {
                match untrack(feature) {
                    Some(feature) => toggle(run, feature),
                    None => {
                        // What is pressed beside it would let go at once.
                        event.stop_propagation();
                        diagram.hold(Looked::Input(input));
                    }
                }
            }
            on:pointerenter=move |event| if event.pointer_type() != "touch" { look(()) }
            on:pointerleave=move |_| diagram.look_away()
            on:focus=move |_| look(())
            on:blur=move |_| diagram.look_away()
        >
            <Show when=labelled>
                <span class="network-formula" class:network-formula--column=move || of_column.get()>
                    <span>{move || name.with(|name| breakable(&name.column))}</span>
                    {category}
                </span>
            </Show>
            <span
                class="network-map"
                prop:style=move || place.get().map(|place| format!("width:{:.1}px", place.tile.width))
            ></span>
        </button>
    }
}

/// Above each hidden layer: how many units it has, and the buttons that change it; above the
/// output unit its name.
#[component]
pub fn LayerHeaders() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let hidden = memo(move || run.config.with(|config| config.hidden().len()));
    let cards = expect_context::<Cards>();
    let activation = move || {
        let kind = run.config.with(|config| config.output_layer().activation.map(|own| own.kind()));
        kind.map_or("", |kind| page.text().training.label(kind.about().label))
    };
    let output = move || {
        diagram.layout.with(|layout| {
            layout.layers.last().map_or(Rect::default(), |place| place.header).style()
        })
    };
    view! {
        <Each each=move || 0..hidden.get() key=|layer| *layer let:layer>
            <LayerHeader layer />
        </Each>
        <Column
            layer=Signal::derive(move || hidden.get())
            is_open=Signal::derive(move || cards.is_open(page, Place::Output))
        />
        <div class="network-header network-header--output" prop:style=output>
            <span class="network-name">
                <Term topic=HelpTopic::Output>{move || page.text().network.output}</Term>
                <Frozen layer=Signal::derive(move || hidden.get()) />
            </span>
            <button
                type="button"
                class="network-kind"
                disabled=move || page.presents.get()
                data-testid="layer-output-open"
                aria-label=move || (page.text().network.open_output)(activation())
                on:click=move |_| cards.show(page, Place::Output)
            >
                {activation}
            </button>
        </div>
    }
}

/// The ground of a layer that is open in the drawer.
#[component]
fn Column(
    /// Which one, from 0; the output is the last.
    layer: Signal<usize>,
    /// Whether it is.
    is_open: Signal<bool>,
) -> impl IntoView {
    let diagram = expect_context::<Diagram>();
    let place = move || {
        diagram.layout.with(|layout| {
            let column = layout.layers.get(layer.get()).map(LayerPlace::column);
            column.map(|(left, width)| format!("left:{left:.1}px;width:{width:.1}px"))
        })
    };
    view! {
        <Show when=move || is_open.get()>
            <div class="network-column" prop:style=place></div>
        </Show>
    }
}

/// The sign of a dense layer that keeps its weights.
#[component]
fn Frozen(
    /// Which one, from 0; the output is the last.
    layer: Signal<usize>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let frozen = memo(move || {
        run.config.with(|config| config.frozen().get(layer.get()).copied().unwrap_or_default())
    });
    let word = move || page.text().network.frozen;
    view! {
        <Show when=move || frozen.get()>
            <span class="network-frozen" role="img" aria-label=word title=word>"❄"</span>
        </Show>
    }
}

/// One hidden layer's header: its units and the buttons that change them, and below its activation,
/// which opens the layer. Where it is narrow the buttons come with the pointer or the focus, which
/// the number of units takes from a finger.
#[component]
fn LayerHeader(
    /// Which layer, from 0.
    layer: usize,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let cards = expect_context::<Cards>();
    let own = memo(move || run.config.with(|config| config.dense(layer).copied()));
    let units = move || own.get().map_or(0, |own| own.units());
    let activation = move || {
        let own = own.get()?.activation.unwrap_or(run.config.with(|config| config.activation));
        Some(page.text().training.label(own.kind().about().label))
    };
    let place = memo(move || {
        diagram.layout.with(|layout| {
            let place = layout.layers.get(layer);
            place.map_or((Rect::default(), false), |place| (place.header, place.narrow))
        })
    });
    let words = move || page.text().network;
    let least = move || units() <= *limits::UNITS.start();
    let most = move || units() >= *limits::UNITS.end();
    let change = move |to: fn(usize) -> usize| {
        run.edit(|config| {
            if let Some(layer) = config.dense_mut(layer) {
                // The knob keeps its limits.
                layer.kind.set("units", to(layer.units()) as f64);
            }
        });
    };
    let open = move |_| {
        if let Some(own) = own.get_untracked() {
            cards.show(page, Place::Hidden(own.id));
        }
    };
    let is_open = move || own.get().is_some_and(|own| cards.is_open(page, Place::Hidden(own.id)));
    view! {
        <Column layer=Signal::stored(layer) is_open=Signal::derive(is_open) />
        <div
            class="network-header"
            class:network-header--narrow=move || place.get().1
            prop:style=move || place.get().0.style()
        >
            <span class="network-steps">
                <button
                    type="button"
                    class="network-step"
                    data-testid=format!("layer-{layer}-remove")
                    aria-label=move || (words().remove_unit)(layer + 1)
                    disabled=least
                    on:click=move |_| change(|units| units.saturating_sub(1))
                >
                    "−"
                </button>
                <span class="network-units" role="img" tabindex="-1" aria-label=move || (words().units)(units())>
                    {units}
                    <Frozen layer=Signal::stored(layer) />
                </span>
                <button
                    type="button"
                    class="network-step"
                    data-testid=format!("layer-{layer}-add")
                    aria-label=move || (words().add_unit)(layer + 1)
                    disabled=most
                    on:click=move |_| change(|units| units + 1)
                >
                    "+"
                </button>
            </span>
            <button
                type="button"
                class="network-kind"
                disabled=move || page.presents.get()
                data-testid=format!("layer-{layer}-open")
                aria-label=move || (words().open_layer)(layer + 1, activation().unwrap_or_default())
                on:click=open
            >
                {move || if place.get().1 { (layer + 1).to_string() } else { activation().unwrap_or_default().to_owned() }}
            </button>
        </div>
    }
}

/// What has to be said about the diagram as it is.
#[component]
pub fn Notes() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let lonely = move || run.config.with(|config| config.inputs() == 0);
    view! {
        <Show when=lonely>
            <p class="network-note network-note--lonely" data-testid="choose-feature">
                {move || page.text().network.choose_feature}
            </p>
        </Show>
    }
}
