//! What a file's metadata says of a network, beside its numbers: enough to build it anew. A JSON object:
//!
//! | field | what it is |
//! | --- | --- |
//! | `version` | of the document: 1 |
//! | `columns` | the columns of a row, in their order, with the names of their categories |
//! | `scales` | how each column of numbers is scaled before anything is made of it; `null` for categories |
//! | `inputs` | the network's inputs, in their order, each an object of one field: `number` (a column's scaled number, by the column's place), `category` (1 where a column has this category, else 0: both by their places), `feature` (a function of the first two columns' scaled numbers, by its name: `xTimesY`) or `formula` (over the row as it stands, and how it is scaled then; 0 where it has no finite value) |
//! | `layers` | from the first to the output: `name` (what the names of its parameters begin with), `class` (as Keras writes it), `kind`, `activation` (of dense and activation layers, else `null`), and of dense layers `initializer` and Keras's penalties `kernel_regularizer` and `bias_regularizer` |
//! | `goal` | what the outputs are to say: the names of `Classes` or `Numbers` |
//! | `targets` | of numbers how each is scaled before the network is to answer it, so that `answer · width + shift` is the number; none where they are the answers |
//! | `threshold` | the output from which on a single one says the second class |
//! | `loss`, `optimizer` | what is minimised, and what moves the weights |
//!
//! A scale is `(value − shift) / width`, and 0 where `width` is 0. A choice has a `name`, as Keras and the page's
//! links call it, and its `knobs`: all numbers that it is tuned with, by Keras's names of the arguments; 1 is on
//! and 0 is off.

use crate::engine::inputs::Derivation;
use crate::engine::kind::{Kind, Tuned};
use crate::engine::layer::{Layer, LayerKind};
use crate::engine::scaling::Scale;
use crate::engine::table::{Column, Goal, Meaning};
use crate::formats::json::{list, null, number, object, text, texts};
use crate::formats::trained::Trained;

/// Raised when a document changes its meaning.
const VERSION: u32 = 1;

/// The document of a run.
pub fn network(trained: &Trained) -> String {
    let Trained { config, architecture, names, target, inputs, data, .. } = trained;
    let scales = inputs.scales().into_iter().map(|own| own.map_or_else(null, scale));
    let input = |derivation| {
        let (kind, said) = match derivation {
            Derivation::Number { column, scale: _ } => ("number", column.to_string()),
            Derivation::Category { column, category } => {
                ("category", list([column, category].map(|at| at.to_string())))
            }
            Derivation::Feature(feature) => ("feature", text(feature.into())),
            Derivation::Formula { at, scale: own } => {
                let formula = config.formulas.get(at).map(String::as_str).unwrap_or_default();
                ("formula", list([text(formula), scale(own)]))
            }
        };
        object(&[(kind, said)])
    };
    let layers = names.iter().zip(&architecture.layers);
    let goal = match data.train.goal() {
        Goal::Classes(names) => ("Classes", texts(names)),
        Goal::Numbers(names) => ("Numbers", texts(names)),
    };
    object(&[
        ("version", VERSION.to_string()),
        ("columns", list(data.train.columns().iter().map(column))),
        ("scales", list(scales)),
        ("inputs", list(inputs.derivations().into_iter().map(input))),
        ("layers", list(layers.map(|(name, own)| layer(name, own)))),
        ("goal", object(&[goal])),
        ("targets", list(trained.targets.scales().iter().copied().map(scale))),
        ("threshold", number(target.threshold())),
        ("loss", choice(&architecture.loss)),
        ("optimizer", choice(&architecture.optimizer)),
    ])
}

fn column(Column { name, meaning, within }: &Column) -> String {
    let meaning = match meaning {
        Meaning::Number => text("Number"),
        Meaning::Category(names) => object(&[("Category", texts(names))]),
    };
    let within = within.map(|(low, high)| list([low, high].map(|end| end.to_string())));
    let within = within.unwrap_or_else(null);
    object(&[("name", text(name)), ("meaning", meaning), ("within", within)])
}

fn scale(own: Scale) -> String {
    object(&[("shift", number(own.shift())), ("width", number(own.width()))])
}

