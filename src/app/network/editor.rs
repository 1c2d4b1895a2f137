//! The layer that is chosen among the cards, with everything that can be said of it.

use leptos::prelude::*;

use crate::app::reactive::memo;
use crate::app::setting::Chosen;
use crate::app::state::{Run, use_page, use_run};
use crate::app::text::network::Words;
use crate::app::widgets::sketch::{self, Sketch};
use crate::app::widgets::tuned::{AboutKind, Knobs, Sparkline, Touch};
use crate::engine::activation::Activation;
use crate::engine::config::Config;
use crate::engine::initializer::Initializer;
use crate::engine::kind::{Kind, Tuned};
use crate::engine::layer::{Layer, LayerKind};
use crate::engine::regularizer::LayerRegularizer;

/// Which layer is meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// The hidden layer of that id, of whatever kind: wherever it is moved, it is the one edited.
    Hidden(u32),
    /// The output layer.
    Output,
}

impl Place {
    /// The layer there, where there is one.
    pub fn layer(self, config: &Config) -> Option<&Layer> {
        match self {
            Self::Hidden(id) => config.layers.iter().find(|layer| layer.id == id),
            Self::Output => Some(&config.output),
        }
    }

    fn layer_mut(self, config: &mut Config) -> Option<&mut Layer> {
        match self {
            Self::Hidden(id) => config.layers.iter_mut().find(|layer| layer.id == id),
            Self::Output => Some(&mut config.output),
        }
    }
}

/// The layer that is chosen, with everything that can be said of it.
#[component]
pub fn Editor(
    /// Its place.
    place: Place,
    /// The place of the one that is edited.
    chosen: RwSignal<Option<Place>>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let words = move || page.text().network;
    let layer = memo(move || run.config.with(|config| place.layer(config).copied()));
    let kind = memo(move || layer.get().map(|layer| layer.kind.kind()));
    let numbers = Signal::derive(move || layer.get().map(|layer| Chosen::of(&layer.kind)));
    let touch_kind = Callback::new(move |hand| {
        touch(run, place, hand, |layer, call| {
            if let Some((kind, _)) = Tuned::read(call) {
                layer.kind = kind;
            }
        });
    });
    let dense = move || kind.get() == Some(LayerKind::Dense);
    let active = move || dense() || kind.get() == Some(LayerKind::Activation);
    // The output layer stays, and its units follow from the loss.
    let hidden = match place {
        Place::Hidden(id) => Some(id),
        Place::Output => None,
    };
    let fixed = if hidden.is_some() { None } else { Some("units") };
    let remove = move |id: u32| {
        run.edit(|config| config.layers.retain(|layer| layer.id != id));
        chosen.set(None);
    };
    let remove = hidden.map(|id| {
        view! {
            <button
                type="button"
                class="link-button"
                data-testid="layer-remove"
                on:click=move |_| remove(id)
            >
                {move || words().remove_this}
            </button>
        }
    });
    let open_activation = match place {
        Place::Hidden(_) => |words: &Words| words.as_network,
        Place::Output => |words: &Words| words.as_suits,
    };
    view! {
        <div class="layer-editor" data-testid="layer-editor">
            <div class="layer-group">
                <AboutKind key="layer" kind=Signal::derive(move || kind.get().map(Into::into)) />
                <Knobs key="layer" chosen=numbers touch=touch_kind but=fixed />
                {remove}
            </div>
            <Show when=active>
                <div class="layer-group">
                    <Part<Activation>
                        place
                        key="activation"
                        name=|words| words.layer_activation
                        open=Some(open_activation)
                        of=Chosen::activation
                        draw=sketch::activation
                        get=|layer| layer.activation
                        set=|layer, value| layer.activation = value
                    />
                </div>
            </Show>
            <Show when=dense>
                <div class="layer-group">
                    <Part<Initializer>
                        place
                        key="initializer"
                        name=|words| words.layer_initializer
                        open=Some(|words| words.as_network)
                        of=Chosen::of
                        draw=sketch::initializer
                        get=|layer| layer.initializer
                        set=|layer, value| layer.initializer = value
                    />
                </div>
                <div class="layer-group">
                    <Part<LayerRegularizer>
                        place
                        key="kernel-regularizer"
                        name=|words| words.kernel_regularizer
                        open=None
                        of=Chosen::of
                        draw=sketch::penalty
                        get=|layer| Some(layer.kernel_regularizer)
                        set=|layer, value| layer.kernel_regularizer = value.unwrap_or(LayerRegularizer::None.into())
                    />
                    <Part<LayerRegularizer>
                        place
                        key="bias-regularizer"
                        name=|words| words.bias_regularizer
                        open=None
                        of=Chosen::of
                        draw=sketch::penalty
                        get=|layer| Some(layer.bias_regularizer)
                        set=|layer, value| layer.bias_regularizer = value.unwrap_or(LayerRegularizer::None.into())
                    />
                </div>
            </Show>
        </div>
    }
}

