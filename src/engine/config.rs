//! Everything that defines a run. A `Config` is plain data: the page edits it, the link
//! carries it, the worker validates it (`validate`) and builds from it.
//!
//! To add a setting: a field here, its place in [`Config::aspects_since`] (the code does not
//! compile before it has one), its entry in `app/setting` and its key in `app/link`.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

mod validate;

use super::activation::Activation;
use super::architecture::Architecture;
use super::callback::Callbacks;
use super::dataset::{self, Dataset, Splitting};
pub use super::error::ConfigError;
use super::feature::{Feature, Features};
use super::initializer::Initializer;
use super::kind::Tuned;
use super::layer::{Layer, LayerKind};
use super::loss::{Coding, Loss};
use super::optimizer::{Extras, Optimizer};
use super::regularizer::Regularizer;
use super::scaling::Scaling;
use super::schedule::Schedule;
use super::table::{self, Aim, Brief, Table};

/// What the network is asked for: a class or one or two numbers.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum Problem {
    /// Two or more classes.
    Classification,
    /// One or two numbers in about −1..1.
    Regression,
}

impl Problem {
    /// How many samples are drawn unless the visitor says otherwise; the TensorFlow Playground's numbers.
    pub fn default_samples(self) -> usize {
        match self {
            Self::Classification => 500,
            Self::Regression => 1200,
        }
    }
}

/// How training proceeds where the TensorFlow Playground and today's practice differ.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum Rules {
    /// Left-over samples join the next epoch's first batch, weights pruned by L1 stay dead,
    /// the samples come in the same order in each epoch, and Reset draws on from the one random
    /// stream.
    Playground,
    /// A short last batch is applied at the end of its epoch, pruned weights may come back,
    /// the samples are shuffled for each epoch, and Reset gives the same start again.
    Modern,
}

impl Rules {
    /// The precision that a link with these rules opens with.
    pub fn default_precision(self) -> Precision {
        match self {
            Self::Playground => Precision::Bits64,
            Self::Modern => Precision::Bits32,
        }
    }
}

/// The floating-point width that trains.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
pub enum Precision {
    /// 32-bit lanes (`backend::simd`), compiled where the browser does that.
    #[strum(serialize = "32")]
    Bits32,
    /// 64 bits (`backend::reference`, likewise compiled), the TensorFlow Playground's own
    /// arithmetic.
    #[strum(serialize = "64")]
    Bits64,
}

/// What trains: the processor that the visitor asked for, as in Colab's *runtime type*.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum Runtime {
    /// Whichever is faster, at the precision asked for.
    #[default]
    Auto,
    /// The CPU, at the precision asked for.
    Cpu,
    /// The GPU, at 32 bits; the CPU where there is none.
    Gpu,
}