fn choice<K: Kind>(tuned: &Tuned<K>) -> String {
    let knobs = tuned.kind().knobs().iter().zip(tuned.values());
    let knobs: Vec<_> = knobs.map(|(knob, value)| (knob.name, number(value))).collect();
    object(&[("name", text(tuned.kind().into())), ("knobs", object(&knobs))])
}

fn layer(name: &str, layer: &Layer) -> String {
    let dense = layer.is_dense();
    let has_activation = dense || layer.kind.kind() == LayerKind::Activation;
    let activation = layer.activation.as_ref().filter(|_| has_activation);
    let initializer = layer.initializer.as_ref().filter(|_| dense);
    let penalty = |own| if dense { choice(own) } else { null() };
    object(&[
        ("name", text(name)),
        ("class", text(layer.kind.kind().class())),
        ("kind", choice(&layer.kind)),
        ("activation", activation.map_or_else(null, choice)),
        ("initializer", initializer.map_or_else(null, choice)),
        ("kernel_regularizer", penalty(&layer.kernel_regularizer)),
        ("bias_regularizer", penalty(&layer.bias_regularizer)),
    ])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::engine::activation::Activation;
    use crate::engine::architecture::Architecture;
    use crate::engine::config::{Config, Precision};
    use crate::engine::loss::Loss;
    use crate::engine::plan::Plan;
    use crate::engine::regularizer::LayerRegularizer;
    use crate::engine::trainer::{Tables, Trainer};

    fn tuned<K: Kind>(choice: &Value) -> Tuned<K> {
        let kind = K::from_str(choice["name"].as_str().unwrap()).ok().unwrap();
        let knobs = choice["knobs"].as_object().unwrap().iter();
        knobs.fold(Tuned::new(kind), |tuned, (name, value)| {
            tuned.with(name, value.as_f64().unwrap())
        })
    }

    fn given(choice: &Value) -> Option<&Value> {
        Some(choice).filter(|choice| !choice.is_null())
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
        let network: Value = serde_json::from_str(&network(&trained)).unwrap();
        let regularizer =
            |choice: &Value| given(choice).map_or_else(|| LayerRegularizer::None.into(), tuned);
        let layer = |(id, own): (u32, &Value)| Layer {
            activation: given(&own["activation"]).map(tuned::<Activation>),
            initializer: given(&own["initializer"]).map(tuned),
            kernel_regularizer: regularizer(&own["kernel_regularizer"]),
            bias_regularizer: regularizer(&own["bias_regularizer"]),
            ..Layer::new(id, tuned::<LayerKind>(&own["kind"]))
        };
        let anew = Architecture {
            inputs: network["inputs"].as_array().unwrap().len(),
            layers: (0..).zip(network["layers"].as_array().unwrap()).map(layer).collect(),
            loss: tuned(&network["loss"]),
            optimizer: tuned(&network["optimizer"]),
        };
        let (anew, was) = (Plan::new(&anew), &trained.plan);
        assert_eq!((&anew.forward, &anew.backward), (&was.forward, &was.backward));
        let of = |plan: &Plan| plan.parameters.iter().map(|own| own.penalty).collect::<Vec<_>>();
        assert_eq!(of(&anew), of(was));
        let scale = json!({ "shift": 0.0, "width": 1.0 });
        let inputs =
            json!([{ "feature": "x" }, { "feature": "y" }, { "formula": ["x1*x2", scale] }]);
        assert_eq!(network["inputs"], inputs);
        let names: Vec<_> = trained.names.iter().map(String::as_str).collect();
        let layers = network["layers"].as_array().unwrap().iter();
        assert_eq!(layers.map(|own| own["name"].as_str().unwrap()).collect::<Vec<_>>(), names);
        assert_eq!(network["version"], VERSION);
        assert_eq!(network["scales"], json!([scale, scale]));
        assert_eq!(network["threshold"], trained.target.threshold());
        // What the page's own messages say of a table.
        let table = &trained.data.train;
        assert_eq!(network["columns"], json!(table.columns()));
        assert_eq!(network["goal"], json!(table.goal()));
    }
}
