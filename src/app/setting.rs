//! The settings that are numbers, names or lists: each one's key in the link, how it is
//! chosen on the page, its options, and the one way in which text becomes its value. The
//! link, the typed fields, the sliders and the select boxes all go through [`Setting::apply`],
//! so that none of them can accept what another refuses.
//!
//! To add a setting: a field of `Config`, a variant here and its arms; link and page walk
//! [`Setting::VARIANTS`]. Toggles are not here: they have nothing to refuse.

mod value;

use strum::{EnumString, IntoStaticStr, VariantArray};

use value::{choose, choose_dataset, nearest, quote, real, seed, shape, whole};
pub use value::{number, number_text};

use super::notice::Notice;
use crate::engine::activation::Activation;
use crate::engine::config::{Config, Precision, Problem, Rules, limits};
use crate::engine::dataset::Dataset;
use crate::engine::regularizer::Regularizer;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// A setting; the names are the link's keys, the TensorFlow Playground's where it has one.
/// They stand in the order in which a link applies them: what limits another comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "camelCase")]
#[expect(missing_docs, reason = "each is the field of `Config` that its name says")]
pub enum Setting {
    Problem,
    Dataset,
    RegDataset,
    Samples,
    PercTrainData,
    Noise,
    BatchSize,
    NetworkShape,
    Activation,
    Regularization,
    RegularizationRate,
    LearningRate,
    Seed,
    Rules,
    Precision,
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
    /// A text field.
    Text,
    /// Drawn in the diagram: units of each hidden layer with commas between.
    Shape,
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
/// The select box of sample counts; the defaults of both problems are among them.
const SAMPLES: [f64; 9] = [50.0, 100.0, 200.0, 500.0, 1200.0, 2000.0, 5000.0, 10_000.0, 20_000.0];
/// The noise that the TensorFlow Playground puts where a link asks for more than it allows.
const NOISE_INSTEAD: f64 = 50.0;

impl Setting {
    /// Its key in the link and in `data-testid="setting-…"`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// How it is chosen.
    pub fn kind(self) -> Kind {
        match self {
            Self::PercTrainData | Self::Noise | Self::BatchSize => Kind::Slider,
            Self::Samples | Self::LearningRate | Self::RegularizationRate => Kind::Select,
            Self::Problem
            | Self::Dataset
            | Self::RegDataset
            | Self::Activation
            | Self::Regularization
            | Self::Rules
            | Self::Precision => Kind::Choice,
            Self::Seed => Kind::Text,
            Self::NetworkShape => Kind::Shape,
        }
    }

    /// The slider's range: the TensorFlow Playground's, widened to the value where a link or a
    /// typed number lies beyond it, and in finer steps where it lies between two.
    pub fn slider(self, config: &Config) -> Option<Slider> {
        let (value, min, max, step) = match self {
            Self::PercTrainData => (config.train_percent as f64, 10.0_f64, 90.0_f64, 10.0),
            Self::Noise => (config.noise, 0.0, 50.0, 5.0),
            // A batch is at most all the training samples: a small set shortens the slider.
            Self::BatchSize => {
                (config.batch_size as f64, 1.0, largest_batch(config).min(30) as f64, 1.0)
            }
            Self::Problem
            | Self::Dataset
            | Self::RegDataset
            | Self::Samples
            | Self::NetworkShape
            | Self::Activation
            | Self::Regularization
            | Self::RegularizationRate
            | Self::LearningRate
            | Self::Seed
            | Self::Rules
            | Self::Precision => return None,
        };
        let step = if value.fract() != 0.0 {
            0.01
        } else if (value - min) % step != 0.0 {
            1.0
        } else {
            step
        };
        Some(Slider { min: min.min(value), max: max.max(value), step })
    }

