//! What becomes of the rows of a table, generated or brought: they are shuffled and split into those that
//! train and those that test, some of the first are labelled wrong, and the others are moved.

use rand::Rng;
use rand::distr::Distribution as _;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::{generate, shares, table};
use crate::engine::config::{Config, Problem};
use crate::engine::seedrandom::{SeedRandom, Unit};
use crate::engine::table::{Goal, Table};
use crate::order;

/// Which rows train.
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
pub enum Splitting {
    /// Any.
    #[default]
    Random,
    /// Of each class the same share. Source: scikit-learn, `train_test_split(stratify=…)`.
    Stratified,
}

/// The data of a run, in the order in which training visits it.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// What the network learns from.
    pub train: Table,
    /// What it is only measured on.
    pub test: Table,
}

impl Split {
    /// Draws, shuffles and splits a config's data from the stream `rng`, which stands
    /// afterwards where the initial weights begin.
    pub fn draw(config: &Config, rng: &mut SeedRandom) -> Self {
        let (dataset, count) = (config.active_dataset(), config.sample_count());
        let curve = &config.curve;
        let noise = config.noise / 100.0;
        let mut samples = match config.first_class {
            Some(percent) if dataset.kind().problem() == Problem::Classification => {
                shares::draw(&dataset, curve, (count, percent), noise, rng)
            }
            Some(_) | None => generate(&dataset, curve, count, noise, rng),
        };
        // A set that draws its classes one after the other may be one short or long when the
        // number is odd; the number asked for is a promise.
        samples.truncate(count);
        let mut split = Self::of(&table(&dataset, &samples), config, rng);
        split.test.shift(0, config.test_shift);
        split
    }

    /// Shuffles and splits a table as a config has it.
    pub fn of(table: &Table, config: &Config, rng: &mut SeedRandom) -> Self {
        let order = match table.is_drawn() {
            true => by_content(table, rng),
            false => shuffled(table.len(), rng),
        };
        let count = config.train_count().min(order.len());
        let (train, test) = match (table.goal(), config.split) {
            (Goal::Classes(classes), Splitting::Stratified) => {
                stratified(table, classes.len(), &order, count)
            }
            (Goal::Classes(_), Splitting::Random) | (Goal::Numbers(_), _) => {
                let (train, test) = order.split_at(count);
                (train.to_vec(), test.to_vec())
            }
        };
        let (mut train, test) = (table.pick(&train), table.pick(&test));
        // What a hand has drawn is labelled as it says.
        if !table.is_drawn() {
            mislabel(&mut train, config.label_noise, rng);
        }
        Self { train, test }
    }
}

/// The places of rows in an order, `count` that train and the others, so that of each class the same
/// share trains: what is left over by rounding down goes to those that lack most of theirs (Hamilton's
/// method).
fn stratified(
    table: &Table,
    classes: usize,
    order: &[usize],
    count: usize,
) -> (Vec<usize>, Vec<usize>) {
    let mut sizes = vec![0; classes];
    table.rows().for_each(|row| sizes[row.class()] += 1);
    let rows = table.len().max(1);
    let mut train: Vec<usize> = sizes.iter().map(|size| size * count / rows).collect();
    let lacking = order::places(sizes.iter().map(|size| !((size * count % rows) as u64)));
    let left = count - train.iter().sum::<usize>();
    lacking.iter().take(left).for_each(|&class| train[class] += 1);
    order.iter().partition(|&&at| {
        let left = &mut train[table.row(at).class()];
        let trains = *left > 0;
        *left = left.saturating_sub(1);
        trains
    })
}

/// Gives `percent` of the rows of a table of classes another class each, any of the others.
fn mislabel(table: &mut Table, percent: f64, rng: &SeedRandom) {
    let classes = match table.goal() {
        Goal::Classes(names) => names.len(),
        Goal::Numbers(_) => 0,
    };
    let wrong = (table.len() as f64 * percent / 100.0).round() as usize;
    if classes < 2 || wrong == 0 {
        return;
    }
    // A stream of their own, of which more percent take more: points, first weights and the labels that
    // were wrong before stay as they are.
    let salt: f64 = Unit.sample(&mut rng.clone());
    let mut rng = SeedRandom::from_text(&format!("labels {salt}"));
    let mut rows: Vec<usize> = (0..table.len()).collect();
    let mut below = |end: usize| (Unit.sample(&mut rng) * end as f64) as usize;
    for at in 0..wrong.min(rows.len()) {
        let other = at + below(rows.len() - at);
        rows.swap(at, other);
        let class = table.row(rows[at]).class() + 1 + below(classes - 1);
        table.set_class(rows[at], class % classes);
    }
}

/// The places of so many rows, by Fisher-Yates from the end with the draws of the TensorFlow
/// Playground.
fn shuffled<R: Rng>(rows: usize, rng: &mut R) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows).collect();
    for remaining in (1..=rows).rev() {
        let at = (Unit.sample(rng) * remaining as f64) as usize;
        order.swap(remaining - 1, at);
    }
    order
}

/// The places of a drawing's rows, shuffled by what stands in each, with one draw however many there
/// are: a point that comes or goes leaves the others in the half that they are in, but for those at the
/// cut between them, and first weights as they are.
fn by_content<R: Rng>(table: &Table, rng: &mut R) -> Vec<usize> {
    let salt = Unit.sample(rng).to_bits();
    order::places(table.rows().map(|row| {
        let numbers = row.values.iter().chain(row.targets);
        numbers.fold(salt, |hash, number| mixed(hash ^ number.to_bits()))
    }))
}

/// The finalizer of SplitMix64: each bit depends on all.
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
