//! The words of help: the card of each thing that explains itself, and the list of all. Two or
//! three plain sentences for somebody who meets the thing for the first time and, where there is
//! one, its formula.
//!
//! To add a topic: a variant of [`HelpTopic`], its arms in `title`, a field of [`Words`], its arm in
//! [`Words::get`] and an entry a language.

mod english;
mod korean;
mod title;

use crate::app::preference::language::Language;
use crate::app::real_set::RealSet;
use crate::engine::config::Config;

pub use english::ENGLISH;
pub use korean::KOREAN;
pub use title::{english as english_title, korean as korean_title};

/// What explains itself; the names are those of `data-testid="help-…"`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "each is the thing on the page that its name says")]
pub enum HelpTopic {
    LearningRate,
    Activation,
    Regularization,
    RegularizationRate,
    Problem,
    Dataset,
    Curve,
    TrainPercent,
    Noise,
    FirstClass,
    LabelNoise,
    TestShift,
    Split,
    BatchSize,
    Samples,
    Seed,
    Rules,
    Precision,
    Features,
    HiddenLayers,
    Units,
    Bias,
    Weights,
    DeadUnits,
    Colours,
    Output,
    Losses,
    Accuracy,
    Curves,
    TestData,
    Discretize,
    Speed,
    Step,
    RunTo,
    Initializer,
    OutputActivation,
    LossFunction,
    LabelCoding,
    Optimizer,
    WeightDecay,
    Clipping,
    Schedule,
    Callbacks,
    RateFinder,
    Runtime,
    Share,
    Take,
}

/// What a help card says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Two or three sentences.
    pub body: &'static str,
    /// The formula in Unicode, where there is one; a line feed separates two.
    pub formula: Option<&'static str>,
}

impl Entry {
    const fn plain(body: &'static str) -> Self {
        Self { body, formula: None }
    }

    const fn with(body: &'static str, formula: &'static str) -> Self {
        Self { body, formula: Some(formula) }
    }
}

/// The words of this area: an entry a topic.
#[expect(missing_docs, reason = "each is the entry of its topic")]
pub struct Words {
    pub learning_rate: Entry,
    pub activation: Entry,
    pub regularization: Entry,
    pub regularization_rate: Entry,
    pub problem: Entry,
    pub dataset: Entry,
    pub dataset_of_numbers: Entry,
    pub curve: Entry,
    pub train_percent: Entry,
    pub noise: Entry,
    pub first_class: Entry,
    pub label_noise: Entry,
    pub test_shift: Entry,
    pub split: Entry,
    pub batch_size: Entry,
    pub samples: Entry,
    pub seed: Entry,
    pub rules: Entry,
    pub precision: Entry,
    pub features: Entry,
    pub features_of_pixels: Entry,
    pub hidden_layers: Entry,
    pub units: Entry,
    pub bias: Entry,
    pub weights: Entry,
    pub dead_units: Entry,
    pub colours: Entry,
    pub colours_of_classes: Entry,
    pub colours_of_flow: Entry,
    pub output: Entry,
    pub output_of_classes: Entry,
    pub output_of_flow: Entry,
    pub output_of_numbers: Entry,
    pub losses: Entry,
    pub accuracy: Entry,
    pub curves: Entry,
    pub test_data: Entry,
    pub discretize: Entry,
    pub discretize_classes: Entry,
    pub discretize_numbers: Entry,
    pub speed: Entry,
    pub step: Entry,
    pub run_to: Entry,
    pub initializer: Entry,
    pub output_activation: Entry,
    pub loss_function: Entry,
    pub label_coding: Entry,
    pub optimizer: Entry,
    pub weight_decay: Entry,
    pub clipping: Entry,
    pub schedule: Entry,
    pub callbacks: Entry,
    pub rate_finder: Entry,
    pub runtime: Entry,
    pub share: Entry,
    pub take: Entry,
}

/// These words in a language.
pub fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Korean => &KOREAN,
    }
}