    /// The texts of its select box, each fit for [`Self::apply`]; the value in use is among them.
    pub fn options(self, config: &Config) -> Vec<String> {
        let numbers: &[f64] = match self {
            Self::LearningRate => &LEARNING_RATES,
            Self::RegularizationRate => &REGULARIZATION_RATES,
            Self::Samples => &SAMPLES,
            Self::Problem
            | Self::Dataset
            | Self::RegDataset
            | Self::PercTrainData
            | Self::Noise
            | Self::BatchSize
            | Self::NetworkShape
            | Self::Activation
            | Self::Regularization
            | Self::Seed
            | Self::Rules
            | Self::Precision => return self.names().into_iter().map(str::to_owned).collect(),
        };
        let mut numbers = numbers.to_vec();
        if let Some(value) = number(&self.get(config))
            && !numbers.contains(&value)
        {
            numbers.push(value);
            numbers.sort_by(f64::total_cmp);
        }
        numbers.into_iter().map(number_text).collect()
    }

    /// The names that a choice knows; empty for numbers and texts.
    pub fn names(self) -> Vec<&'static str> {
        match self {
            Self::Problem => names_of(Problem::VARIANTS),
            Self::Dataset => names_of(&datasets(Problem::Classification)),
            Self::RegDataset => names_of(&datasets(Problem::Regression)),
            Self::Activation => names_of(Activation::VARIANTS),
            Self::Regularization => names_of(Regularizer::VARIANTS),
            Self::Rules => names_of(Rules::VARIANTS),
            Self::Precision => names_of(Precision::VARIANTS),
            Self::Samples
            | Self::PercTrainData
            | Self::Noise
            | Self::BatchSize
            | Self::NetworkShape
            | Self::RegularizationRate
            | Self::LearningRate
            | Self::Seed => Vec::new(),
        }
    }

    /// Its value as the link and the fields write it.
    pub fn get(self, config: &Config) -> String {
        match self {
            Self::Problem => name(config.problem),
            Self::Dataset => name(config.dataset),
            Self::RegDataset => name(config.reg_dataset),
            Self::Samples => config.sample_count().to_string(),
            Self::PercTrainData => config.train_percent.to_string(),
            Self::Noise => number_text(config.noise),
            Self::BatchSize => config.batch_size.to_string(),
            Self::NetworkShape => {
                config.hidden.iter().map(usize::to_string).collect::<Vec<_>>().join(",")
            }
            Self::Activation => name(config.activation),
            Self::Regularization => name(config.regularizer),
            Self::RegularizationRate => number_text(config.regularization_rate),
            Self::LearningRate => number_text(config.learning_rate),
            Self::Seed => config.seed.clone(),
            Self::Rules => name(config.rules),
            Self::Precision => name(config.precision),
        }
    }

    /// Its value on the bare page.
    pub fn default_text(self) -> String {
        self.get(&Config::default())
    }

    /// Gives it the value that `text` says, or the nearest one allowed, or leaves it as it is
    /// where `text` says nothing usable; the notice tells which. What the new value carries
    /// with it (a batch that no longer fits) is [`settle`]'s business.
    pub fn apply(self, config: &mut Config, text: &str) -> Option<Notice> {
        let exact = match self {
            Self::Problem => choose(&mut config.problem, text),
            Self::Dataset => choose_dataset(&mut config.dataset, text, Problem::Classification),
            Self::RegDataset => choose_dataset(&mut config.reg_dataset, text, Problem::Regression),
            Self::Samples => {
                let mut samples = config.sample_count();
                let exact = whole(&mut samples, text, &limits::SAMPLES);
                // The problem's own number is no choice: it follows the problem.
                let own = config.problem.default_samples();
                config.samples = (samples != own).then_some(samples);
                exact
            }
            Self::PercTrainData => whole(&mut config.train_percent, text, &limits::TRAIN_PERCENT),
            Self::Noise => match number(text) {
                Some(above) if above > *limits::NOISE.end() => {
                    config.noise = NOISE_INSTEAD;
                    false
                }
                _ => real(&mut config.noise, text, &limits::NOISE),
            },
            Self::BatchSize => {
                let largest = largest_batch(config);
                whole(&mut config.batch_size, text, &(1..=largest))
            }
            Self::NetworkShape => shape(&mut config.hidden, text),
            Self::Activation => choose(&mut config.activation, text),
            Self::Regularization => choose(&mut config.regularizer, text),
            Self::RegularizationRate => {
                real(&mut config.regularization_rate, text, &limits::REGULARIZATION_RATE)
            }
            Self::LearningRate => real(&mut config.learning_rate, text, &limits::LEARNING_RATE),
            Self::Seed => seed(&mut config.seed, text),
            Self::Rules => {
                let mut rules = config.rules;
                let exact = choose(&mut rules, text);
                set_rules(config, rules);
                exact
            }
            Self::Precision => choose(&mut config.precision, text),
        };
        if exact { None } else { Some(self.refuse(text, self.get(config))) }
    }