/// A whole run: data, network, training. See the fields' limits in [`limits`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// Classification or regression.
    pub problem: Problem,
    /// The data set when classifying; one whose `problem()` is classification.
    pub dataset: Tuned<Dataset>,
    /// The data set when regressing; one whose `problem()` is regression.
    pub reg_dataset: Tuned<Dataset>,
    /// The curve of the data set that lies above one and below: a formula of x₁, as the visitor has written it.
    pub curve: String,
    /// A table of the visitor's in the place of a data set.
    pub own: Option<Brief>,
    /// How its columns of numbers are scaled, and the numbers that are to be told of its rows.
    pub scaling: Scaling,
    /// Samples, train and test together; `None` is [`Problem::default_samples`].
    pub samples: Option<usize>,
    /// Noise in percent.
    pub noise: f64,
    /// Share of the first class among generated samples, in percent; `None` is as the set draws them, each
    /// class alike.
    pub first_class: Option<usize>,
    /// Share of the training samples that are labelled wrong, in percent (classes only).
    pub label_noise: f64,
    /// How far generated test samples are moved along x₁.
    pub test_shift: f64,
    /// Which samples train.
    pub split: Splitting,
    /// Share of the samples that train, in percent.
    pub train_percent: usize,
    /// Samples per weight update.
    pub batch_size: usize,
    /// Which functions of x₁ and x₂ the network sees.
    pub features: Features,
    /// Formulas that it sees beside its columns, as the visitor has written them.
    pub formulas: Vec<String>,
    /// The hidden layers, first to last.
    pub layers: Vec<Layer>,
    /// The hidden layers' activation, where one has none of its own.
    pub activation: Tuned<Activation>,
    /// How kernels start, where a layer has no initializer of its own.
    pub initializer: Tuned<Initializer>,
    /// The output layer, a dense one. Its units follow from the loss, whatever stands here; an
    /// activation of `None` is the one that suits the loss ([`Config::target`]).
    pub output: Layer,
    /// What training minimises; `None` is the one that suits the data.
    pub loss: Option<Tuned<Loss>>,
    /// The numbers that stand for classes; `None` are the ones that suit loss and activation.
    pub coding: Option<Coding>,
    /// Penalty on kernels (never on biases), the TensorFlow Playground's: it is applied behind
    /// the optimizer's step. Layers have Keras's own penalties beside it.
    pub regularizer: Regularizer,
    /// The penalty's factor.
    pub regularization_rate: f64,
    /// What moves the weights.
    pub optimizer: Tuned<Optimizer>,
    /// Weight decay and gradient clipping.
    pub extras: Extras,
    /// The optimizer's step size at the start.
    pub learning_rate: f64,
    /// How the learning rate changes with the number of weight updates.
    pub schedule: Tuned<Schedule>,
    /// What watches the epochs.
    pub callbacks: Callbacks,
    /// Start with all weights and biases at 0.
    pub init_zero: bool,
    /// Seeds the one random stream; any text.
    pub seed: String,
    /// Seeds the data instead, where it is not empty; the weights are those of `seed` all the same.
    pub data_seed: String,
    /// Playground or modern rules.
    pub rules: Rules,
    /// 32 or 64 bits.
    pub precision: Precision,
    /// What trains.
    pub runtime: Runtime,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            problem: Problem::Classification,
            dataset: Dataset::Circle.into(),
            reg_dataset: Dataset::RegPlane.into(),
            curve: dataset::CURVE.to_owned(),
            own: None,
            scaling: Scaling::None,
            samples: None,
            noise: 0.0,
            first_class: None,
            label_noise: 0.0,
            test_shift: 0.0,
            split: Splitting::Random,
            train_percent: 50,
            batch_size: 10,
            features: Features::default(),
            formulas: Vec::new(),
            layers: Layer::stack(&[4, 2]),
            activation: Activation::Tanh.into(),
            initializer: Initializer::Playground.into(),
            output: Layer::new(0, LayerKind::Dense),
            loss: None,
            coding: None,
            regularizer: Regularizer::None,
            regularization_rate: 0.0,
            optimizer: Optimizer::Sgd.into(),
            extras: Extras::default(),
            learning_rate: 0.03,
            schedule: Schedule::Constant.into(),
            callbacks: Callbacks::default(),
            init_zero: false,
            seed: "0.81857".to_owned(),
            data_seed: String::new(),
            rules: Rules::Modern,
            precision: Precision::Bits32,
            runtime: Runtime::Auto,
        }
    }
}

/// The allowed ranges, for the link, the controls and [`Config::validate`] alike.
pub mod limits {
    use super::RangeInclusive;

