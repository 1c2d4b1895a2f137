//! What a change of the config leaves of a running network. Every field of a [`Config`] belongs
//! to an [`Aspect`], and [`TABLE`] says of each how much is built anew and which parts of the
//! run's state start anew: the trainer carries over exactly the others
//! (`trainer::Progress::carry`), so that text and deed cannot differ.
//!
//! | change of | is | weights | gradients | optimizer | statistics | marks | stopping | plateau | goals | place | stream |
//! | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
//! | data | rebuild | new | new | new | new | new | new | new | new | new | new |
//! | shape | rebuild | new | new | new | new | new | new | new | new | new | new |
//! | start | rebuild | new | new | new | new | new | new | new | new | new | new |
//! | points | reload | kept | new | kept | kept | kept | new | new | new | kept | kept |
//! | classes | relink | kept | new | kept | kept | kept | new | new | new | kept | kept |
//! | network | relink | kept | new | kept | kept | kept | new | new | kept | kept | kept |
//! | loss | relink | kept | new | kept | kept | kept | new | new | new | kept | kept |
//! | precision | relink | kept | kept | kept | kept | kept | kept | kept | kept | kept | kept |
//! | optimizer | relink | kept | kept | new | kept | kept | kept | kept | kept | kept | kept |
//! | pace | live | kept | kept | kept | kept | kept | kept | kept | kept | kept | kept |
//! | rate | live | kept | kept | kept | kept | kept | new | new | kept | kept | kept |
//! | early_stopping | live | kept | kept | kept | kept | kept | new | kept | kept | kept | kept |
//! | reduce_lr_on_plateau | live | kept | kept | kept | kept | kept | kept | new | kept | kept | kept |
//! | stop_at | live | kept | kept | kept | kept | kept | kept | kept | new | kept | kept |
//! | rules | live | kept | kept | kept | kept | new | kept | kept | kept | kept | kept |
//! | runtime | live | kept | kept | kept | kept | kept | kept | kept | kept | kept | kept |
//!
//! *New* is as on a fresh page that opens the run's link: weights are drawn, everything else is
//! empty. *Kept* is kept by layer and role: what a layer no longer has (a bias that is switched
//! off, the optimizer's memory of a frozen one) goes, and what it has from now on (the same
//! switched on again, the kernel of an output of another width) is new. Two changes at once
//! leave what both leave. And a network that nothing has touched yet is new as a whole whenever
//! it is linked anew or has other rows: it is then the one that its link opens with.
//!
//! Where a drawing gets another class or loses its last one, an output layer that has a unit for
//! each of them keeps those of the classes that stay, biases and the optimizer's memory included;
//! the unit of a class that is added is new. Between one unit that tells two classes apart and a unit
//! each there is nothing to keep: then the whole output layer is new, and the hidden layers stay.

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::callback::{Callback, Callbacks};
use super::config::Config;
use super::kind::Tuned;
use super::layer::Layer;
use crate::order;

/// How much of a running network a change of the config leaves standing.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum Change {
    /// The two are equal.
    Nothing,
    /// Read at the next step; nothing is built.
    Live,
    /// Other rows go through the same plan; weights and epoch stay.
    Reload,
    /// The plan is emitted anew, weights and epoch stay.
    Relink,
    /// New data or a new shape: a new start.
    Rebuild,
}

/// A part of a run's state: what training changes, and what one rule decides on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Part {
    /// Kernels, biases, and the gains and shifts of normalizations.
    Weights,
    /// The sums of gradients that wait for the next update, and of how many samples they are.
    Gradients,
    /// What the optimizer remembers of each weight, and how many updates it has made.
    Optimizer,
    /// The moving averages of batch normalization.
    Statistics,
    /// Which kernel entries L1 has pruned for good (Playground rules).
    Marks,
    /// What early stopping remembers, the best weights among it.
    Stopping,
    /// What the callback for plateaus remembers, what it has taken off the rate among it.
    Plateau,
    /// Which goals were met already.
    Goals,
    /// Epoch, sample, and which epoch's weights stand there.
    Place,
    /// Where the one random stream stands.
    Stream,
}

/// What a field of the config is about, as far as a running network is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Aspect {
    /// The samples, and which of them train.
    Data,
    /// The input features and formulas, which dense layers there are, and how wide they are.
    Shape,
    /// Seed and initializers.
    Start,
    /// Which points of the same kind there are: the data's own seed, or the rows of a table.
    Points,
    /// How many classes a drawing has.
    Classes,
    /// What the layers do, in which order, and which others stand between the dense ones.
    Network,
    /// What is minimised, and the numbers that stand for classes.
    Loss,
    /// 32 or 64 bits.
    Precision,
    /// Which optimizer.
    Optimizer,
    /// Numbers that each update reads: the batch's size, the optimizer's knobs, decay, clipping,
    /// the network's penalty.
    Pace,
    /// The learning rate and its schedule.
    Rate,
    /// Whether there is early stopping, and what it monitors.
    EarlyStopping,
    /// Whether a plateau lowers the rate, and what it monitors.
    ReduceLrOnPlateau,
    /// The losses and accuracies at which training stops.
    StopAt,
    /// Playground or modern rules.
    Rules,
    /// What trains.
    Runtime,
}