    /// The notice that `text` was refused and `used` taken instead.
    fn refuse(self, text: &str, used: String) -> Notice {
        refuse(self.key(), text, used, &self.names())
    }
}

/// The notice that the value `text` of `key` was refused and `used` taken instead.
pub(super) fn refuse(key: &str, text: &str, used: String, known: &[&str]) -> Notice {
    Notice::Replaced {
        key: key.to_owned(),
        value: quote(text),
        used: quote(&used),
        suggestion: nearest(text, known).map(str::to_owned),
    }
}

/// Brings into line what a change of `before` into `config` carries with it: the batch fits
/// the training samples, and what the TensorFlow Playground lacks switches to modern rules.
/// Says so, and what is new and should be known (no input, an L2 step that overshoots).
pub fn settle(config: &mut Config, before: &Config) -> Vec<Notice> {
    let mut notices = fit(config);
    if !before.beyond_playground() {
        notices.extend(modernise(config));
    }
    // What was said when it began need not be said at every later change.
    let said: Vec<_> = warnings(before).iter().map(std::mem::discriminant).collect();
    let new = |notice: &Notice| !said.contains(&std::mem::discriminant(notice));
    notices.extend(warnings(config).into_iter().filter(new));
    notices
}

/// What a visitor should know about a config before it runs.
pub fn warnings(config: &Config) -> Vec<Notice> {
    let featureless = config.features.iter().next().is_none().then_some(Notice::NoFeature);
    let unstable = config.unstable_l2().map(|product| Notice::UnstableL2 { product });
    featureless.into_iter().chain(unstable).collect()
}

/// Sets the rules; a precision that the rules before had brought along follows.
pub fn set_rules(config: &mut Config, rules: Rules) {
    if config.precision == config.rules.default_precision() {
        config.precision = rules.default_precision();
    }
    config.rules = rules;
}

/// Playground rules promise nothing for what the TensorFlow Playground lacks: modern ones then.
pub(super) fn modernise(config: &mut Config) -> Option<Notice> {
    if config.rules != Rules::Playground || !config.beyond_playground() {
        return None;
    }
    set_rules(config, Rules::Modern);
    Some(Notice::ModernRules)
}

/// At least one sample trains, and a batch is at most all that do.
pub(super) fn fit(config: &mut Config) -> Vec<Notice> {
    let mut notices = Vec::new();
    if config.train_count() == 0 {
        let before = config.train_percent.to_string();
        config.train_percent = 100_usize.div_ceil(config.sample_count().max(1));
        let setting = Setting::PercTrainData;
        notices.push(setting.refuse(&before, setting.get(config)));
    }
    if config.batch_size > largest_batch(config) {
        let before = config.batch_size.to_string();
        config.batch_size = largest_batch(config);
        let setting = Setting::BatchSize;
        notices.push(setting.refuse(&before, setting.get(config)));
    }
    notices
}

fn largest_batch(config: &Config) -> usize {
    config.train_count().max(1)
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
