//! The settings of a run in words, for paper: those that everybody asks for, and whatever else differs
//! from the bare page. What a link hides stays hidden.

use strum::VariantArray as _;

use crate::app::link::{Control, View};
use crate::app::network::summary;
use crate::app::setting::{self, Chosen, Kind, Setting, number_text};
use crate::app::text::{Text, number};
use crate::engine::config::{Config, Problem};
use crate::engine::initializer::Initializer;
use crate::engine::inputs::{Input, Name};
use crate::engine::kind::{Kind as _, Knob, Scale};
use crate::engine::regularizer::Regularizer;

/// Names and values, in the order in which a link has them; `numbers` is what those of a row are called.
pub fn listing(
    config: &Config,
    numbers: &[Name],
    view: &View,
    text: &Text,
) -> Vec<(&'static str, String)> {
    let mut listed = Vec::new();
    let hidden = |setting| Control::of(setting).is_some_and(|own| view.hidden.contains(&own));
    for &setting in Setting::VARIANTS {
        if setting == Setting::Layers && config.has_features() {
            // What goes into the network stands before it.
            listed.push((text.network.features, features(config, numbers)));
        }
        if is_told(setting, config) && !hidden(setting) {
            listed.push((text.controls.setting(setting), value(setting, config, text)));
        }
    }
    listed
}

/// Whether a setting matters on paper.
fn is_told(setting: Setting, config: &Config) -> bool {
    match setting {
        Setting::Problem
        | Setting::Samples
        | Setting::PercTrainData
        | Setting::BatchSize
        | Setting::Layers
        | Setting::Activation
        | Setting::OutputActivation
        | Setting::Loss
        | Setting::Regularization
        | Setting::Optimizer
        | Setting::LearningRate
        | Setting::Seed
        | Setting::Rules
        | Setting::Precision => true,
        Setting::Noise => config.own.is_none(),
        Setting::FirstClass | Setting::LabelNoise | Setting::TestShift | Setting::Split => {
            differs(setting, config) && setting::handling(config).contains(&setting)
        }
        Setting::Dataset => config.problem == Problem::Classification,
        Setting::RegDataset => config.problem == Problem::Regression,
        Setting::Curve => config.has_curve(),
        // The layers say it.
        Setting::NetworkShape => false,
        Setting::RegularizationRate => config.regularizer != Regularizer::None,
        Setting::Initializer => config.init_zero || differs(setting, config),
        Setting::OutputLayer
        | Setting::Formulas
        | Setting::LabelCoding
        | Setting::WeightDecay
        | Setting::Clipnorm
        | Setting::Clipvalue
        | Setting::GlobalClipnorm
        | Setting::Schedule
        | Setting::Callbacks
        | Setting::DataSeed
        | Setting::Runtime => differs(setting, config),
    }
}

fn differs(setting: Setting, config: &Config) -> bool {
    setting.get(config) != setting.default_text()
}

fn value(setting: Setting, config: &Config, text: &Text) -> String {
    if let (Setting::Dataset | Setting::RegDataset, Some(own)) = (setting, &config.own) {
        return text.table(own).to_owned();
    }
    if setting.is_automatic(config) {
        return text.suiting(setting, config);
    }
    if setting == Setting::Initializer && config.init_zero {
        return text.training.label(Initializer::Zeros.about().label).to_owned();
    }
    let plain = setting.get(config);
    match setting.kind() {
        Kind::Slider => match setting {
            Setting::PercTrainData | Setting::Noise | Setting::LabelNoise => format!("{plain} %"),
            _ => plain,
        },
        Kind::Text | Kind::Shape => plain,
        Kind::Choice | Kind::Select => text.option(setting, &plain),
        Kind::Tuned => {
            let knobs = setting.chosen(config).map(|chosen| knobs(&chosen, text));
            text.option(setting, &plain) + &knobs.unwrap_or_default()
        }
        Kind::List => match setting {
            Setting::Formulas => config.formulas.join("; "),
            Setting::Layers => layers(config, text),
            Setting::Callbacks => callbacks(config, text),
            // What has no words is told as the link tells it.
            _ => Some(summary::detail(&config.output, config, text))
                .filter(|detail| !detail.is_empty())
                .unwrap_or(plain),
        },
    }
}

