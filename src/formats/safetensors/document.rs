//! What a file's metadata says of a network, beside its numbers: enough to build it anew.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::feature::Feature;
use crate::engine::inputs::Derivation;
use crate::engine::kind::{Kind, Tuned};
use crate::engine::layer::{Layer, LayerKind};
use crate::engine::scaling;
use crate::engine::table::{Column, Goal};
use crate::formats::trained::Trained;

/// Raised when a document changes its meaning.
const VERSION: u32 = 1;

/// A network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Network {
    /// Of the document: 1.
    pub version: u32,
    /// The columns of a row, in their order, with the names of their categories.
    pub columns: Vec<Column>,
    /// How each column of numbers is scaled before anything is made of it; `null` for categories.
    pub scales: Vec<Option<Scale>>,
    /// The network's inputs, in their order.
    pub inputs: Vec<Input>,
    /// The layers, from the first to the output.
    pub layers: Vec<Described>,
    /// What the outputs are to say: the names of classes or numbers.
    pub goal: Goal,
    /// Of numbers how each is scaled before the network is to answer it: `answer · width + shift` is the
    /// number. None where they are the answers.
    #[serde(default)]
    pub targets: Vec<Scale>,
    /// The output from which on a single one says the second class.
    pub threshold: f64,
    /// What is minimised.
    pub loss: Choice,
    /// What moves the weights.
    pub optimizer: Choice,
}

/// `(value − shift) / width`; 0 where `width` is 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Scale {
    /// What is taken off.
    pub shift: f64,
    /// What is divided by then.
    pub width: f64,
}

/// An input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// A column's scaled number, by the column's place.
    Number(usize),
    /// 1 where a column has this category, else 0: both by their places.
    Category(usize, usize),
    /// A function of the first two columns' scaled numbers, by its name: `xTimesY`.
    Feature(Feature),
    /// A formula over the row as it stands, scaled then; 0 where it has no finite value.
    Formula(String, Scale),
}

/// A layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Described {
    /// What the names of its parameters begin with.
    pub name: String,
    /// Its class as Keras writes it.
    pub class: String,
    /// What it is and its numbers, by Keras's names of the arguments; 1 is on and 0 is off.
    pub kind: Choice,
    /// Of dense and activation layers.
    pub activation: Option<Choice>,
    /// Of dense layers.
    pub initializer: Option<Choice>,
    /// Keras's penalty on a dense layer's kernel.
    pub kernel_regularizer: Option<Choice>,
    /// The same on its bias.
    pub bias_regularizer: Option<Choice>,
}

/// One of a list, and all numbers that it is tuned with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Choice {
    /// As Keras and the page's links call it.
    pub name: String,
    /// Its numbers, by their names.
    pub knobs: BTreeMap<String, f64>,
}

impl From<scaling::Scale> for Scale {
    fn from(scale: scaling::Scale) -> Self {
        Self { shift: scale.shift(), width: scale.width() }
    }
}

impl Choice {
    /// That of a kind.
    fn of<K: Kind>(tuned: &Tuned<K>) -> Self {
        let name: &str = tuned.kind().into();
        let knobs = tuned.kind().knobs().iter().zip(tuned.values());
        let knobs = knobs.map(|(knob, value)| (knob.name.to_owned(), value)).collect();
        Self { name: name.to_owned(), knobs }
    }
}

impl Described {
    /// A layer of this name.
    fn of(name: &str, layer: &Layer) -> Self {
        let dense = layer.is_dense();
        let has_activation = dense || layer.kind.kind() == LayerKind::Activation;
        Self {
            name: name.to_owned(),
            class: layer.kind.kind().class().to_owned(),
            kind: Choice::of(&layer.kind),
            activation: layer.activation.as_ref().filter(|_| has_activation).map(Choice::of),
            initializer: layer.initializer.as_ref().filter(|_| dense).map(Choice::of),
            kernel_regularizer: dense.then(|| Choice::of(&layer.kernel_regularizer)),
            bias_regularizer: dense.then(|| Choice::of(&layer.bias_regularizer)),
        }
    }
}

