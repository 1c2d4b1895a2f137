//! What can be told of a config before it runs, though nothing is wrong with it. Each hint is a
//! pure function of the config and returns the numbers that its words name; where it is due, the
//! page says it in place. To add one: a function here, its words in `text`, its place on the page;
//! and a variant of [`Hint`] where it is also worth a notice once.

use crate::engine::activation::has_flat_side;
use crate::engine::callback::Callback;
use crate::engine::config::Config;
use crate::engine::kind::{Kind as _, Tuned};
use crate::engine::layer::LayerKind;
use crate::engine::schedule::{self, Schedule};

/// A learning rate below this share of the one that a paper means hardly moves anything.
const SMALL_SHARE: f64 = 0.3;
/// Keras's `min_delta` of a plateau: one that is no pickier than this counts nearly the same epochs
/// as an early stop that asks for nothing.
const NEARLY_NOTHING: f64 = 1e-4;

/// What is worth a notice when it becomes so, beside its place on the page.
#[derive(Clone, Copy, Debug, PartialEq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Hint {
    /// The learning rate is 0.
    RateOfZero,
    /// The learning rate is far below the one that the optimizer's paper means.
    RateFarBelow(FarBelow),
    /// An early stop comes before a plateau lowers the rate.
    StopsFirst(StopsFirst),
    /// A plateau lowers the rate beside a schedule.
    BesideSchedule {
        /// The schedule.
        schedule: Schedule,
        /// What each plateau multiplies the rate by.
        factor: f64,
    },
}

/// Where on the page a hint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Beside the learning rate.
    Rate,
    /// In the card of the callback that lowers it.
    Plateau,
}

impl Hint {
    /// Where it stands.
    pub fn place(self) -> Place {
        match self {
            Self::RateOfZero | Self::RateFarBelow(_) => Place::Rate,
            Self::StopsFirst(_) | Self::BesideSchedule { .. } => Place::Plateau,
        }
    }

    /// Whether another says the same, whatever its numbers.
    pub fn says_the_same(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// The hints that are due for a config.
pub fn due(config: &Config) -> impl Iterator<Item = Hint> + use<> {
    let still = stands_still(config).then_some(Hint::RateOfZero);
    let far = far_below_paper(config).map(Hint::RateFarBelow);
    let first = stops_first(config).map(Hint::StopsFirst);
    let beside =
        beside_schedule(config).map(|(schedule, factor)| Hint::BesideSchedule { schedule, factor });
    [still, far, first, beside].into_iter().flatten()
}

/// Whether no weight will ever move: the learning rate is 0 and stays so.
pub fn stands_still(config: &Config) -> bool {
    config.learning_rate == 0.0 && schedule::is_constant(&config.schedule)
}

/// A learning rate far below the one that the optimizer's paper means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FarBelow {
    /// What the optimizer is called.
    pub optimizer: &'static str,
    /// The one in use.
    pub rate: f64,
    /// The paper's.
    pub paper: f64,
}

/// That of a config, where it is so.
pub fn far_below_paper(config: &Config) -> Option<FarBelow> {
    let (rate, paper) = (config.learning_rate, config.optimizer.kind().paper_rate()?);
    let optimizer = config.optimizer.kind().about().label;
    let far = rate > 0.0 && rate < SMALL_SHARE * paper;
    far.then_some(FarBelow { optimizer, rate, paper })
}

fn callback(config: &Config, kind: Callback) -> Option<&Tuned<Callback>> {
    config.callbacks.iter().find(|one| one.kind() == kind)
}

/// Whether weights of an earlier epoch may come to stand there.
pub fn brings_back(config: &Config) -> bool {
    let stop = callback(config, Callback::EarlyStopping);
    stop.and_then(|stop| stop.get("restore_best_weights")).is_some_and(|on| on != 0.0)
}

/// An early stop that comes before a plateau lowers the rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StopsFirst {
    /// Epochs without a better value after which training ends.
    pub stop: u64,
    /// Those after which the rate would fall.
    pub plateau: u64,
}

/// That of a config, where it is so: both watch the same value and count the same epochs.
pub fn stops_first(config: &Config) -> Option<StopsFirst> {
    let stop = callback(config, Callback::EarlyStopping)?;
    let plateau = callback(config, Callback::ReduceLrOnPlateau)?;
    let knob = |of: &Tuned<Callback>, name| of.get(name).unwrap_or_default();
    // Both look at least once after the first epoch, which is the first best.
    let wait = |of| knob(of, "patience").max(1.0);
    let (ends, falls) = (knob(stop, "start_from_epoch") + wait(stop), wait(plateau));
    let alike = knob(stop, "monitor") == knob(plateau, "monitor")
        && knob(plateau, "min_delta") <= knob(stop, "min_delta").max(NEARLY_NOTHING);
    (alike && ends <= falls)
        .then_some(StopsFirst { stop: wait(stop) as u64, plateau: falls as u64 })
}