    /// Number of hidden layers of all kinds.
    pub const LAYERS: RangeInclusive<usize> = 0..=24;
    /// Number of hidden dense layers.
    pub const HIDDEN_LAYERS: RangeInclusive<usize> = 0..=12;
    /// Units in one hidden layer.
    pub const UNITS: RangeInclusive<usize> = 1..=256;
    /// Samples, train and test together.
    pub const SAMPLES: RangeInclusive<usize> = 20..=20_000;
    /// Learning rate; at 0 no weight moves, but by a momentum from before, as in Keras.
    pub const LEARNING_RATE: RangeInclusive<f64> = 0.0..=10.0;
    /// Regularization rate.
    pub const REGULARIZATION_RATE: RangeInclusive<f64> = 0.0..=10.0;
    /// Weight decay; 0 is none.
    pub const WEIGHT_DECAY: RangeInclusive<f64> = 0.0..=1.0;
    /// Lengths and sizes that gradients are clipped to; 0 is none.
    pub const CLIP: RangeInclusive<f64> = 0.0..=1000.0;
    /// Noise in percent: the TensorFlow Playground's slider ends at 50, its links at 80.
    pub const NOISE: RangeInclusive<f64> = 0.0..=80.0;
    /// Share of the first class in percent.
    pub const FIRST_CLASS: RangeInclusive<usize> = 1..=99;
    /// Share of the training labels that are wrong, in percent.
    pub const LABEL_NOISE: RangeInclusive<f64> = 0.0..=100.0;
    /// How far the test samples are moved: half of what a picture shows, either way.
    pub const TEST_SHIFT: RangeInclusive<f64> = -6.0..=6.0;
    /// Share of the training samples in percent; at 100 there is no test data.
    pub const TRAIN_PERCENT: RangeInclusive<usize> = 1..=100;
    /// Length of a seed in characters: it travels in the link.
    pub const SEED_LENGTH: RangeInclusive<usize> = 1..=200;
}

/// What the outputs are to say, and how that is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Number of output units.
    pub outputs: usize,
    /// Number of classes; 0 when regressing.
    pub classes: usize,
    /// Their activation.
    pub activation: Tuned<Activation>,
    /// What is minimised.
    pub loss: Tuned<Loss>,
    /// The numbers that stand for classes.
    pub coding: Coding,
    /// The outputs that colours run between: from the label of "no" to the label of "yes".
    pub span: (f64, f64),
}

impl Target {
    /// The output from which on a single unit says "the second class".
    pub fn threshold(&self) -> f64 {
        f64::midpoint(self.span.0, self.span.1)
    }

    /// Whether each class has an output of its own.
    pub fn one_each(&self) -> bool {
        self.classes > 0 && self.outputs > 1
    }

    /// The targets of a table's rows as the loss wants them, but for [`Targets::scale`]: `[rows, outputs]`.
    ///
    /// [`Targets::scale`]: super::targets::Targets::scale
    pub fn encode(&self, table: &Table) -> Vec<f64> {
        let (no, yes) = match self.coding {
            Coding::Signed => (-1.0, 1.0),
            Coding::Binary | Coding::OneHot => (0.0, 1.0),
        };
        let code = |is: bool| if is { yes } else { no };
        let rows = table.rows();
        match (self.classes, self.outputs) {
            (0, outputs) => {
                rows.flat_map(|row| row.targets.iter().copied().take(outputs)).collect()
            }
            (_, 1) => rows.map(|row| code(row.class() == 1)).collect(),
            (_, outputs) => {
                rows.flat_map(|row| (0..outputs).map(move |at| code(at == row.class()))).collect()
            }
        }
    }
}

impl Config {
    /// The data set in use.
    pub fn active_dataset(&self) -> Tuned<Dataset> {
        match self.problem {
            Problem::Classification => self.dataset,
            Problem::Regression => self.reg_dataset,
        }
    }

    /// Whether the curve counts: the data are those above it and below.
    pub fn has_curve(&self) -> bool {
        self.own.is_none() && self.active_dataset().kind() == Dataset::Curve
    }

    /// Samples, train and test together.
    pub fn sample_count(&self) -> usize {
        let generated = || self.samples.unwrap_or_else(|| self.problem.default_samples());
        self.own.as_ref().map_or_else(generated, |own| own.rows)
    }

    /// What is to be told of a sample.
    fn aim(&self) -> Aim {
        let dataset = self.active_dataset();
        match (&self.own, dataset::classes(&dataset)) {
            (Some(own), _) => own.aim,
            (None, 0) => Aim::Numbers(dataset::targets(&dataset)),
            (None, classes) => Aim::Classes(classes),
        }
    }

