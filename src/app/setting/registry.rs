//! Every setting: its key in the link, how it is chosen on the page, its options and its value as
//! text. How text becomes a value is in `apply`.

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::call::{AUTO, automatic, coding_text, open_text, output_text};
use super::value::{number, number_text};
use crate::engine::activation::Activation;
use crate::engine::callback::Callback;
use crate::engine::config::{Config, Precision, Problem, Rules, Runtime, limits};
use crate::engine::dataset::{Dataset, Splitting};
use crate::engine::expression;
use crate::engine::initializer::Initializer;
use crate::engine::layer::LayerKind;
use crate::engine::loss::{Coding, Loss};
use crate::engine::optimizer::Optimizer;
use crate::engine::regularizer::Regularizer;
use crate::engine::schedule::Schedule;

/// A setting; the names are the link's keys, the TensorFlow Playground's where it has one.
/// They stand in the order in which a link applies them: what limits another comes first, and
/// of two that say the same the richer one last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "camelCase")]
#[expect(missing_docs, reason = "each is the field of `Config` that its name says")]
pub enum Setting {
    Problem,
    Dataset,
    RegDataset,
    Curve,
    Samples,
    PercTrainData,
    Noise,
    FirstClass,
    LabelNoise,
    TestShift,
    Split,
    BatchSize,
    Formulas,
    NetworkShape,
    Layers,
    Activation,
    Initializer,
    OutputLayer,
    OutputActivation,
    Loss,
    LabelCoding,
    Regularization,
    RegularizationRate,
    Optimizer,
    WeightDecay,
    Clipnorm,
    Clipvalue,
    GlobalClipnorm,
    LearningRate,
    Schedule,
    Callbacks,
    Seed,
    DataSeed,
    Rules,
    Precision,
    Runtime,
}

/// How a setting is chosen on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A slider ([`Setting::slider`]); a number of the wider range may be typed.
    Slider,
    /// A select box of numbers ([`Setting::options`]); another number may be typed.
    Select,
    /// A select box of names ([`Setting::options`]).
    Choice,
    /// A select box of kinds ([`Setting::options`]), each with knobs ([`Setting::chosen`]).
    Tuned,
    /// A text field.
    Text,
    /// Drawn in the diagram: units of each hidden layer with commas between.
    Shape,
    /// Calls with commas between: layers, callbacks; the output layer is a single one. Formulas with
    /// semicolons.
    List,
}

/// A slider's ends and step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slider {
    /// Its left end.
    pub min: f64,
    /// Its right end.
    pub max: f64,
    /// Its step.
    pub step: f64,
}

/// The select box of learning rates: the TensorFlow Playground's.
const LEARNING_RATES: [f64; 11] =
    [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];
/// The select box of regularization rates: the TensorFlow Playground's.
const REGULARIZATION_RATES: [f64; 10] = [0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];
/// The select box of weight decays; Keras's default for AdamW is among them.
const WEIGHT_DECAYS: [f64; 7] = [0.0, 0.0001, 0.001, 0.004, 0.01, 0.1, 0.3];
/// The select boxes of gradient clipping.
const CLIPS: [f64; 7] = [0.0, 0.01, 0.1, 0.5, 1.0, 5.0, 10.0];
/// The select box of the first class's shares, in percent.
const FIRST_CLASSES: [f64; 9] = [1.0, 5.0, 10.0, 20.0, 50.0, 80.0, 90.0, 95.0, 99.0];
/// The select box of sample counts; the defaults of both problems are among them.
const SAMPLES: [f64; 9] = [50.0, 100.0, 200.0, 500.0, 1200.0, 2000.0, 5000.0, 10_000.0, 20_000.0];

impl Setting {
    /// Its key in the link and in `data-testid="setting-…"`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// How it is chosen.
    pub fn kind(self) -> Kind {
        match self {
            Self::PercTrainData
            | Self::Noise
            | Self::LabelNoise
            | Self::TestShift
            | Self::BatchSize => Kind::Slider,
            Self::Samples
            | Self::FirstClass
            | Self::LearningRate
            | Self::RegularizationRate
            | Self::WeightDecay
            | Self::Clipnorm
            | Self::Clipvalue
            | Self::GlobalClipnorm => Kind::Select,
            Self::Problem
            | Self::Split
            | Self::LabelCoding
            | Self::Regularization
            | Self::Rules
            | Self::Precision
            | Self::Runtime => Kind::Choice,
            Self::Dataset
            | Self::RegDataset
            | Self::Activation
            | Self::Initializer
            | Self::OutputActivation
            | Self::Loss
            | Self::Optimizer
            | Self::Schedule => Kind::Tuned,
            Self::Curve | Self::Seed | Self::DataSeed => Kind::Text,
            Self::NetworkShape => Kind::Shape,
            Self::Formulas | Self::Layers | Self::OutputLayer | Self::Callbacks => Kind::List,
        }
    }