/// The schedule that a plateau lowers the rate beside, and the factor by which it does so each
/// time. Keras refuses the two together; here they multiply.
pub fn beside_schedule(config: &Config) -> Option<(Schedule, f64)> {
    let plateau = callback(config, Callback::ReduceLrOnPlateau)?;
    let schedule = config.schedule.kind();
    let factor = plateau.get("factor")?;
    (!schedule::is_constant(&config.schedule)).then_some((schedule, factor))
}

/// How outputs that are logits are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Logits {
    /// One output through a sigmoid: colours run from minus this logit to this one, and there the
    /// probability of the second class is `least` and `most`.
    One {
        /// The logit at the upper end of the scale.
        end: f64,
        /// The probability at its lower end.
        least: f64,
        /// The probability at its upper end.
        most: f64,
    },
    /// So many outputs, through a softmax together.
    Several {
        /// The outputs.
        outputs: usize,
    },
    /// So many outputs, each through a sigmoid of its own.
    Each {
        /// The outputs.
        outputs: usize,
    },
}

/// That of a config whose loss reads the outputs as logits.
pub fn logits(config: &Config) -> Option<Logits> {
    let target = config.target();
    if target.classes == 0 || !target.loss.kind().reads_logits(target.activation.kind()) {
        return None;
    }
    Some(match target.outputs {
        1 => {
            let (low, end) = target.span;
            Logits::One { end, least: probability(low), most: probability(end) }
        }
        outputs if target.loss.kind().wants_one_each() => Logits::Several { outputs },
        outputs => Logits::Each { outputs },
    })
}

/// The probability that a logit stands for.
pub fn probability(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// The probabilities that logits of several classes stand for together.
pub fn softmax(logits: &[f64]) -> Vec<f64> {
    // The highest is taken off, so that none of them overflows.
    let highest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let voices: Vec<f64> = logits.iter().map(|y| libm::exp(y - highest)).collect();
    let sum: f64 = voices.iter().sum();
    voices.into_iter().map(|voice| voice / sum).collect()
}

/// What is random in a network while it trains, and not where its losses are measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// The largest share of values that a dropout sets to 0; 0 where there is none.
    pub dropout: f64,
    /// The largest deviation of noise that is added; 0 where there is none.
    pub noise: f64,
}

/// That of a config.
pub fn chance(config: &Config) -> Option<Chance> {
    let largest = |kind, knob| {
        let own = config.layers.iter().filter(|layer| layer.kind.kind() == kind);
        own.filter_map(|layer| layer.kind.get(knob)).fold(0.0, f64::max)
    };
    let dropout = largest(LayerKind::Dropout, "rate");
    let noise = largest(LayerKind::GaussianNoise, "stddev");
    (dropout > 0.0 || noise > 0.0).then_some(Chance { dropout, noise })
}

/// Whether a hidden unit of a network can die: an activation there has a side without slope.
pub fn can_die(config: &Config) -> bool {
    config.layers.iter().any(|layer| {
        let bends = matches!(layer.kind.kind(), LayerKind::Dense | LayerKind::Activation);
        bends && has_flat_side(&layer.activation.unwrap_or(config.activation))
    })
}

