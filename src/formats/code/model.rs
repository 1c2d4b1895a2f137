//! The layers, and the first weights.

use super::formula::{Module, written};
use super::python::{arguments, array, call, list, number, quoted, unusual};
use super::{Writer, comment};
use crate::engine::activation::Activation;
use crate::engine::initializer::{self, Initializer};
use crate::engine::kind::Tuned;
use crate::engine::layer::{Layer, LayerKind};
use crate::engine::plan::Parameter;
use crate::engine::regularizer::LayerRegularizer;
use crate::formats::classes::{self, class};
use crate::formats::forward::{formula, knob};
use crate::formats::trained::Trained;

/// Above a function that a saved model names.
pub const REGISTERED: &str =
    "@keras.saving.register_keras_serializable(package=\"neural_playground\")\n";

/// The activations that are no name in Keras: functions of the script's own, each defined once.
#[derive(Default)]
struct Functions {
    known: Vec<Tuned<Activation>>,
    code: String,
}

impl Functions {
    /// What a layer takes as this activation.
    fn of(&mut self, activation: Tuned<Activation>) -> String {
        let kind = activation.kind();
        let (name, keras): (&str, _) = (kind.into(), native(kind));
        if keras == Some(name) && unusual(&activation).is_empty() {
            return quoted(name);
        }
        let known = self.known.iter().position(|one| *one == activation);
        let at = known.unwrap_or(self.known.len());
        let function = format!("{name}_{}", at + 1);
        if known.is_none() {
            self.known.push(activation);
            let body = body(activation, keras);
            self.code.push_str(&format!("{REGISTERED}def {function}(x):\n{body}\n\n"));
        }
        function
    }
}

/// The function of `keras.activations`; none for what Keras does not have.
fn native(activation: Activation) -> Option<&'static str> {
    match activation {
        Activation::Sine | Activation::Gaussian => None,
        Activation::GeluTanh => Some("gelu"),
        Activation::Relu
        | Activation::Tanh
        | Activation::Sigmoid
        | Activation::Linear
        | Activation::Relu6
        | Activation::LeakyRelu
        | Activation::Elu
        | Activation::Selu
        | Activation::Celu
        | Activation::Gelu
        | Activation::Silu
        | Activation::Mish
        | Activation::Softplus
        | Activation::Softsign
        | Activation::HardSigmoid
        | Activation::HardSilu
        | Activation::HardTanh
        | Activation::Exponential
        | Activation::LogSigmoid
        | Activation::TanhShrink
        | Activation::Softmax => Some(activation.into()),
    }
}

/// What a function for an activation does.
fn body(activation: Tuned<Activation>, keras: Option<&str>) -> String {
    if let (None, Some(trace)) = (keras, formula(activation)) {
        let given = |at| knob(&activation, at).map_or_else(|| "x".to_owned(), number);
        let (lines, results) = written(&trace, given, Module::Ops);
        let lines: String = lines.iter().map(|line| format!("    {line}\n")).collect();
        return format!("{lines}    return {}\n", results.concat());
    }
    let mut given = vec!["x".to_owned()];
    given.extend(arguments(&activation));
    given
        .extend((activation.kind() == Activation::GeluTanh).then(|| "approximate=True".to_owned()));
    let function = format!("keras.activations.{}", keras.unwrap_or("linear"));
    format!("    return {}\n", call(&function, &given))
}

/// How a kernel starts, where that is not Keras's default.
fn initializer(layer: &Layer, zero: bool) -> Option<String> {
    let own = layer.initializer.filter(|_| !zero).unwrap_or_else(|| Initializer::Zeros.into());
    let name: &str = own.kind().into();
    let knobs = unusual(&own);
    if own.kind() == Initializer::Playground {
        return Some("keras.initializers.RandomUniform(-0.5, 0.5)".to_owned());
    }
    (own.kind() != Initializer::GlorotUniform).then(|| match knobs.is_empty() {
        true => quoted(name),
        false => call(&format!("keras.initializers.{}", class(name)), &knobs),
    })
}

/// A penalty of Keras's, where there is one.
fn regularizer(own: &Tuned<LayerRegularizer>) -> Option<String> {
    let class = classes::regularizer(own.kind())?;
    Some(call(&format!("keras.regularizers.{class}"), &unusual(own)))
}

