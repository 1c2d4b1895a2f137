//! Everything that defines a run. A `Config` is plain data: the page edits it, the link
//! carries it, the worker validates it and builds from it.
//!
//! To add a setting: a field here, its arm in [`Config::change_since`] (the code does not
//! compile before it has one), its entry in `app/setting.rs` and its key in `app/link`.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::activation::Activation;
use super::dataset::Dataset;
use super::feature::Features;
use super::regularizer::Regularizer;

/// What the network is asked for: a class (−1 or +1) or a number.
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
    /// Two classes, labels −1 and +1, a tanh output unit.
    Classification,
    /// One number in about −1..1, a linear output unit.
    Regression,
}

impl Problem {
    /// The activation of the output unit.
    pub fn output_activation(self) -> Activation {
        match self {
            Self::Classification => Activation::Tanh,
            Self::Regression => Activation::Linear,
        }
    }

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
    /// and Reset draws on from the one random stream.
    Playground,
    /// A short last batch is applied at the end of its epoch, pruned weights may come back,
    /// and Reset gives the same start again.
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
    /// 32-bit lanes (`backend::simd`).
    #[strum(serialize = "32")]
    Bits32,
    /// 64-bit plain loops (`backend::reference`), the TensorFlow Playground's own arithmetic.
    #[strum(serialize = "64")]
    Bits64,
}

/// A whole run: data, network, training. See the fields' limits in [`limits`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// Classification or regression.
    pub problem: Problem,
    /// The data set when classifying; one whose `problem()` is classification.
    pub dataset: Dataset,
    /// The data set when regressing; one whose `problem()` is regression.
    pub reg_dataset: Dataset,
    /// Number of samples, train and test together; `None` is [`Problem::default_samples`].
    pub samples: Option<usize>,
    /// Noise in percent.
    pub noise: f64,
    /// Share of the samples that train, in percent.
    pub train_percent: usize,
    /// Samples per weight update.
    pub batch_size: usize,
    /// Which functions of x₁ and x₂ the network sees.
    pub features: Features,
    /// Units of each hidden layer, first to last.
    pub hidden: Vec<usize>,
    /// The hidden layers' activation.
    pub activation: Activation,
    /// Penalty on kernels (never on biases).
    pub regularizer: Regularizer,
    /// The penalty's factor.
    pub regularization_rate: f64,
    /// SGD's step size.
    pub learning_rate: f64,
    /// Start with all weights and biases at 0.
    pub init_zero: bool,
    /// Seeds the one random stream; any text.
    pub seed: String,
    /// Playground or modern rules.
    pub rules: Rules,
    /// 32 or 64 bits.
    pub precision: Precision,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            problem: Problem::Classification,
            dataset: Dataset::Circle,
            reg_dataset: Dataset::RegPlane,
            samples: None,
            noise: 0.0,
            train_percent: 50,
            batch_size: 10,
            features: Features::default(),
            hidden: vec![4, 2],
            activation: Activation::Tanh,
            regularizer: Regularizer::None,
            regularization_rate: 0.0,
            learning_rate: 0.03,
            init_zero: false,
            seed: "0.81857".to_owned(),
            rules: Rules::Modern,
            precision: Precision::Bits32,
        }
    }
}

/// The allowed ranges, for the link, the controls and [`Config::validate`] alike.
pub mod limits {
    use super::RangeInclusive;

    /// Number of hidden layers.
    pub const HIDDEN_LAYERS: RangeInclusive<usize> = 0..=12;
    /// Units in one hidden layer.
    pub const UNITS: RangeInclusive<usize> = 1..=256;
    /// Samples, train and test together.
    pub const SAMPLES: RangeInclusive<usize> = 20..=20_000;
    /// Learning rate.
    pub const LEARNING_RATE: RangeInclusive<f64> = 1e-6..=10.0;
    /// Regularization rate.
    pub const REGULARIZATION_RATE: RangeInclusive<f64> = 0.0..=10.0;
    /// Noise in percent: the TensorFlow Playground's slider ends at 50, its links at 80.
    pub const NOISE: RangeInclusive<f64> = 0.0..=80.0;
    /// Share of the training samples in percent.
    pub const TRAIN_PERCENT: RangeInclusive<usize> = 1..=99;
    /// Length of a seed in characters: it travels in the link.
    pub const SEED_LENGTH: RangeInclusive<usize> = 1..=200;
}

/// How much of a running network a change of the config leaves standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The two are equal.
    Nothing,
    /// Read at the next step; nothing is built.
    Live,
    /// The plan is emitted anew, weights and epoch stay.
    Relink,
    /// New data or a new shape: a new start.
    Rebuild,
}

