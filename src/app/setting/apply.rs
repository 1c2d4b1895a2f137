//! The one way in which text becomes a setting's value.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::call::{AUTO, choose_coding, tune, tune_dataset, tune_open};
use super::own::generate;
use super::registry::{Setting, least_percent};
use super::settle::set_rules;
use super::value::{choose, decimal, grouped, number, real, seed, seed_text, shape, whole};
use super::{clipping, formulas, list};
use crate::app::notice::{Allowed, Notice, Range};
use crate::engine::config::{Config, Problem, limits};

/// The noise that the TensorFlow Playground puts where a link asks for more than it allows.
const NOISE_INSTEAD: f64 = 50.0;

/// The numbers that a setting takes, and which of them.
enum Numbers {
    /// Whole ones.
    Whole(RangeInclusive<usize>),
    /// Any.
    Real(RangeInclusive<f64>),
}

impl Setting {
    /// What a hand has typed, as [`Self::apply`] reads it. A link writes numbers in one way only.
    pub fn typed(self, text: &str) -> Cow<'_, str> {
        match self.numbers(&Config::default()) {
            Some(Numbers::Whole(_)) => grouped(text),
            Some(Numbers::Real(_)) => decimal(text),
            None => Cow::Borrowed(text),
        }
    }

    /// The numbers that are allowed in a run.
    pub(super) fn range(self, config: &Config) -> Option<Range> {
        let (least, most, whole) = match self.numbers(config)? {
            Numbers::Whole(range) => (*range.start() as f64, *range.end() as f64, true),
            Numbers::Real(range) => (*range.start(), *range.end(), false),
        };
        Some(Range { knob: None, least, most, whole })
    }

    fn numbers(self, config: &Config) -> Option<Numbers> {
        Some(match self {
            Self::Samples => Numbers::Whole(limits::SAMPLES),
            Self::PercTrainData => {
                Numbers::Whole(least_percent(config)..=*limits::TRAIN_PERCENT.end())
            }
            Self::BatchSize => Numbers::Whole(1..=config.largest_batch()),
            Self::Noise => Numbers::Real(limits::NOISE),
            Self::FirstClass => Numbers::Whole(limits::FIRST_CLASS),
            Self::LabelNoise => Numbers::Real(limits::LABEL_NOISE),
            Self::TestShift => Numbers::Real(limits::TEST_SHIFT),
            Self::RegularizationRate => Numbers::Real(limits::REGULARIZATION_RATE),
            Self::LearningRate => Numbers::Real(limits::LEARNING_RATE),
            Self::WeightDecay => Numbers::Real(limits::WEIGHT_DECAY),
            Self::Clipnorm | Self::Clipvalue | Self::GlobalClipnorm => Numbers::Real(limits::CLIP),
            Self::Problem
            | Self::Dataset
            | Self::RegDataset
            | Self::Curve
            | Self::Split
            | Self::Formulas
            | Self::NetworkShape
            | Self::Layers
            | Self::Activation
            | Self::Initializer
            | Self::OutputLayer
            | Self::OutputActivation
            | Self::Loss
            | Self::LabelCoding
            | Self::Regularization
            | Self::Optimizer
            | Self::Schedule
            | Self::Callbacks
            | Self::Seed
            | Self::DataSeed
            | Self::Rules
            | Self::Precision
            | Self::Runtime => return None,
        })
    }

    /// Gives it the value that `text` says, or the nearest one allowed, or leaves it as it is
    /// where `text` says nothing usable; the notices tell which. What the new value carries
    /// with it (a batch that no longer fits) is [`settle`](super::settle())'s business.
    pub fn apply(self, config: &mut Config, text: &str) -> Vec<Notice> {
        let rate = &limits::REGULARIZATION_RATE;
        let exact = match self {
            Self::Problem => {
                let before = config.problem;
                let exact = choose(&mut config.problem, text);
                if config.problem != before {
                    generate(config);
                }
                exact
            }
            Self::Dataset => {
                generate(config);
                tune_dataset(&mut config.dataset, text, Problem::Classification)
            }
            Self::RegDataset => {
                generate(config);
                tune_dataset(&mut config.reg_dataset, text, Problem::Regression)
            }
            Self::Curve => formulas::set_curve(config, text),
            Self::Samples => {
                let default = config.problem.default_samples();
                let mut samples = config.samples.unwrap_or(default);
                let exact = whole(&mut samples, text, &limits::SAMPLES);
                // The problem's own number is no choice: it follows the problem.
                config.samples = (samples != default).then_some(samples);
                exact
            }
            Self::PercTrainData => whole(&mut config.train_percent, text, &limits::TRAIN_PERCENT),
            Self::Noise => real(&mut config.noise, text, &limits::NOISE),
            Self::FirstClass if text.trim() == AUTO => {
                config.first_class = None;
                true
            }
            Self::FirstClass => {
                let mut percent = config.first_class.unwrap_or_default();
                let exact = whole(&mut percent, text, &limits::FIRST_CLASS);
                // What is no number leaves the classes as they are.
                if number(text).is_some_and(|percent| percent > 0.0) {
                    config.first_class = Some(percent);
                }
                exact
            }
            Self::LabelNoise => real(&mut config.label_noise, text, &limits::LABEL_NOISE),
            Self::TestShift => real(&mut config.test_shift, text, &limits::TEST_SHIFT),
            Self::Split => choose(&mut config.split, text),
            Self::BatchSize => {
                let largest = config.largest_batch();
                whole(&mut config.batch_size, text, &(1..=largest))
            }
            Self::Formulas => return formulas::set(config, text),
            Self::NetworkShape => {
                let mut hidden = config.hidden();
                let exact = shape(&mut hidden, text);
                list::set_units(config, &hidden);
                exact
            }
            Self::Layers => return list::set_layers(config, text),
            Self::Activation => tune(&mut config.activation, text),
            Self::Initializer => tune(&mut config.initializer, text),
            Self::OutputLayer => return list::set_output(config, text),
            Self::OutputActivation => tune_open(&mut config.output.activation, text),
            Self::Loss => tune_open(&mut config.loss, text),
            Self::LabelCoding => choose_coding(&mut config.coding, text),
            Self::Regularization => choose(&mut config.regularizer, text),
            Self::RegularizationRate => real(&mut config.regularization_rate, text, rate),
            Self::Optimizer => tune(&mut config.optimizer, text),
            Self::WeightDecay => real(&mut config.extras.weight_decay, text, &limits::WEIGHT_DECAY),
            Self::Clipnorm | Self::Clipvalue | Self::GlobalClipnorm => {
                return clipping::set(config, self, text);
            }
            Self::LearningRate => match number(text) {
                // 0 is not near what goes the other way: it would train nothing.
                Some(below) if below < 0.0 => false,
                Some(_) | None => real(&mut config.learning_rate, text, &limits::LEARNING_RATE),
            },
            Self::Schedule => tune(&mut config.schedule, text),
            Self::Callbacks => return list::set_callbacks(config, text),
            Self::Seed => seed(&mut config.seed, text),
            // None of its own: that of the run.
            Self::DataSeed if seed_text(text).is_empty() => {
                config.data_seed.clear();
                true
            }
            Self::DataSeed => seed(&mut config.data_seed, text),
            Self::Rules => {
                let mut rules = config.rules;
                let exact = choose(&mut rules, text);
                set_rules(config, rules);
                exact
            }
            Self::Precision => choose(&mut config.precision, text),
            Self::Runtime => choose(&mut config.runtime, text),
        };
        if exact { Vec::new() } else { vec![self.refuse(config, text, self.get(config))] }
    }

    /// The same for the text of a link: in the place of too much noise stands what the TensorFlow
    /// Playground puts there.
    pub fn follow(self, config: &mut Config, text: &str) -> Vec<Notice> {
        let notices = self.apply(config, text);
        let too_much = number(text).is_some_and(|noise| noise > *limits::NOISE.end());
        if self != Self::Noise || !too_much {
            return notices;
        }
        config.noise = NOISE_INSTEAD;
        let mut notice = self.refuse(config, text, self.get(config));
        if let (Notice::Replaced { allowed, .. }, Some(range)) = (&mut notice, self.range(config)) {
            *allowed = Allowed::OrPlaygrounds(range);
        }
        vec![notice]
    }
}
