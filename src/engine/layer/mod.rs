//! Layers, as Keras names them (<https://keras.io/api/layers/>): what a network is made of, as
//! data, and, in one file each, what they need and the ops that they emit.
//!
//! To add one: a variant with its arms here, its file, and its arm in `emit`.

#[cfg(feature = "train")]
pub mod activation;
#[cfg(feature = "train")]
pub mod add;
#[cfg(feature = "train")]
pub mod batch_normalization;
#[cfg(feature = "train")]
pub mod dense;
#[cfg(feature = "train")]
pub mod dropout;
#[cfg(feature = "train")]
mod emit;
#[cfg(feature = "train")]
pub mod gaussian_noise;
#[cfg(feature = "train")]
pub mod layer_normalization;

use std::fmt;

#[cfg(feature = "train")]
pub use emit::{Emitted, emit};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::activation::Activation;
use super::initializer::Initializer;
use super::kind::{About, Kind, Knob, Tuned, parts};
use super::regularizer::LayerRegularizer;
use crate::decimal;

/// What a layer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum LayerKind {
    /// `activation(kernel · input + bias)`
    Dense,
    /// A function of each value.
    Activation,
    /// Zeros for a random share of the values while training.
    Dropout,
    /// Random numbers added while training.
    GaussianNoise,
    /// Mean 0 and variance 1 of each unit over the batch.
    BatchNormalization,
    /// Mean 0 and variance 1 of each sample over the units.
    LayerNormalization,
    /// Mean square 1 of each sample over the units.
    RmsNormalization,
    /// The input of some layers before, added: a residual connection.
    Add,
}

impl LayerKind {
    /// The class as Keras writes it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Dense => "Dense",
            Self::Activation => "Activation",
            Self::Dropout => "Dropout",
            Self::GaussianNoise => "GaussianNoise",
            Self::BatchNormalization => "BatchNormalization",
            Self::LayerNormalization => "LayerNormalization",
            Self::RmsNormalization => "RMSNormalization",
            Self::Add => "Add",
        }
    }
}

impl Kind for LayerKind {
    fn all() -> &'static [Self] {
        Self::VARIANTS
    }

    fn knobs(self) -> &'static [Knob] {
        const TRAINABLE: Knob = Knob::switch("trainable", true);
        match self {
            Self::Dense => {
                const {
                    &[
                        Knob::whole("units", 4.0, 1.0, 256.0),
                        Knob::switch("use_bias", true),
                        TRAINABLE,
                    ]
                }
            }
            Self::Activation => &[],
            Self::Dropout => const { &[Knob::linear("rate", 0.1, 0.0, 0.9)] },
            Self::GaussianNoise => const { &[Knob::linear("stddev", 0.1, 0.0, 2.0)] },
            Self::BatchNormalization => {
                const {
                    &[
                        Knob::linear("momentum", 0.99, 0.0, 0.9999),
                        Knob::logarithmic("epsilon", 1e-3, 1e-8, 1.0),
                        TRAINABLE,
                    ]
                }
            }
            Self::LayerNormalization => {
                const { &[Knob::logarithmic("epsilon", 1e-3, 1e-8, 1.0), TRAINABLE] }
            }
            Self::RmsNormalization => {
                const { &[Knob::logarithmic("epsilon", 1e-6, 1e-8, 1.0), TRAINABLE] }
            }
            Self::Add => const { &[Knob::whole("layers", 1.0, 1.0, 24.0)] },
        }
    }

    fn about(self) -> About {
        match self {
            Self::Dense => About { label: "Dense", source: "Rosenblatt, 1958, The perceptron" },
            Self::Activation => {
                About { label: "Activation", source: "keras.io/api/layers/core_layers/activation" }
            }
            Self::Dropout => About { label: "Dropout", source: "Srivastava et al., 2014, Dropout" },
            Self::GaussianNoise => About {
                label: "Gaussian noise",
                source: "Bishop, 1995, Training with noise is equivalent to Tikhonov regularization",
            },
            Self::BatchNormalization => About {
                label: "Batch normalization",
                source: "Ioffe and Szegedy, 2015, Batch Normalization",
            },
            Self::LayerNormalization => About {
                label: "Layer normalization",
                source: "Ba, Kiros and Hinton, 2016, Layer Normalization",
            },
            Self::RmsNormalization => About {
                label: "RMS normalization",
                source: "Zhang and Sennrich, 2019, Root Mean Square Layer Normalization",
            },
            Self::Add => {
                About { label: "Residual", source: "He et al., 2015, Deep Residual Learning" }
            }
        }
    }
}