impl Config {
    /// The data set in use.
    pub fn active_dataset(&self) -> Dataset {
        match self.problem {
            Problem::Classification => self.dataset,
            Problem::Regression => self.reg_dataset,
        }
    }

    /// Samples, train and test together.
    pub fn sample_count(&self) -> usize {
        self.samples.unwrap_or_else(|| self.problem.default_samples())
    }

    /// How many of the samples train: the rest tests.
    pub fn train_count(&self) -> usize {
        self.sample_count() * self.train_percent / 100
    }

    /// Units per layer, input features and the output unit included: `[inputs, hidden…, 1]`.
    pub fn shape(&self) -> Vec<usize> {
        let inputs = self.features.iter().count();
        std::iter::once(inputs).chain(self.hidden.iter().copied()).chain([1]).collect()
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
        samples || self.hidden.len() > 6 || self.hidden.iter().any(|&units| units > 8)
    }

    /// What must be done to a run of `old` to make it a run of `self`.
    pub fn change_since(&self, old: &Self) -> Change {
        // No `..`: a new field does not compile until someone has decided what it changes.
        let Self {
            problem,
            dataset: _,
            reg_dataset: _,
            samples: _,
            noise,
            train_percent,
            batch_size,
            features,
            hidden,
            activation,
            regularizer,
            regularization_rate,
            learning_rate,
            init_zero,
            seed,
            rules,
            precision,
        } = self;
        let rebuild = *problem != old.problem
            || self.active_dataset() != old.active_dataset()
            || self.sample_count() != old.sample_count()
            || *noise != old.noise
            || *train_percent != old.train_percent
            || *features != old.features
            || *hidden != old.hidden
            || *init_zero != old.init_zero
            || *seed != old.seed;
        let relink = *activation != old.activation || *precision != old.precision;
        let live = *batch_size != old.batch_size
            || *regularizer != old.regularizer
            || *regularization_rate != old.regularization_rate
            || *learning_rate != old.learning_rate
            || *rules != old.rules;
        match (rebuild, relink, live) {
            (true, _, _) => Change::Rebuild,
            (false, true, _) => Change::Relink,
            (false, false, true) => Change::Live,
            (false, false, false) => Change::Nothing,
        }
    }

    /// A config within all limits: the last check before anything is built. The page corrects
    /// and reports on its own; this is what makes every later line total.
    ///
    /// # Errors
    /// [`ConfigError`] names the first field that is out of its range.
    pub fn validate(&self) -> Result<(), ConfigError> {
        fn within<T: PartialOrd + std::fmt::Display>(
            field: &str,
            value: T,
            range: &RangeInclusive<T>,
        ) -> Result<(), ConfigError> {
            if range.contains(&value) {
                return Ok(());
            }
            Err(ConfigError {
                field: field.to_owned(),
                value: value.to_string(),
                allowed: format!("{} to {}", range.start(), range.end()),
            })
        }
        within("samples", self.sample_count(), &limits::SAMPLES)?;
        within("noise", self.noise, &limits::NOISE)?;
        within("train_percent", self.train_percent, &limits::TRAIN_PERCENT)?;
        within("batch_size", self.batch_size, &(1..=self.train_count().max(1)))?;
        within("hidden layers", self.hidden.len(), &limits::HIDDEN_LAYERS)?;
        for &units in &self.hidden {
            within("units", units, &limits::UNITS)?;
        }
        within("learning_rate", self.learning_rate, &limits::LEARNING_RATE)?;
        within("regularization_rate", self.regularization_rate, &limits::REGULARIZATION_RATE)?;
        within("seed length", self.seed.chars().count(), &limits::SEED_LENGTH)?;
        for (field, dataset, problem) in [
            ("dataset", self.dataset, Problem::Classification),
            ("reg_dataset", self.reg_dataset, Problem::Regression),
        ] {
            if dataset.problem() != problem {
                let name: &str = dataset.into();
                let allowed: &str = problem.into();
                let allowed = format!("a data set for {allowed}");
                let (field, value) = (field.to_owned(), name.to_owned());
                return Err(ConfigError { field, value, allowed });
            }
        }
        Ok(())
    }
}

/// A field of a [`Config`] that is out of its range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field} is {value}, allowed: {allowed}")]
pub struct ConfigError {
    /// The field.
    pub field: String,
    /// The value refused.
    pub value: String,
    /// What would have been right.
    pub allowed: String,
}
