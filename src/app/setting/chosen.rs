//! Settings whose value is a call, as the page draws them: a kind with its knobs, whichever list it
//! is of.

use super::any_kind::AnyKind;
use super::registry::Setting;
use crate::engine::activation::Activation;
use crate::engine::callback::Callback;
use crate::engine::config::Config;
use crate::engine::dataset::Dataset;
use crate::engine::initializer::Initializer;
use crate::engine::kind::{self, About, Knob, MOST_KNOBS, Tuned};
use crate::engine::layer::LayerKind;
use crate::engine::loss::Loss;
use crate::engine::optimizer::Optimizer;
use crate::engine::schedule::Schedule;

/// A kind with its knobs, as the page draws it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    /// The kind as links write it.
    pub name: &'static str,
    /// The kind, to look its words up.
    pub kind: AnyKind,
    /// Its formula, where it has a short one.
    pub formula: Option<&'static str>,
    /// What it can be tuned with.
    pub knobs: &'static [Knob],
    values: [f64; MOST_KNOBS],
}

impl Chosen {
    /// That of a kind and its values.
    pub fn of<K: kind::Kind + Into<AnyKind>>(tuned: &Tuned<K>) -> Self {
        let kind = tuned.kind();
        let (name, knobs) = (kind.into(), kind.knobs());
        Self { name, kind: kind.into(), formula: None, knobs, values: tuned.values() }
    }

    /// That of an activation.
    pub fn activation(tuned: &Tuned<Activation>) -> Self {
        Self { formula: Some(tuned.kind().spec().formula), ..Self::of(tuned) }
    }

    /// That of a loss.
    pub fn loss(tuned: &Tuned<Loss>) -> Self {
        Self { formula: Some(tuned.kind().spec().formula), ..Self::of(tuned) }
    }

    /// The value of a knob; `None` where it has none of that name.
    pub fn value(&self, knob: &str) -> Option<f64> {
        let at = self.knobs.iter().position(|one| one.name == knob)?;
        self.values.get(at).copied()
    }

    /// The call, as [`Setting::apply`] reads it.
    pub fn call(&self) -> String {
        self.written(|_| None)
    }

    /// The call with a knob set to what `text` says.
    pub fn call_with(&self, knob: &str, text: &str) -> String {
        self.written(|name| (name == knob).then(|| text.to_owned()))
    }

    fn written(&self, other: impl Fn(&str) -> Option<String>) -> String {
        let entry = |(knob, value): (&Knob, f64)| match other(knob.name) {
            Some(text) => Some(format!("{}:{text}", knob.name)),
            None => (value != knob.default).then(|| format!("{}:{value}", knob.name)),
        };
        let entries: Vec<String> = self.knobs.iter().zip(self.values).filter_map(entry).collect();
        match entries.is_empty() {
            true => self.name.to_owned(),
            false => format!("{}({})", self.name, entries.join(",")),
        }
    }
}

impl Setting {
    /// The kind in use with its knobs, where the value is a call: where it is left open, the one
    /// that suits.
    pub fn chosen(self, config: &Config) -> Option<Chosen> {
        match self {
            Self::Dataset => Some(Chosen::of(&config.dataset)),
            Self::RegDataset => Some(Chosen::of(&config.reg_dataset)),
            Self::Activation => Some(Chosen::activation(&config.activation)),
            Self::Initializer => Some(Chosen::of(&config.initializer)),
            Self::OutputActivation => Some(Chosen::activation(&config.target().activation)),
            Self::Regularization => Some(Chosen::of(&Tuned::new(config.regularizer))),
            Self::Loss => Some(Chosen::loss(&config.target().loss)),
            Self::Optimizer => Some(Chosen::of(&config.optimizer)),
            Self::Schedule => Some(Chosen::of(&config.schedule)),
            Self::Problem
            | Self::Curve
            | Self::Samples
            | Self::PercTrainData
            | Self::Noise
            | Self::FirstClass
            | Self::LabelNoise
            | Self::TestShift
            | Self::Split
            | Self::BatchSize
            | Self::Formulas
            | Self::NetworkShape
            | Self::Layers
            | Self::OutputLayer
            | Self::LabelCoding
            | Self::RegularizationRate
            | Self::WeightDecay
            | Self::Clipnorm
            | Self::Clipvalue
            | Self::GlobalClipnorm
            | Self::LearningRate
            | Self::Callbacks
            | Self::Seed
            | Self::DataSeed
            | Self::Rules
            | Self::Precision
            | Self::Runtime => None,
        }
    }