    /// The slider's range: the TensorFlow Playground's (the training share may be all), widened to the value where a link or a
    /// typed number lies beyond it, and in finer steps where it lies between two.
    pub fn slider(self, config: &Config) -> Option<Slider> {
        let (value, min, max, step) = match self {
            Self::PercTrainData => (config.train_percent as f64, 10.0_f64, 100.0_f64, 10.0),
            Self::Noise => (config.noise, 0.0, 50.0, 5.0),
            Self::LabelNoise => (config.label_noise, 0.0, 50.0, 5.0),
            Self::TestShift => (config.test_shift, 0.0, 3.0, 0.5),
            // A batch is at most all the training samples: a small set shortens the slider.
            Self::BatchSize => {
                (config.batch_size as f64, 1.0, config.largest_batch().min(30) as f64, 1.0)
            }
            Self::Problem
            | Self::Dataset
            | Self::RegDataset
            | Self::Curve
            | Self::Samples
            | Self::FirstClass
            | Self::Split
            | Self::Formulas
            | Self::NetworkShape
            | Self::Layers
            | Self::OutputLayer
            | Self::Activation
            | Self::Initializer
            | Self::OutputActivation
            | Self::Loss
            | Self::LabelCoding
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
            | Self::Runtime => return None,
        };
        let step = if (value - min) % step == 0.0 {
            step
        } else if value.fract() != 0.0 {
            0.01
        } else {
            1.0
        };
        Some(Slider { min: min.min(value), max: max.max(value), step })
    }

    /// The texts of its select box, each fit for [`Self::apply`]; the number in use, or the
    /// [`base`](super::base) of the call in use, is among them.
    pub fn options(self, config: &Config) -> Vec<String> {
        let numbers: &[f64] = match self {
            Self::LearningRate => &LEARNING_RATES,
            Self::RegularizationRate => &REGULARIZATION_RATES,
            Self::Samples => &SAMPLES,
            Self::FirstClass => &FIRST_CLASSES,
            Self::WeightDecay => &WEIGHT_DECAYS,
            Self::Clipnorm | Self::Clipvalue | Self::GlobalClipnorm => &CLIPS,
            Self::Problem
            | Self::Dataset
            | Self::RegDataset
            | Self::Split
            | Self::Activation
            | Self::Initializer
            | Self::OutputActivation
            | Self::Loss
            | Self::LabelCoding
            | Self::Regularization
            | Self::Optimizer
            | Self::Schedule
            | Self::Rules
            | Self::Precision
            | Self::Runtime => return self.names().into_iter().map(str::to_owned).collect(),
            Self::Curve
            | Self::PercTrainData
            | Self::Noise
            | Self::LabelNoise
            | Self::TestShift
            | Self::BatchSize
            | Self::Formulas
            | Self::NetworkShape
            | Self::Layers
            | Self::OutputLayer
            | Self::Callbacks
            | Self::Seed
            | Self::DataSeed => return Vec::new(),
        };
        let mut numbers = numbers.to_vec();
        if let Some(value) = number(&self.get(config))
            && !numbers.contains(&value)
        {
            let place = numbers.iter().position(|&number| number > value);
            numbers.insert(place.unwrap_or(numbers.len()), value);
        }
        let open = (self == Self::FirstClass).then(|| AUTO.to_owned());
        open.into_iter().chain(numbers.into_iter().map(number_text)).collect()
    }