/// One layer of a network.
#[derive(Clone, Copy, PartialEq)]
pub struct Layer {
    /// Tells it apart while it is moved among others: state belongs to it, not to its place.
    /// A link does not carry it.
    pub id: u32,
    /// What it does, with its numbers.
    pub kind: Tuned<LayerKind>,
    /// The activation of a dense or activation layer; `None` is the network's.
    pub activation: Option<Tuned<Activation>>,
    /// How a dense layer's kernel starts; `None` is the network's.
    pub initializer: Option<Tuned<Initializer>>,
    /// The penalty on a dense layer's kernel, on top of the network's.
    pub kernel_regularizer: Tuned<LayerRegularizer>,
    /// The penalty on a dense layer's bias.
    pub bias_regularizer: Tuned<LayerRegularizer>,
}

impl Layer {
    /// A layer of a kind with nothing out of the ordinary.
    pub fn new(id: u32, kind: impl Into<Tuned<LayerKind>>) -> Self {
        Self {
            id,
            kind: kind.into(),
            activation: None,
            initializer: None,
            kernel_regularizer: LayerRegularizer::None.into(),
            bias_regularizer: LayerRegularizer::None.into(),
        }
    }

    /// A dense layer.
    pub fn dense(id: u32, units: usize) -> Self {
        Self::new(id, Tuned::new(LayerKind::Dense).with("units", units as f64))
    }

    /// Dense layers of these sizes, as the TensorFlow Playground has them.
    pub fn stack(units: &[usize]) -> Vec<Self> {
        (0..).zip(units).map(|(id, &units)| Self::dense(id, units)).collect()
    }

    /// Number of units of a dense layer; 0 for other kinds, which keep the width that they meet.
    pub fn units(&self) -> usize {
        // A knob over 1..=256 fits.
        self.kind.get("units").map_or(0, |units| units as usize)
    }

    /// Whether it has units of its own, and is a column of the diagram.
    pub fn has_units(&self) -> bool {
        self.units() > 0
    }

    /// The width behind it, for that before it.
    pub fn width(&self, before: usize) -> usize {
        if self.has_units() { self.units() } else { before }
    }

    /// How many layers before it a residual connection goes around; 0 for other kinds.
    pub fn reach(&self) -> usize {
        self.kind.get("layers").map_or(0, |layers| layers as usize)
    }

    /// The activation that its values go through last; `None` where it hands on what it gets, as
    /// a linear activation does, and what only adds chance while training.
    pub fn ends_in(&self) -> Option<Activation> {
        let own = self.activation.map_or(Activation::Linear, |activation| activation.kind());
        match self.kind.kind() {
            LayerKind::Dense => Some(own),
            LayerKind::Activation => Some(own).filter(|&own| own != Activation::Linear),
            LayerKind::Dropout | LayerKind::GaussianNoise => None,
            LayerKind::BatchNormalization
            | LayerKind::LayerNormalization
            | LayerKind::RmsNormalization
            | LayerKind::Add => Some(Activation::Linear),
        }
    }

    /// Whether it is a dense layer.
    pub fn is_dense(&self) -> bool {
        self.kind.kind() == LayerKind::Dense
    }

    /// Whether a switch of its kind is on; true for one that the kind does not have.
    pub fn is_on(&self, switch: &str) -> bool {
        self.kind.get(switch).is_none_or(|value| value != 0.0)
    }

    /// Whether it is no more than a dense layer of some units, which the TensorFlow
    /// Playground has too.
    pub fn is_plain(&self) -> bool {
        *self == Self::dense(self.id, self.units().max(1))
    }