    /// Whether that is one of two classes of the TensorFlow Playground's, −1 and 1.
    pub fn is_signed(&self) -> bool {
        self.own.is_none() && dataset::is_signed(&self.active_dataset())
    }

    /// Whether the network sees functions of a plane; else it sees the columns themselves.
    pub fn has_features(&self) -> bool {
        self.own.as_ref().is_none_or(Brief::is_plane)
    }

    /// How the numbers that are to be told are scaled: those of a table that is brought as its columns
    /// are; what is drawn, and what is generated, has the size of an answer.
    pub fn target_scaling(&self) -> Scaling {
        let brought = self.own.as_ref().is_some_and(|own| !own.drawn);
        if brought { self.scaling } else { Scaling::None }
    }

    /// The functions that the network may see: of a set of one column those of x₁.
    pub fn offered(&self) -> impl Iterator<Item = Feature> {
        let columns = match self.own {
            Some(_) => 2,
            None => self.active_dataset().kind().columns(),
        };
        Feature::VARIANTS.iter().copied().filter(move |feature| feature.columns() <= columns)
    }

    /// Those of them that it sees.
    pub fn seen(&self) -> Features {
        let chosen = self.offered().filter(|&feature| self.features.contains(feature));
        chosen.fold(Features::empty(), |seen, feature| seen.with(feature, true))
    }

    /// How many of the samples train: the rest tests. Of a table of the visitor's at least one does.
    pub fn train_count(&self) -> usize {
        (self.sample_count() * self.train_percent / 100)
            .max(self.own.as_ref().map_or(0, |own| own.rows.min(1)))
    }

    /// Samples per weight update: those asked for, or all that train where they are fewer.
    pub fn batch(&self) -> usize {
        self.batch_size.min(self.train_count().max(1))
    }

    /// The largest batch that can be asked for; it does not change with the rows of a drawing.
    pub fn largest_batch(&self) -> usize {
        let grows = self.own.as_ref().is_some_and(|own| own.drawn);
        if grows { table::ROWS } else { self.train_count().max(1) }
    }

    /// Units of each hidden dense layer, first to last.
    pub fn hidden(&self) -> Vec<usize> {
        self.layers.iter().filter(|layer| layer.has_units()).map(Layer::units).collect()
    }

    /// Whether each dense layer keeps its weights, first to last, the output's included.
    pub fn frozen(&self) -> Vec<bool> {
        let hidden = self.layers.iter().filter(|layer| layer.has_units());
        hidden.chain([&self.output]).map(|layer| !layer.is_on("trainable")).collect()
    }

    /// Units per dense layer, input features and the output included: `[inputs, hidden…, outputs]`.
    pub fn shape(&self) -> Vec<usize> {
        std::iter::once(self.inputs()).chain(self.hidden()).chain([self.target().outputs]).collect()
    }

    /// Inputs of the network.
    pub fn inputs(&self) -> usize {
        let own = match &self.own {
            Some(own) if !own.is_plane() => own.inputs(),
            Some(_) | None => self.seen().iter().count(),
        };
        own.saturating_add(self.formulas.len())
    }

    /// Gives the network hidden dense layers of these sizes, and no other layer.
    pub fn set_hidden(&mut self, units: &[usize]) {
        self.layers = Layer::stack(units);
    }

    /// An id that no layer has.
    pub fn free_id(&self) -> u32 {
        self.layers.iter().map(|layer| layer.id + 1).max().unwrap_or_default()
    }

    /// The hidden dense layer of that index.
    pub fn dense(&self, index: usize) -> Option<&Layer> {
        self.layers.iter().filter(|layer| layer.has_units()).nth(index)
    }

    /// The hidden dense layer of that number, counted from 0, for a change.
    pub fn dense_mut(&mut self, index: usize) -> Option<&mut Layer> {
        self.layers.iter_mut().filter(|layer| layer.has_units()).nth(index)
    }