/// What a change of an aspect is, and the parts of the state that start anew by it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The aspect.
    pub aspect: Aspect,
    /// How much is built anew.
    pub change: Change,
    /// The parts that start anew; all others are kept.
    pub anew: &'static [Part],
}

/// What each kind of change leaves; see the head of this file.
pub const TABLE: [Row; 16] = {
    use Change::{Live, Rebuild, Relink, Reload};
    use Part::{Goals, Gradients, Marks, Optimizer, Plateau, Stopping};
    const fn row(aspect: Aspect, change: Change, anew: &'static [Part]) -> Row {
        Row { aspect, change, anew }
    }
    [
        row(Aspect::Data, Rebuild, Part::VARIANTS),
        row(Aspect::Shape, Rebuild, Part::VARIANTS),
        row(Aspect::Start, Rebuild, Part::VARIANTS),
        // As the TensorFlow Playground's *Regenerate*: the network trains on, on other points.
        row(Aspect::Points, Reload, &[Gradients, Stopping, Plateau, Goals]),
        row(Aspect::Classes, Relink, &[Gradients, Stopping, Plateau, Goals]),
        // Half a batch's gradients are those of another function.
        row(Aspect::Network, Relink, &[Gradients, Stopping, Plateau]),
        row(Aspect::Loss, Relink, &[Gradients, Stopping, Plateau, Goals]),
        row(Aspect::Precision, Relink, &[]),
        row(Aspect::Optimizer, Relink, &[Optimizer]),
        row(Aspect::Pace, Live, &[]),
        row(Aspect::Rate, Live, &[Stopping, Plateau]),
        row(Aspect::EarlyStopping, Live, &[Stopping]),
        row(Aspect::ReduceLrOnPlateau, Live, &[Plateau]),
        row(Aspect::StopAt, Live, &[Goals]),
        row(Aspect::Rules, Live, &[Marks]),
        row(Aspect::Runtime, Live, &[]),
    ]
};

/// The parts that one of these aspects leaves as they are.
pub fn kept(aspects: &[Aspect]) -> Vec<Part> {
    let rows = || TABLE.iter().filter(|row| aspects.contains(&row.aspect));
    let keeps = |part: &&Part| !rows().any(|row| row.anew.contains(part));
    Part::VARIANTS.iter().filter(keeps).copied().collect()
}

impl Config {
    /// What must be done to a run of `old` to make it a run of `self`.
    pub fn change_since(&self, old: &Self) -> Change {
        let aspects = self.aspects_since(old);
        let rows = TABLE.iter().filter(|row| aspects.contains(&row.aspect));
        rows.map(|row| row.change).max().unwrap_or(Change::Nothing)
    }