/// Does to a layer what a hand does to one of its parts.
fn touch(run: Run, place: Place, hand: Touch, put: impl Fn(&mut Layer, &str)) {
    let change = |config: &mut Config, call: &str| {
        if let Some(layer) = place.layer_mut(config) {
            put(layer, call);
        }
    };
    match hand {
        Touch::Drag(call) => run.drag(|config| change(config, &call)),
        Touch::Put(call) => run.edit(|config| change(config, &call)),
    }
}

/// One part of a layer that is chosen from a list, with what is said of it, its curve and its
/// knobs.
#[component]
fn Part<K: Kind + Send + Sync>(
    /// The layer's place.
    place: Place,
    /// `data-testid` is `layer-` and this.
    key: &'static str,
    /// Picks its name.
    name: fn(&Words) -> &'static str,
    /// Picks the entry that leaves it open, where it may be.
    open: Option<fn(&Words) -> &'static str>,
    /// How the page draws it.
    of: fn(&Tuned<K>) -> Chosen,
    /// Its little curve.
    draw: fn(&Tuned<K>) -> Sketch,
    /// Reads it.
    get: fn(&Layer) -> Option<Tuned<K>>,
    /// Writes it.
    set: fn(&mut Layer, Option<Tuned<K>>),
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let words = move || page.text().network;
    let value = memo(move || {
        run.config.with(|config| place.layer(config).and_then(get).map(|own| own.to_string()))
    });
    let own = move || Some(Tuned::<K>::read(&value.get()?)?.0);
    let kind = memo(move || own().map_or("", |own| own.kind().into()));
    let chosen = memo(move || own().map(|own| of(&own)));
    // A kind without a source is none: there is nothing to say or to draw.
    let sourced = memo(move || {
        chosen.get().map(|chosen| chosen.kind).filter(|kind| !kind.about().source.is_empty())
    });
    let formula = memo(move || chosen.get().and_then(|chosen| chosen.formula));
    let sketch = memo(move || sourced.get().and_then(|_| Some(draw(&own()?))));
    let apply = move |layer: &mut Layer, call: &str| {
        set(layer, Tuned::read(call).map(|(own, _)| own));
    };
    let id = format!("layer-{key}");
    let option = move |&one: &K| {
        let (text, label): (&str, _) = (one.into(), one.about().label);
        view! {
            <option value=text prop:selected=move || kind.get() == text>
                {move || page.text().training.label(label)}
            </option>
        }
    };
    let options = K::all().iter().map(option).collect_view();
    let left_open = open.map(|open| {
        view! {
            <option value="" prop:selected=move || kind.get().is_empty()>
                {move || open(words())}
            </option>
        }
    });
    let element = run.element(&id);
    view! {
        <div class="field">
            <span class="field-name">
                <label for=element.clone()>{move || name(words())}</label>
            </span>
            <select
                class="select"
                id=element
                data-testid=id
                on:change=move |event| {
                    touch(run, place, Touch::Put(event_target_value(&event)), apply);
                }
            >
                {left_open}
                {options}
            </select>
        </div>
        <Show when=move || sourced.get().is_some()>
            <div class="tuned-said">
                <AboutKind key kind=sourced formula />
                <Sparkline key name=Signal::derive(move || name(words())) sketch />
            </div>
        </Show>
        <Knobs key chosen touch=Callback::new(move |hand| touch(run, place, hand, apply)) />
    }
}