    /// What the outputs are to say: the visitor's choices, and where there is none what suits.
    ///
    /// The TensorFlow Playground's sets keep its half squared error on a tanh unit; sets of more
    /// classes get softmax and cross-entropy, one output a class.
    pub fn target(&self) -> Target {
        let (classes, targets) = match self.aim() {
            Aim::Classes(classes) => (classes, 0),
            Aim::Numbers(targets) => (0, targets),
        };
        let several = classes > 0 && !self.is_signed();
        let suiting = if several { Loss::of_classes() } else { Loss::default() };
        let loss = self.loss.unwrap_or_else(|| suiting.into());
        if classes == 0 {
            let outputs = targets.max(1);
            let activation = self.output.activation.unwrap_or_else(|| Activation::Linear.into());
            let span = match self.target_scaling() {
                Scaling::None => (-1.0, 1.0),
                // Of a normal distribution 95 in 100 are within.
                Scaling::Standardize => (-2.0, 2.0),
                Scaling::MinMax => (0.0, 1.0),
            };
            let coding = Coding::Signed;
            return Target { outputs, classes, activation, loss, coding, span };
        }
        let one_each = classes > 2
            || loss.kind().wants_one_each()
            || self.coding == Some(Coding::OneHot)
            || self.output.activation.is_some_and(|chosen| chosen.kind() == Activation::Softmax);
        let natural = loss.kind().natural_coding(one_each);
        let coding = self.coding.unwrap_or(natural);
        let activation =
            self.output.activation.unwrap_or_else(|| loss.kind().natural_activation(coding).into());
        let logits = loss.kind().reads_logits(activation.kind());
        let span = match coding {
            _ if logits => (-4.0, 4.0),
            Coding::Signed => (-1.0, 1.0),
            Coding::Binary | Coding::OneHot => (0.0, 1.0),
        };
        let outputs = if one_each { classes } else { 1 };
        Target { outputs, classes, activation, loss, coding, span }
    }

    /// The output layer with the units and the activation that follow from what it is to say.
    pub fn output_layer(&self) -> Layer {
        let target = self.target();
        let kind = self.output.kind.with("units", target.outputs as f64);
        Layer { kind, activation: Some(target.activation), ..self.output }
    }

    /// The network with all that is left open filled in.
    pub fn architecture(&self) -> Architecture {
        let open = |layer: Layer| Layer {
            activation: Some(layer.activation.unwrap_or(self.activation)),
            initializer: Some(layer.initializer.unwrap_or(self.initializer)),
            ..layer
        };
        let output = Layer { id: self.free_id(), ..self.output_layer() };
        Architecture {
            inputs: self.inputs(),
            layers: self.layers.iter().copied().chain([output]).map(open).collect(),
            loss: self.target().loss,
            optimizer: self.optimizer,
        }
    }

    /// The learning rate times the regularization rate where the penalty is L2: above 2 each
    /// step overshoots zero by more than it started with, and weights grow without bound
    /// (the factor of a step is `1 − product`).
    pub fn unstable_l2(&self) -> Option<f64> {
        let product = self.learning_rate * self.regularization_rate;
        (self.regularizer == Regularizer::L2 && product > 2.0).then_some(product)
    }

    /// Whether the TensorFlow Playground's own controls could make this run; where they
    /// could not, its rules promise nothing.
    pub fn beyond_playground(&self) -> bool {
        let samples = self.samples.is_some_and(|n| n != self.problem.default_samples());
        let hidden = self.hidden();
        let plain = Self::default();
        samples
            || self.own.is_some()
            || self.first_class.is_some()
            || self.label_noise != plain.label_noise
            || self.test_shift != plain.test_shift
            || self.split != plain.split
            || self.scaling != plain.scaling
            || !self.formulas.is_empty()
            || hidden.len() > 6
            || hidden.iter().any(|&units| units > 8)
            || !self.layers.iter().all(Layer::is_plain)
            || !self.active_dataset().kind().in_playground()
            || !self.activation.kind().in_playground()
            || self.initializer != plain.initializer
            || self.output != plain.output
            || self.loss.is_some()
            || self.coding.is_some()
            || self.optimizer != plain.optimizer
            || self.extras != plain.extras
            || self.schedule != plain.schedule
            || self.callbacks != plain.callbacks
    }
}