impl Network {
    /// That of a run.
    pub fn of(trained: &Trained) -> Self {
        let Trained { config, architecture, names, target, inputs, data, .. } = trained;
        let input = |derivation| match derivation {
            Derivation::Number { column, scale: _ } => Input::Number(column),
            Derivation::Category { column, category } => Input::Category(column, category),
            Derivation::Feature(feature) => Input::Feature(feature),
            Derivation::Formula { at, scale } => {
                Input::Formula(config.formulas.get(at).cloned().unwrap_or_default(), scale.into())
            }
        };
        let layers = names.iter().zip(&architecture.layers);
        Self {
            version: VERSION,
            columns: data.train.columns().to_vec(),
            scales: inputs.scales().into_iter().map(|scale| scale.map(Scale::from)).collect(),
            inputs: inputs.derivations().into_iter().map(input).collect(),
            layers: layers.map(|(name, layer)| Described::of(name, layer)).collect(),
            goal: data.train.goal().clone(),
            targets: trained.targets.scales().iter().copied().map(Scale::from).collect(),
            threshold: target.threshold(),
            loss: Choice::of(&architecture.loss),
            optimizer: Choice::of(&architecture.optimizer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::activation::Activation;
    use crate::engine::architecture::Architecture;
    use crate::engine::config::{Config, Precision};
    use crate::engine::loss::Loss;
    use crate::engine::plan::Plan;
    use crate::engine::regularizer::LayerRegularizer;
    use crate::engine::trainer::{Tables, Trainer};

    fn tuned<K: Kind>(choice: &Choice) -> Tuned<K> {
        let kind = K::from_str(&choice.name).ok().unwrap();
        choice.knobs.iter().fold(Tuned::new(kind), |tuned, (name, &value)| tuned.with(name, value))
    }

    #[test]
    fn a_document_is_enough_to_build_the_network_anew() {
        let layers = [
            "dense(units:6,activation:leaky_relu(negative_slope:0.3))",
            "batch_normalization(epsilon:0.01)",
            "dropout(rate:0.5)",
            "dense(units:6,use_bias:0,activation:sine(frequency:3),kernel_regularizer:l2(l2:0.5))",
            "add(layers:1)",
            "activation(activation:gelu)",
            "rms_normalization",
        ];
        let layers = (0..).zip(layers).map(|(id, text)| Layer::read(text, id).unwrap().0);
        let config = Config {
            layers: layers.collect(),
            loss: Some(Tuned::new(Loss::Huber).with("delta", 0.5)),
            formulas: vec!["x1*x2".to_owned()],
            precision: Precision::Bits64,
            ..Config::default()
        };
        let progress = Trainer::new(&config).unwrap().progress();
        let trained = Trained::of(&config, &Tables::default(), progress).unwrap();
        let json = serde_json::to_string(&Network::of(&trained)).unwrap();
        let network: Network = serde_json::from_str(&json).unwrap();
        assert_eq!(network, Network::of(&trained));
        let regularizer = |choice: &Option<Choice>| {
            choice.as_ref().map_or_else(|| LayerRegularizer::None.into(), tuned)
        };
        let layer = |(id, described): (u32, &Described)| Layer {
            activation: described.activation.as_ref().map(tuned::<Activation>),
            initializer: described.initializer.as_ref().map(tuned),
            kernel_regularizer: regularizer(&described.kernel_regularizer),
            bias_regularizer: regularizer(&described.bias_regularizer),
            ..Layer::new(id, tuned::<LayerKind>(&described.kind))
        };
        let anew = Architecture {
            inputs: network.inputs.len(),
            layers: (0..).zip(&network.layers).map(layer).collect(),
            loss: tuned(&network.loss),
            optimizer: tuned(&network.optimizer),
        };
        let (anew, was) = (Plan::new(&anew), &trained.plan);
        assert_eq!((&anew.forward, &anew.backward), (&was.forward, &was.backward));
        let of = |plan: &Plan| plan.parameters.iter().map(|own| own.penalty).collect::<Vec<_>>();
        assert_eq!(of(&anew), of(was));
        let inputs = [
            Input::Feature(Feature::X),
            Input::Feature(Feature::Y),
            Input::Formula("x1*x2".to_owned(), Scale { shift: 0.0, width: 1.0 }),
        ];
        assert_eq!(network.inputs, inputs);
    }
}