    /// The names that a choice or a list knows; empty for numbers and texts.
    pub fn names(self) -> Vec<&'static str> {
        match self {
            Self::Problem => names_of(Problem::VARIANTS),
            Self::Dataset => names_of(&datasets(Problem::Classification)),
            Self::RegDataset => names_of(&datasets(Problem::Regression)),
            Self::Split => names_of(Splitting::VARIANTS),
            Self::Layers => names_of(LayerKind::VARIANTS),
            Self::OutputLayer => names_of(&[LayerKind::Dense]),
            Self::Activation => names_of(Activation::VARIANTS),
            Self::Initializer => names_of(Initializer::VARIANTS),
            Self::OutputActivation => automatic(names_of(Activation::VARIANTS)),
            Self::Loss => automatic(names_of(Loss::VARIANTS)),
            Self::LabelCoding => automatic(names_of(Coding::VARIANTS)),
            Self::Regularization => names_of(Regularizer::VARIANTS),
            Self::Optimizer => names_of(Optimizer::VARIANTS),
            Self::Schedule => names_of(Schedule::VARIANTS),
            Self::Callbacks => names_of(Callback::VARIANTS),
            Self::Rules => names_of(Rules::VARIANTS),
            Self::Precision => names_of(Precision::VARIANTS),
            Self::Runtime => names_of(Runtime::VARIANTS),
            Self::Curve
            | Self::Samples
            | Self::PercTrainData
            | Self::Noise
            | Self::FirstClass
            | Self::LabelNoise
            | Self::TestShift
            | Self::BatchSize
            | Self::Formulas
            | Self::NetworkShape
            | Self::RegularizationRate
            | Self::WeightDecay
            | Self::Clipnorm
            | Self::Clipvalue
            | Self::GlobalClipnorm
            | Self::LearningRate
            | Self::Seed
            | Self::DataSeed => Vec::new(),
        }
    }

    /// Its value as the link and the fields write it.
    pub fn get(self, config: &Config) -> String {
        match self {
            Self::Problem => name(config.problem),
            Self::Dataset => config.dataset.to_string(),
            Self::RegDataset => config.reg_dataset.to_string(),
            Self::Curve => config.curve.clone(),
            Self::Samples => config.sample_count().to_string(),
            Self::PercTrainData => config.train_percent.to_string(),
            Self::Noise => number_text(config.noise),
            Self::FirstClass => {
                config.first_class.map_or_else(|| AUTO.to_owned(), |percent| percent.to_string())
            }
            Self::LabelNoise => number_text(config.label_noise),
            Self::TestShift => number_text(config.test_shift),
            Self::Split => name(config.split),
            Self::BatchSize => config.batch_size.to_string(),
            Self::Formulas => expression::join(&config.formulas),
            Self::NetworkShape => joined(&config.hidden()),
            Self::Layers => joined(&config.layers),
            Self::Activation => config.activation.to_string(),
            Self::Initializer => config.initializer.to_string(),
            Self::OutputLayer => output_text(config),
            Self::OutputActivation => open_text(config.output.activation.as_ref()),
            Self::Loss => open_text(config.loss.as_ref()),
            Self::LabelCoding => coding_text(config.coding),
            Self::Regularization => name(config.regularizer),
            Self::RegularizationRate => number_text(config.regularization_rate),
            Self::Optimizer => config.optimizer.to_string(),
            Self::WeightDecay => number_text(config.extras.weight_decay),
            Self::Clipnorm => number_text(config.extras.clipnorm),
            Self::Clipvalue => number_text(config.extras.clipvalue),
            Self::GlobalClipnorm => number_text(config.extras.global_clipnorm),
            Self::LearningRate => number_text(config.learning_rate),
            Self::Schedule => config.schedule.to_string(),
            Self::Callbacks => joined(&config.callbacks),
            Self::Seed => config.seed.clone(),
            Self::DataSeed => config.data_seed.clone(),
            Self::Rules => name(config.rules),
            Self::Precision => name(config.precision),
            Self::Runtime => name(config.runtime),
        }
    }

    /// Its value on the bare page.
    pub fn default_text(self) -> String {
        self.get(&Config::default())
    }
}

/// The data sets of a kind of problem.
pub fn datasets(problem: Problem) -> Vec<Dataset> {
    Dataset::VARIANTS.iter().copied().filter(|dataset| dataset.problem() == problem).collect()
}

fn names_of<T: Copy + Into<&'static str>>(variants: &[T]) -> Vec<&'static str> {
    variants.iter().map(|&variant| variant.into()).collect()
}

fn name<T: Into<&'static str>>(variant: T) -> String {
    let name: &str = variant.into();
    name.to_owned()
}

fn joined<T: ToString>(list: &[T]) -> String {
    list.iter().map(T::to_string).collect::<Vec<_>>().join(",")
}

/// One sample trains at least.
pub(super) fn least_percent(config: &Config) -> usize {
    match config.own {
        // Of a table at least one trains anyway.
        Some(_) => *limits::TRAIN_PERCENT.start(),
        None => 100_usize.div_ceil(config.sample_count().max(1)),
    }
}