/// Whether a network has moving averages, which need some batches before they tell what they are to.
pub fn has_moving_averages(config: &Config) -> bool {
    config
        .layers
        .iter()
        .any(|layer| layer.kind.kind() == LayerKind::BatchNormalization && layer.is_on("trainable"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::link;

    fn config(hash: &str) -> Config {
        link::parse(hash).link.config
    }

    #[test]
    fn a_rate_of_0_stands_still_unless_a_schedule_moves_it() {
        assert!(stands_still(&config("learningRate=0")));
        assert!(!stands_still(&config("learningRate=1e-6")));
        assert!(!stands_still(&config("learningRate=0&schedule=piecewise_constant_decay")));
    }

    #[test]
    fn adadelta_is_told_the_rate_that_its_paper_means() {
        let far = |hash: &str| far_below_paper(&config(hash));
        let expected = FarBelow { optimizer: "Adadelta", rate: 0.001, paper: 1.0 };
        assert_eq!(far("optimizer=adadelta&learningRate=0.001"), Some(expected));
        for hash in [
            "optimizer=adadelta&learningRate=1",
            "optimizer=adadelta&learningRate=0.3",
            "optimizer=adadelta&learningRate=0",
            "optimizer=adagrad&learningRate=0.001",
            "optimizer=adam&learningRate=0.001",
        ] {
            assert_eq!(far(hash), None, "{hash}");
        }
    }

    #[test]
    fn an_early_stop_that_comes_before_the_plateau_is_told() {
        let check = |stop: &str, plateau: &str, expected: Option<(u64, u64)>| {
            let hash = format!("callbacks=early_stopping({stop}),reduce_lr_on_plateau({plateau})");
            let found = stops_first(&config(&hash)).map(|found| (found.stop, found.plateau));
            assert_eq!(found, expected, "{hash}");
        };
        check("patience:8", "patience:10", Some((8, 10)));
        // In one epoch both: the lower rate is never trained with.
        check("patience:10", "patience:10", Some((10, 10)));
        check("patience:0", "patience:1", Some((1, 1)));
        check("patience:12", "patience:10", None);
        // Each watches another value, or the stop begins to watch late.
        check("patience:8,monitor:1", "patience:10", None);
        check("patience:8,start_from_epoch:2", "patience:10", Some((8, 10)));
        check("patience:8,start_from_epoch:3", "patience:10", None);
        // A plateau that is much pickier counts epochs with which the stop is content.
        check("patience:8", "patience:10,min_delta:0.01", None);
        check("patience:8,min_delta:0.01", "patience:10,min_delta:0.01", Some((8, 10)));
        assert_eq!(stops_first(&config("callbacks=early_stopping")), None);
        assert_eq!(stops_first(&config("callbacks=reduce_lr_on_plateau")), None);
    }

    #[test]
    fn a_plateau_beside_a_schedule_is_told() {
        let plateau = "callbacks=reduce_lr_on_plateau(factor:0.2)";
        let (schedule, factor) =
            beside_schedule(&config(&format!("{plateau}&schedule=exponential_decay"))).unwrap();
        assert_eq!((schedule, factor), (Schedule::ExponentialDecay, 0.2));
        assert_eq!(beside_schedule(&config(plateau)), None);
        assert_eq!(beside_schedule(&config("schedule=exponential_decay")), None);
    }

    #[test]
    fn a_loss_that_reads_logits_is_told() {
        let found = logits(&config("loss=binary_crossentropy&outputActivation=linear"));
        let Some(Logits::One { end, least, most }) = found else { panic!("{found:?}") };
        assert!(end == 4.0 && (least - 0.018).abs() < 1e-3 && (most - 0.982).abs() < 1e-3);
        let several = "dataset=blobs(classes:5)&outputActivation=linear";
        assert_eq!(logits(&config(several)), Some(Logits::Several { outputs: 5 }));
        let each = format!("{several}&loss=binary_crossentropy");
        assert_eq!(logits(&config(&each)), Some(Logits::Each { outputs: 5 }));
        for hash in ["loss=binary_crossentropy", "outputActivation=linear", "dataset=blobs"] {
            assert_eq!(logits(&config(hash)), None, "{hash}");
        }
        // A number is no logit, whatever the loss.
        let hash = "problem=regression&loss=binary_crossentropy&outputActivation=linear";
        assert_eq!(logits(&config(hash)), None);
    }

    #[test]
    fn dropout_and_noise_are_told_and_what_does_nothing_is_not() {
        let found = |hash: &str| chance(&config(hash));
        assert_eq!(
            found("layers=dense,dropout(rate:0.2),dense,dropout(rate:0.5)"),
            Some(Chance { dropout: 0.5, noise: 0.0 })
        );
        assert_eq!(
            found("layers=dense,gaussian_noise(stddev:0.3)"),
            Some(Chance { dropout: 0.0, noise: 0.3 })
        );
        for hash in ["", "layers=dense,dropout(rate:0)", "layers=dense,batch_normalization"] {
            assert_eq!(found(hash), None, "{hash}");
        }
    }

    #[test]
    fn units_can_die_where_an_activation_is_flat() {
        for hash in [
            "activation=relu",
            "activation=hard_tanh",
            "activation=leaky_relu(negative_slope:0)",
            "layers=dense(activation:relu6)",
            "layers=dense,activation(activation:relu)",
        ] {
            assert!(can_die(&config(hash)), "{hash}");
        }
        for hash in [
            "",
            "activation=gelu",
            "activation=elu",
            "activation=leaky_relu",
            "activation=relu&networkShape=",
            "outputActivation=relu",
        ] {
            assert!(!can_die(&config(hash)), "{hash}");
        }
    }

    #[test]
    fn frozen_moving_averages_need_no_batches() {
        assert!(has_moving_averages(&config("layers=dense,batch_normalization")));
        assert!(!has_moving_averages(&config("layers=dense,batch_normalization(trainable:0)")));
        assert!(!has_moving_averages(&config("layers=dense,layer_normalization")));
    }
}