/// The arguments of a dense layer.
fn dense(layer: &Layer, zero: bool, functions: &mut Functions) -> Vec<String> {
    let mut given = vec![layer.units().to_string()];
    let mut add = |name: &str, value: Option<String>| {
        given.extend(value.map(|value| format!("{name}={value}")));
    };
    let activation = layer.activation.filter(|one| one.kind() != Activation::Linear);
    add("activation", activation.map(|one| functions.of(one)));
    let biased = layer.is_on("use_bias");
    add("use_bias", (!biased).then(|| "False".to_owned()));
    add("kernel_initializer", initializer(layer, zero));
    let bias = layer.initializer.as_ref().map_or(0.0, initializer::bias);
    let constant = || format!("keras.initializers.Constant({})", number(bias));
    add("bias_initializer", (biased && !zero && bias != 0.0).then(constant));
    add("kernel_regularizer", regularizer(&layer.kernel_regularizer));
    add("bias_regularizer", regularizer(&layer.bias_regularizer));
    add("trainable", (!layer.is_on("trainable")).then(|| "False".to_owned()));
    given
}

/// The parameters in Keras's order, each with its first values.
fn first(trained: &Trained) -> Vec<(&Parameter, &[f64])> {
    let values = |own: &Parameter| {
        let at = trained.plan.parameters.iter().position(|one| one.weights == own.weights);
        at.and_then(|at| trained.first.get(at)).map_or(&[][..], Vec::as_slice)
    };
    trained.plan.in_keras_order().into_iter().map(|own| (own, values(own))).collect()
}

/// A functional model, and its weights.
pub fn write(writer: &Writer<'_>) -> String {
    let Writer { trained, words, wide: _ } = writer;
    let all = &trained.architecture.layers;
    let mut functions = Functions::default();
    let mut code = format!(
        "start = keras.Input(({},), name=\"inputs\")\ntensor = start\n",
        trained.architecture.inputs
    );
    for (at, (layer, name)) in all.iter().zip(&trained.names).enumerate() {
        if (at..).zip(&all[at..]).any(|(to, add)| add.reach() > 0 && to == at + add.reach()) {
            code.push_str(&format!("before_{at} = tensor\n"));
        }
        let kind = layer.kind.kind();
        let mut given = match kind {
            LayerKind::Dense => dense(layer, trained.config.init_zero, &mut functions),
            LayerKind::Activation => {
                layer.activation.map(|one| functions.of(one)).into_iter().collect()
            }
            LayerKind::Add => Vec::new(),
            LayerKind::Dropout | LayerKind::GaussianNoise => arguments(&layer.kind),
            LayerKind::BatchNormalization
            | LayerKind::LayerNormalization
            | LayerKind::RmsNormalization => unusual(&layer.kind),
        };
        given.push(format!("name={}", quoted(name)));
        let from = match at.checked_sub(layer.reach()) {
            Some(from) if kind == LayerKind::Add => format!("[before_{from}, tensor]"),
            Some(_) | None => "tensor".to_owned(),
        };
        let made = call(&format!("layers.{}", kind.class()), &given);
        code.push_str(&format!("tensor = {made}({from})\n"));
    }
    code.push_str("model = keras.Model(start, tensor)\nmodel.summary()\n\n");
    code.push_str(&comment(words.first, ""));
    code.push_str("first = {}\n");
    for (own, values) in first(trained) {
        let name = format!("first[{}]", quoted(trained.plan.name(own.weights)));
        if values.is_empty() {
            let [units, inputs] = own.matrix();
            code.push_str(&format!("{name} = np.zeros(({inputs}, {units}))\n"));
        } else if own.axes.len() == 1 {
            code.push_str(&array(&name, values.iter().map(|&value| number(value))));
        } else {
            let turned = Trained::turned(own, values);
            code.push_str(&array(&name, turned.chunks(own.matrix()[0]).map(list)));
        }
    }
    code.push_str("model.set_weights(list(first.values()))\n");
    match functions.code.is_empty() {
        true => code,
        false => format!("{}{code}", functions.code),
    }
}
