//! From a [`Link`] to the address bar.

use strum::VariantArray as _;

use super::axes;
use super::escape::{encode, keep};
use super::key::{HIDE, Key, OWN, Own, PLAYGROUND, Toggle};
use super::view::{Link, View};
use crate::app::draw::{Drawing, code};
use crate::app::real_set::RealSet;
use crate::app::setting::{self, Setting};
use crate::engine::config::{Config, Rules};
use crate::engine::feature::Feature;
use crate::engine::layer::Layer;
use crate::engine::regularizer::Regularizer;
use crate::engine::view::Choice;

/// What of a table in the place of generated data a link can say.
#[derive(Clone, Copy, Default)]
struct Brought<'a> {
    points: Option<&'a str>,
    set: Option<RealSet>,
    axes: Option<&'a str>,
}

/// The hash of a link, without its `#`. Under Playground rules it has all the TensorFlow
/// Playground's keys in its own order, so that it opens there too; under modern rules it has
/// what differs from the bare page.
pub fn write(link: &Link) -> String {
    let Link { config, view, points, choice } = link;
    let points = points.as_ref().and_then(Drawing::of_table);
    let points = points.and_then(|drawing| code::encode(&drawing));
    // No link has a table of the visitor's but a small drawing: it tells the same network and the data
    // set before. A set that the page has is named beside that.
    let is_shown = |choice: &&Choice| {
        config.own.as_ref().is_some_and(|own| own.kind == choice.kind && !own.drawn)
    };
    let axes = choice.as_ref().filter(is_shown).map(axes::write);
    let own = Brought {
        points: points.as_deref(),
        set: config.own.as_ref().and_then(RealSet::of),
        axes: axes.as_deref(),
    };
    let mut generated = config.clone();
    setting::generate(&mut generated);
    let config = &generated;
    let plain = Link::default();
    let mut entries: Vec<(String, String)> = Vec::new();
    for key in PLAYGROUND {
        let value = value(key, config, own, view);
        let written = match config.rules {
            Rules::Playground => playground_writes(key, config, view),
            // What a set is about is known without.
            Rules::Modern if own.set.is_some() && key == Key::Setting(Setting::Problem) => false,
            Rules::Modern => {
                value != self::value(key, &plain.config, Brought::default(), &plain.view)
            }
        };
        if written {
            entries.push((key.name().to_owned(), value));
        }
    }
    entries.extend(hidden(view));

    // What a link without `rules=` would open with.
    let implied = if entries.is_empty() { Rules::Modern } else { Rules::Playground };
    for key in OWN {
        let written = match key {
            Key::Setting(Setting::Samples) => {
                config.sample_count() != config.problem.default_samples()
            }
            Key::Setting(Setting::Rules) => {
                let corrected =
                    config.rules == Rules::Playground && link.config.beyond_playground();
                config.rules != implied || corrected
            }
            Key::Setting(Setting::Precision) => {
                config.precision != config.rules.default_precision()
            }
            // The list of units says it all where there is nothing but dense layers.
            Key::Setting(Setting::Layers) => !config.layers.iter().all(Layer::is_plain),
            Key::Setting(setting) => setting.get(config) != setting.get(&plain.config),
            Key::Own(Own::Set) => own.set.is_some(),
            Key::Own(Own::Axes) => own.axes.is_some(),
            Key::Own(Own::Lang) => view.language.is_some(),
            Key::Own(Own::Theme) => view.theme.is_some(),
            Key::Own(Own::Speed) => view.speed.is_some(),
            Key::Own(Own::Points) => own.points.is_some(),
            Key::Toggle(_) | Key::Feature(_) | Key::Idle(_) | Key::Tutorial => false,
        };
        if written {
            entries.push((key.name().to_owned(), value(key, config, own, view)));
        }
    }
    let others = view.extras.iter().filter(|(key, _)| Key::named(key).is_none());
    entries.extend(others.map(|(key, value)| (keep(key), keep(value))));
    entries.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&")
}

/// Whether the TensorFlow Playground writes the key: it leaves out what is nothing there.
fn playground_writes(key: Key, config: &Config, view: &View) -> bool {
    match key {
        Key::Setting(Setting::Regularization) => config.regularizer != Regularizer::None,
        Key::Tutorial => extra(view, key).is_some(),
        Key::Setting(_) | Key::Toggle(_) | Key::Feature(_) | Key::Idle(_) => true,
        Key::Own(_) => false,
    }
}

/// The value of a key, as the link carries it.
fn value(key: Key, config: &Config, own: Brought<'_>, view: &View) -> String {
    match key {
        Key::Setting(setting) => encode(&setting.get(config)),
        Key::Toggle(Toggle::ShowTestData) => view.show_test.to_string(),
        Key::Toggle(Toggle::Discretize) => view.discretize.to_string(),
        Key::Toggle(Toggle::InitZero) => config.init_zero.to_string(),
        Key::Toggle(Toggle::HideText) => view.hide_text.to_string(),
        Key::Feature(feature) => {
            let hidden = view.hidden_features.contains(<&str>::from(feature));
            (config.features.contains(feature) && !hidden).to_string()
        }
        Key::Idle(_) => extra(view, key).unwrap_or("false").to_owned(),
        Key::Tutorial => extra(view, key).unwrap_or_default().to_owned(),
        Key::Own(Own::Set) => own.set.map_or("", Into::into).to_owned(),
        Key::Own(Own::Axes) => own.axes.map(encode).unwrap_or_default(),
        Key::Own(Own::Lang) => view.language.map_or("", Into::into).to_owned(),
        Key::Own(Own::Theme) => view.theme.map_or("", Into::into).to_owned(),
        Key::Own(Own::Speed) => view.speed.map_or("", Into::into).to_owned(),
        Key::Own(Own::Points) => own.points.unwrap_or_default().to_owned(),
    }
}

fn extra(view: &View, key: Key) -> Option<&str> {
    view.extras.iter().find(|(name, _)| name == key.name()).map(|(_, value)| value.as_str())
}

/// The `*_hide` keys.
fn hidden(view: &View) -> impl Iterator<Item = (String, String)> {
    let controls = view.hidden.iter().map(|&control| <&str>::from(control));
    let features = Feature::VARIANTS
        .iter()
        .map(|&feature| <&str>::from(feature))
        .filter(|&feature| view.hidden_features.contains(feature));
    controls.chain(features).map(|name| (format!("{name}{HIDE}"), "true".to_owned()))
}