impl Words {
    /// The entry of a topic in a run of this config: of some it depends on data and loss.
    pub fn of_run(&self, topic: HelpTopic, config: &Config) -> Entry {
        let target = config.target();
        let numbers = target.classes == 0;
        let flow = numbers && target.outputs > 1;
        let entry = match topic {
            HelpTopic::Features if RealSet::pixels_of(config).is_some() => &self.features_of_pixels,
            HelpTopic::Dataset if numbers => &self.dataset_of_numbers,
            HelpTopic::Colours if target.one_each() => &self.colours_of_classes,
            HelpTopic::Colours if flow => &self.colours_of_flow,
            HelpTopic::Output if target.one_each() => &self.output_of_classes,
            HelpTopic::Output if flow => &self.output_of_flow,
            HelpTopic::Output if numbers => &self.output_of_numbers,
            HelpTopic::Discretize if target.one_each() => &self.discretize_classes,
            HelpTopic::Discretize if numbers => &self.discretize_numbers,
            topic => self.get(topic),
        };
        let formula = match entry.formula {
            Some(_) if topic == HelpTopic::Losses => Some(target.loss.kind().spec().formula),
            formula => formula,
        };
        Entry { formula, ..*entry }
    }

    /// The entry of a topic.
    pub fn get(&self, topic: HelpTopic) -> &Entry {
        match topic {
            HelpTopic::LearningRate => &self.learning_rate,
            HelpTopic::Activation => &self.activation,
            HelpTopic::Regularization => &self.regularization,
            HelpTopic::RegularizationRate => &self.regularization_rate,
            HelpTopic::Problem => &self.problem,
            HelpTopic::Dataset => &self.dataset,
            HelpTopic::Curve => &self.curve,
            HelpTopic::TrainPercent => &self.train_percent,
            HelpTopic::Noise => &self.noise,
            HelpTopic::FirstClass => &self.first_class,
            HelpTopic::LabelNoise => &self.label_noise,
            HelpTopic::TestShift => &self.test_shift,
            HelpTopic::Split => &self.split,
            HelpTopic::BatchSize => &self.batch_size,
            HelpTopic::Samples => &self.samples,
            HelpTopic::Seed => &self.seed,
            HelpTopic::Rules => &self.rules,
            HelpTopic::Precision => &self.precision,
            HelpTopic::Features => &self.features,
            HelpTopic::HiddenLayers => &self.hidden_layers,
            HelpTopic::Units => &self.units,
            HelpTopic::Bias => &self.bias,
            HelpTopic::Weights => &self.weights,
            HelpTopic::DeadUnits => &self.dead_units,
            HelpTopic::Colours => &self.colours,
            HelpTopic::Output => &self.output,
            HelpTopic::Losses => &self.losses,
            HelpTopic::Accuracy => &self.accuracy,
            HelpTopic::Curves => &self.curves,
            HelpTopic::TestData => &self.test_data,
            HelpTopic::Discretize => &self.discretize,
            HelpTopic::Speed => &self.speed,
            HelpTopic::Step => &self.step,
            HelpTopic::RunTo => &self.run_to,
            HelpTopic::Initializer => &self.initializer,
            HelpTopic::OutputActivation => &self.output_activation,
            HelpTopic::LossFunction => &self.loss_function,
            HelpTopic::LabelCoding => &self.label_coding,
            HelpTopic::Optimizer => &self.optimizer,
            HelpTopic::WeightDecay => &self.weight_decay,
            HelpTopic::Clipping => &self.clipping,
            HelpTopic::Schedule => &self.schedule,
            HelpTopic::Callbacks => &self.callbacks,
            HelpTopic::RateFinder => &self.rate_finder,
            HelpTopic::Runtime => &self.runtime,
            HelpTopic::Share => &self.share,
            HelpTopic::Take => &self.take,
        }
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;
    use crate::app::link;

    /// Roughly what fits a card without scrolling on a phone; Hangul is twice as wide.
    const LONGEST: usize = 380;

    fn width(body: &str) -> usize {
        body.chars().map(|c| 1 + usize::from(c >= '가')).sum()
    }

    #[test]
    fn every_topic_has_its_own_short_entry_in_each_language() {
        for words in [&ENGLISH, &KOREAN] {
            let of_runs = [
                words.colours_of_classes,
                words.colours_of_flow,
                words.output_of_classes,
                words.output_of_flow,
                words.output_of_numbers,
                words.discretize_classes,
                words.discretize_numbers,
                words.dataset_of_numbers,
                words.features_of_pixels,
            ];
            for entry in of_runs {
                assert!(width(entry.body) <= LONGEST && entry.body.ends_with('.'), "{entry:?}");
            }
            for (index, &topic) in HelpTopic::VARIANTS.iter().enumerate() {
                let entry = words.get(topic);
                assert!(width(entry.body) <= LONGEST, "{topic:?}: {}", width(entry.body));
                assert!(entry.body.ends_with('.'), "{topic:?}");
                assert!(!entry.body.contains("  "), "{topic:?}: a double space");
                for &other in &HelpTopic::VARIANTS[..index] {
                    assert_ne!(entry.body, words.get(other).body, "{topic:?} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_said_of_loss_output_and_colours_is_true_of_the_run() {
        let say = |hash, topic| {
            let config = link::parse(hash).link.config;
            [&ENGLISH, &KOREAN].map(|words| words.of_run(topic, &config))
        };
        let formula = |hash| say(hash, HelpTopic::Losses).map(|entry| entry.formula);
        assert_eq!(formula(""), [Some("½(y − t)²"); 2]);
        assert_eq!(formula("dataset=rings"), [Some("−Σ t·ln y"); 2]);
        assert_eq!(formula("loss=mean_absolute_error"), [Some("|y − t|"); 2]);
        let (two, classes, flow) = ("", "dataset=rings", "problem=regression&regDataset=reg-field");
        for topic in [HelpTopic::Output, HelpTopic::Colours, HelpTopic::Discretize] {
            for (index, words) in [&ENGLISH, &KOREAN].into_iter().enumerate() {
                assert_eq!(say(two, topic)[index], *words.get(topic));
                assert_ne!(say(classes, topic)[index].body, words.get(topic).body, "{topic:?}");
                let body = say(classes, topic)[index].body;
                assert!(!body.contains("two colours") && !body.contains("두 가지 색"), "{topic:?}");
            }
        }
        assert_ne!(say(flow, HelpTopic::Output), say(two, HelpTopic::Output));
        assert_ne!(say(flow, HelpTopic::Colours), say(two, HelpTopic::Colours));
    }

    #[test]
    fn nothing_is_said_of_numbers_that_is_true_of_classes_only() {
        let dishonest = [
            ["gets wrong", "틀린 점"],
            ["decision boundar", "결정 경계"],
            ["label is yes", "‘예’인"],
            ["straight line,", "직선 하나로"],
        ];
        // What explains classes, where there are none, has no place on the page.
        let of_classes = |topic| {
            matches!(
                topic,
                HelpTopic::Accuracy
                    | HelpTopic::Problem
                    | HelpTopic::LabelCoding
                    | HelpTopic::FirstClass
                    | HelpTopic::LabelNoise
                    | HelpTopic::Split
            )
        };
        for hash in ["problem=regression", "problem=regression&regDataset=reg-field"] {
            let config = link::parse(hash).link.config;
            for &topic in HelpTopic::VARIANTS.iter().filter(|&&topic| !of_classes(topic)) {
                for (index, words) in [&ENGLISH, &KOREAN].into_iter().enumerate() {
                    let body = words.of_run(topic, &config).body;
                    for said in dishonest {
                        assert!(!body.contains(said[index]), "{hash}, {topic:?}: {body}");
                    }
                }
            }
        }
        let said = [ENGLISH.get(HelpTopic::Output).body, KOREAN.get(HelpTopic::Output).body];
        assert!(said[0].contains(dishonest[0][0]) && said[1].contains(dishonest[0][1]));
    }

    #[test]
    fn no_help_is_bound_to_a_loss_an_output_or_labels_that_may_be_others() {
        for (words, bound) in [
            (&ENGLISH, ["unit uses tanh", "little curve", "−1 (orange)"]),
            (&KOREAN, ["유닛은 tanh", "작은 그림은 정답", "−1(주황)"]),
        ] {
            for topic in [HelpTopic::Problem, HelpTopic::LossFunction] {
                let body = words.get(topic).body;
                assert!(bound.iter().all(|bound| !body.contains(bound)), "{body}");
            }
        }
    }

    #[test]
    fn formulas_stand_at_the_same_topics_in_each_language() {
        for &topic in HelpTopic::VARIANTS {
            let (english, korean) = (ENGLISH.get(topic), KOREAN.get(topic));
            assert_eq!(english.formula.is_some(), korean.formula.is_some(), "{topic:?}");
        }
    }
}