    /// Whether it is left open, so that what suits is used.
    pub fn is_automatic(self, config: &Config) -> bool {
        match self {
            Self::OutputActivation => config.output.activation.is_none(),
            Self::Loss => config.loss.is_none(),
            Self::LabelCoding => config.coding.is_none(),
            Self::FirstClass => config.first_class.is_none(),
            Self::Problem
            | Self::Dataset
            | Self::RegDataset
            | Self::Curve
            | Self::Samples
            | Self::PercTrainData
            | Self::Noise
            | Self::LabelNoise
            | Self::TestShift
            | Self::Split
            | Self::BatchSize
            | Self::Formulas
            | Self::NetworkShape
            | Self::Layers
            | Self::OutputLayer
            | Self::Activation
            | Self::Initializer
            | Self::Regularization
            | Self::RegularizationRate
            | Self::Optimizer
            | Self::WeightDecay
            | Self::Clipnorm
            | Self::Clipvalue
            | Self::GlobalClipnorm
            | Self::LearningRate
            | Self::Schedule
            | Self::Callbacks
            | Self::Seed
            | Self::DataSeed
            | Self::Rules
            | Self::Precision
            | Self::Runtime => false,
        }
    }

    /// What a kind of that name is called and where it comes from.
    pub fn about(self, name: &str) -> Option<About> {
        self.known(name).map(|(about, _)| about)
    }

    /// What a kind of that name can be tuned with.
    pub fn knobs(self, name: &str) -> &'static [Knob] {
        self.known(name).map_or(&[], |(_, knobs)| knobs)
    }

    fn known(self, name: &str) -> Option<(About, &'static [Knob])> {
        fn of<K: kind::Kind>(name: &str) -> Option<(About, &'static [Knob])> {
            K::from_str(name).ok().map(|kind| (kind.about(), kind.knobs()))
        }
        match self {
            Self::Dataset | Self::RegDataset => of::<Dataset>(name),
            Self::Layers | Self::OutputLayer => of::<LayerKind>(name),
            Self::Activation | Self::OutputActivation => of::<Activation>(name),
            Self::Initializer => of::<Initializer>(name),
            Self::Loss => of::<Loss>(name),
            Self::Optimizer => of::<Optimizer>(name),
            Self::Schedule => of::<Schedule>(name),
            Self::Callbacks => of::<Callback>(name),
            Self::Problem
            | Self::Curve
            | Self::Samples
            | Self::PercTrainData
            | Self::Noise
            | Self::FirstClass
            | Self::LabelNoise
            | Self::TestShift
            | Self::Split
            | Self::BatchSize
            | Self::Formulas
            | Self::NetworkShape
            | Self::LabelCoding
            | Self::Regularization
            | Self::RegularizationRate
            | Self::WeightDecay
            | Self::Clipnorm
            | Self::Clipvalue
            | Self::GlobalClipnorm
            | Self::LearningRate
            | Self::Seed
            | Self::DataSeed
            | Self::Rules
            | Self::Precision
            | Self::Runtime => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_written_as_the_engine_writes_it() {
        for text in ["adam", "adam(beta_1:0.8,amsgrad:1)", "sgd(momentum:0.9)", "ftrl(beta:0.5)"] {
            let (tuned, _) = Tuned::<Optimizer>::read(text).unwrap();
            let chosen = Chosen::of(&tuned);
            assert_eq!(chosen.call(), text);
            assert_eq!(chosen.value("missing"), None);
        }
        let chosen = Chosen::of(&Tuned::<Optimizer>::read("adam(beta_1:0.8)").unwrap().0);
        assert_eq!(chosen.value("beta_1"), Some(0.8));
        assert_eq!(chosen.call_with("beta_2", "0.9"), "adam(beta_1:0.8,beta_2:0.9)");
        assert_eq!(chosen.call_with("beta_1", "0.5"), "adam(beta_1:0.5)");
    }
}