    /// What differs between the two.
    pub fn aspects_since(&self, old: &Self) -> Vec<Aspect> {
        // No `..`: a new field does not compile until someone has decided what it changes.
        let Self {
            problem,
            dataset: _,
            reg_dataset: _,
            curve,
            own,
            scaling,
            samples: _,
            noise,
            first_class,
            label_noise,
            test_shift,
            split,
            train_percent,
            batch_size,
            features: _,
            formulas,
            layers,
            activation,
            initializer,
            output,
            loss,
            coding,
            regularizer,
            regularization_rate,
            optimizer,
            extras,
            learning_rate,
            schedule,
            callbacks,
            init_zero,
            seed,
            data_seed,
            rules,
            precision,
            runtime,
        } = self;
        // Another table of the same columns is other points for the same network, and a class more or
        // less of a drawing a unit more or less.
        let tables = own.as_ref().zip(old.own.as_ref());
        let classes = tables.is_some_and(|(new, old)| new.has_other_classes(old));
        let alike = classes || tables.is_some_and(|(new, old)| new.is_like(old));
        let drawn = self.active_dataset() != old.active_dataset()
            || self.has_curve() && *curve != old.curve
            || self.sample_count() != old.sample_count()
            || *noise != old.noise
            || *first_class != old.first_class
            || *test_shift != old.test_shift;
        let data = *problem != old.problem
            || *scaling != old.scaling
            || *train_percent != old.train_percent
            || *split != old.split
            || *label_noise != old.label_noise
            || !alike && (*own != old.own || own.is_none() && drawn);
        let pace = *batch_size != old.batch_size
            || *regularizer != old.regularizer
            || *regularization_rate != old.regularization_rate
            || *optimizer != old.optimizer
            || *extras != old.extras;
        let start = starts(self) != starts(old)
            || *initializer != old.initializer
            || *init_zero != old.init_zero
            || *seed != old.seed;
        let network =
            *layers != old.layers || *activation != old.activation || *output != old.output;
        let of = |aspect| match aspect {
            Aspect::Data => data,
            Aspect::Shape => {
                let seen = self.has_features() && self.seen() != old.seen();
                seen || *formulas != old.formulas || sizes(self) != sizes(old)
            }
            Aspect::Start => start,
            Aspect::Points => *data_seed != old.data_seed || alike && *own != old.own,
            Aspect::Classes => classes,
            Aspect::Network => network,
            Aspect::Loss => *loss != old.loss || *coding != old.coding,
            Aspect::Precision => *precision != old.precision,
            Aspect::Optimizer => optimizer.kind() != old.optimizer.kind(),
            Aspect::Pace => pace,
            Aspect::Rate => *learning_rate != old.learning_rate || *schedule != old.schedule,
            Aspect::EarlyStopping => {
                monitored(callbacks, Callback::EarlyStopping)
                    != monitored(&old.callbacks, Callback::EarlyStopping)
            }
            Aspect::ReduceLrOnPlateau => {
                monitored(callbacks, Callback::ReduceLrOnPlateau)
                    != monitored(&old.callbacks, Callback::ReduceLrOnPlateau)
            }
            Aspect::StopAt => goals(callbacks) != goals(&old.callbacks),
            Aspect::Rules => *rules != old.rules,
            Aspect::Runtime => *runtime != old.runtime,
        };
        let mut aspects: Vec<Aspect> =
            Aspect::VARIANTS.iter().copied().filter(|&aspect| of(aspect)).collect();
        // What is left: patience and the other knobs, or the order of the callbacks.
        if *callbacks != old.callbacks && aspects.is_empty() {
            aspects.push(Aspect::Pace);
        }
        aspects
    }
}

/// Who is in the network and how wide; what stands where and does what is the network's.
fn sizes(config: &Config) -> Vec<(u32, usize)> {
    let columns = config.layers.iter().filter(|layer| layer.has_units());
    let mut sizes: Vec<_> = columns.map(|layer| (layer.id, layer.units())).collect();
    order::sort_by_key(&mut sizes, |&(id, _)| id.into());
    sizes
}

/// The initializers that layers have of their own.
fn starts(config: &Config) -> Vec<(u64, String)> {
    let hidden = config.layers.iter().map(|layer| (layer.id.into(), layer));
    let start = |(id, layer): (u64, &Layer)| Some((id, layer.initializer?.to_string()));
    let output = [(u64::MAX, &config.output)];
    let mut starts: Vec<_> = hidden.chain(output).filter_map(start).collect();
    order::sort_by_key(&mut starts, |&(id, _)| id);
    starts
}

/// What a callback monitors; `None` where there is no such callback.
fn monitored(callbacks: &Callbacks, kind: Callback) -> Option<f64> {
    let callback = callbacks.iter().find(|callback| callback.kind() == kind);
    callback.map(|callback| callback.get("monitor").unwrap_or_default())
}

/// The goals among the callbacks, whichever comes first.
fn goals(callbacks: &Callbacks) -> [Option<Tuned<Callback>>; 2] {
    [Callback::StopAtLoss, Callback::StopAtAccuracy]
        .map(|kind| callbacks.iter().find(|callback| callback.kind() == kind).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of this file is what readers see, the constant what the trainer does.
    #[test]
    fn the_table_in_the_text_is_the_one_that_is_read() {
        let line = |cells: Vec<&str>| format!("//! | {} |", cells.join(" | "));
        let names = Part::VARIANTS.iter().map(|&part| part.into());
        let mut expected = vec![line(["change of", "is"].into_iter().chain(names).collect())];
        expected.push(line(vec!["---"; 2 + Part::VARIANTS.len()]));
        for Row { aspect, change, anew } in TABLE {
            let told = |part| if anew.contains(part) { "new" } else { "kept" };
            let cells = [aspect.into(), change.into()].into_iter();
            expected.push(line(cells.chain(Part::VARIANTS.iter().map(told)).collect()));
        }
        let text = include_str!("change.rs");
        let found: Vec<&str> = text.lines().filter(|line| line.starts_with("//! |")).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_aspect_has_one_row() {
        assert_eq!(TABLE.map(|row| row.aspect), Aspect::VARIANTS);
    }

    #[test]
    fn two_changes_at_once_leave_what_both_leave() {
        assert_eq!(kept(&[]), Part::VARIANTS);
        let both = kept(&[Aspect::Optimizer, Aspect::Rules]);
        assert!(!both.contains(&Part::Optimizer) && !both.contains(&Part::Marks));
        assert_eq!(both.len(), Part::VARIANTS.len() - 2);
    }
}