    /// Reads the text that [`fmt::Display`] writes; true beside it where every part could be
    /// used as it stands. `None` where the kind is unknown.
    pub fn read(text: &str, id: u32) -> Option<(Self, bool)> {
        let text = text.trim();
        let (name, rest) = text.split_once('(').map_or((text, ""), |(name, rest)| {
            (name.trim(), rest.strip_suffix(')').unwrap_or(rest))
        });
        let (kind, mut exact) = Tuned::<LayerKind>::read(name)?;
        let mut layer = Self::new(id, kind);
        for part in parts(rest) {
            exact &= part
                .split_once(['=', ':'])
                .is_some_and(|(name, value)| layer.set(name.trim(), value.trim()));
        }
        Some((layer, exact))
    }

    /// Sets the part `name` from text; whether the layer has it and could take the text.
    pub fn set(&mut self, name: &str, text: &str) -> bool {
        fn take<K: Kind>(text: &str, into: impl FnOnce(Tuned<K>)) -> bool {
            let Some((value, exact)) = Tuned::read(text) else {
                return false;
            };
            into(value);
            exact
        }
        let dense = self.is_dense();
        match name {
            "activation" if dense || self.kind.kind() == LayerKind::Activation => {
                take(text, |value| self.activation = Some(value))
            }
            "initializer" if dense => take(text, |value| self.initializer = Some(value)),
            "kernel_regularizer" if dense => take(text, |value| self.kernel_regularizer = value),
            "bias_regularizer" if dense => take(text, |value| self.bias_regularizer = value),
            _ => decimal::read(text).is_some_and(|value| self.kind.set(name, value)),
        }
    }
}

impl fmt::Display for Layer {
    /// A call as in `dense(units:6,activation:gelu)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let none = Tuned::new(LayerRegularizer::None);
        let call = self.kind.to_string();
        let (name, knobs) = call.split_once('(').map_or((call.as_str(), ""), |(name, rest)| {
            (name, rest.strip_suffix(')').unwrap_or(rest))
        });
        let mut entries: Vec<String> = parts(knobs).map(str::to_owned).collect();
        entries.extend(self.activation.map(|value| format!("activation:{value}")));
        entries.extend(self.initializer.map(|value| format!("initializer:{value}")));
        let penalty = |name: &str, value: Tuned<LayerRegularizer>| {
            (value != none).then(|| format!("{name}:{value}"))
        };
        entries.extend(penalty("kernel_regularizer", self.kernel_regularizer));
        entries.extend(penalty("bias_regularizer", self.bias_regularizer));
        match entries.is_empty() {
            true => f.write_str(name),
            false => write!(f, "{name}({})", entries.join(",")),
        }
    }
}

impl fmt::Debug for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} {self}", self.id)
    }
}

impl Serialize for Layer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.id, self.to_string()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Layer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (id, text) = <(u32, String)>::deserialize(deserializer)?;
        match Self::read(&text, id) {
            Some((layer, true)) => Ok(layer),
            _ => Err(serde::de::Error::custom(format!("no such layer: {text}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for text in [
            "dense",
            "dense(units:6)",
            "dense(units:6,use_bias:0,trainable:0,activation:gelu,initializer:he_normal)",
            "dense(activation:leaky_relu(negative_slope:0.3),kernel_regularizer:l2(l2:0.5))",
            "activation",
            "activation(activation:silu)",
            "dropout(rate:0.5)",
            "batch_normalization(momentum:0.9,epsilon:0.01)",
            "add(layers:3)",
        ] {
            let (layer, exact) = Layer::read(text, 7).unwrap();
            assert!(exact, "{text}");
            assert_eq!(layer.to_string(), text);
            let json = serde_json::to_string(&layer).unwrap();
            assert_eq!(serde_json::from_str::<Layer>(&json).unwrap(), layer);
        }
    }

    #[test]
    fn what_cannot_be_used_is_left_out() {
        let (layer, exact) = Layer::read("dense(units:900,colour:3,activation:none)", 0).unwrap();
        assert_eq!((layer.units(), layer.activation, exact), (256, None, false));
        assert!(Layer::read("convolution", 0).is_none());
    }
}