/// The knobs of a kind that differ from its defaults, in parentheses; nothing where none does.
fn knobs(chosen: &Chosen, text: &Text) -> String {
    let told = |knob: &Knob| {
        let value = chosen.value(knob.name).filter(|value| *value != knob.default)?;
        let value = match knob.scale {
            // Its value is a place in the list.
            Scale::Choice(names) => text.training.knob(names.get(value as usize)?).to_owned(),
            Scale::Linear | Scale::Logarithmic | Scale::Whole | Scale::Switch => number_text(value),
        };
        Some(format!("{} = {value}", text.training.knob(knob.name)))
    };
    let told: Vec<String> = chosen.knobs.iter().filter_map(told).collect();
    if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) }
}

fn features(config: &Config, numbers: &[Name]) -> String {
    let label = |feature| Input::Feature(feature).name(numbers).column;
    let labels: Vec<String> = config.seen().iter().map(label).collect();
    if labels.is_empty() { number::NONE.to_owned() } else { labels.join(", ") }
}

/// The hidden layers from the input to the output; of one that is no more than units their number.
fn layers(config: &Config, text: &Text) -> String {
    let told: Vec<String> = config
        .layers
        .iter()
        .map(|layer| match layer.is_plain() {
            true => layer.units().to_string(),
            false => summary::said(layer, config, text),
        })
        .collect();
    if told.is_empty() { text.controls.no_hidden.to_owned() } else { told.join(" → ") }
}

fn callbacks(config: &Config, text: &Text) -> String {
    let told = config.callbacks.iter().map(|callback| {
        let chosen = Chosen::of(callback);
        text.training.label(chosen.kind.about().label).to_owned() + &knobs(&chosen, text)
    });
    told.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::link::{self, Link};
    use crate::app::text::Language;
    use crate::engine::table::Column;

    /// What a link lists, a line an entry.
    fn listed(hash: &str, language: Language) -> String {
        let link = link::parse(hash).link;
        let listed = listing(&link.config, &[], &link.view, language.text());
        listed.iter().map(|(name, value)| format!("{name}: {value}\n")).collect()
    }

    #[test]
    fn what_everybody_asks_for_is_listed_in_the_order_of_the_link() {
        assert_eq!(
            listed("", Language::English),
            "Problem: Classification\nData set: Circle\nSamples: 500\nTraining share: 50 %\n\
             Noise: 0 %\nBatch size: 10\nFeatures: x₁, x₂\nHidden layers: 4 → 2\n\
             Activation: tanh\nOutput activation: tanh (auto)\n\
             Loss: Half squared error (auto)\nRegularization: None\n\
             Optimizer: SGD\nLearning rate: 0.03\nSeed: 0.81857\nRules: Modern\n\
             Precision: 32-bit\n"
        );
    }

    #[test]
    fn features_of_a_table_are_called_by_its_columns() {
        let numbers = Name::of_numbers(&["width", "height"].map(Column::number), &[]);
        let Link { config, view, .. } = link::parse("xTimesY=true").link;
        let listed = listing(&config, &numbers, &view, Language::English.text());
        assert!(listed.contains(&("Features", "width, height, width·height".to_owned())));
    }

    #[test]
    fn what_differs_is_listed_with_its_knobs() {
        let hash = "rules=modern&optimizer=adam(beta_1:0.8)&regularization=L2&regularizationRate=0.1&\
                    callbacks=early_stopping(monitor:1,patience:20)&initZero=true&noise=15&\
                    layers=dense(units:6,activation:gelu),dropout(rate:0.5),dense(units:2)&\
                    schedule=cosine_decay(decay_steps:500)&weightDecay=0.01";
        let english = listed(hash, Language::English);
        for line in [
            "Optimizer: Adam (beta_1 = 0.8)\n",
            "Regularization rate: 0.1\n",
            "Callbacks: Early stopping (monitor = training loss, patience = 20)\n",
            "Initializer: Zeros\n",
            "Noise: 15 %\n",
            "Hidden layers: Dense: 6 units · GELU → Dropout: 0.5 → 2\n",
            "Weight decay: 0.01\n",
        ] {
            assert!(english.contains(line), "{line} in {english}");
        }
        let korean = listed(hash, Language::Korean);
        for line in ["데이터", "Adam (beta_1 = 0.8)\n", "모두 0\n", "monitor = 훈련 손실"]
        {
            assert!(korean.contains(line), "{line} in {korean}");
        }
    }

    #[test]
    fn what_a_link_hides_is_not_told() {
        let english =
            listed("rules=modern&noise_hide=true&learningRate_hide=true", Language::English);
        assert!(!english.contains("Noise") && !english.contains("Learning rate"), "{english}");
        assert!(english.contains("Batch size"), "{english}");
    }
}
