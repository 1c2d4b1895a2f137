//! The data sets, one file each. To add one: its file, a variant and its arms here; thumbnails,
//! links and tests walk the variants.

mod arms;
mod blobs;
mod checkerboard;
mod circle;
mod gauss;
mod moons;
mod reg_field;
mod reg_gauss;
mod reg_plane;
mod rings;
mod spiral;
mod xor;

use rand::Rng;
use rand::distr::Distribution as _;
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::config::{Config, Problem};
use super::kind::{About, Kind, Knob, Tuned};
use super::seedrandom::{SeedRandom, Unit};
use super::table::{Column, Goal, Table};

/// A labelled point of a plane, as the sets draw it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// x₁
    pub x1: f64,
    /// x₂
    pub x2: f64,
    /// −1 or +1 in the TensorFlow Playground's sets of two classes, the class from 0 in the
    /// others; the (first) target, about −1..1, for regression.
    pub label: f64,
    /// The second target of a regression that has two, else 0.
    pub other: f64,
}

impl Sample {
    fn new(x1: f64, x2: f64, label: f64) -> Self {
        Self { x1, x2, label, other: 0.0 }
    }
}

/// Points lie in −6..6 in both directions, and that is what the picture shows of the plane.
pub const EXTENT: f64 = 6.0;

/// The data sets: the TensorFlow Playground's six, and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Dataset {
    /// A disc within a ring.
    Circle,
    /// Opposite quadrants share a class.
    Xor,
    /// Two Gaussian clusters.
    Gauss,
    /// Two interleaved spiral arms.
    Spiral,
    /// A tilted plane.
    RegPlane,
    /// Six bumps of alternating sign.
    RegGauss,
    /// Gaussian clusters on a circle.
    Blobs,
    /// A spiral of several arms.
    Arms,
    /// Rings around the middle.
    Rings,
    /// Square cells.
    Checkerboard,
    /// Two half moons.
    Moons,
    /// A field of arrows: two targets.
    RegField,
}

impl Dataset {
    /// Which kind of problem it poses.
    pub fn problem(self) -> Problem {
        match self {
            Self::Circle
            | Self::Xor
            | Self::Gauss
            | Self::Spiral
            | Self::Blobs
            | Self::Arms
            | Self::Rings
            | Self::Checkerboard
            | Self::Moons => Problem::Classification,
            Self::RegPlane | Self::RegGauss | Self::RegField => Problem::Regression,
        }
    }

    /// Whether the TensorFlow Playground has it.
    pub fn in_playground(self) -> bool {
        match self {
            Self::Circle
            | Self::Xor
            | Self::Gauss
            | Self::Spiral
            | Self::RegPlane
            | Self::RegGauss => true,
            Self::Blobs
            | Self::Arms
            | Self::Rings
            | Self::Checkerboard
            | Self::Moons
            | Self::RegField => false,
        }
    }
}

impl Kind for Dataset {
    fn all() -> &'static [Self] {
        Self::VARIANTS
    }

    fn knobs(self) -> &'static [Knob] {
        const CLASSES: Knob = Knob::whole("classes", 3.0, 2.0, 8.0);
        match self {
            Self::Circle
            | Self::Xor
            | Self::Gauss
            | Self::Spiral
            | Self::RegPlane
            | Self::RegGauss => &[],
            Self::Blobs => const { &[CLASSES, Knob::linear("spread", 0.6, 0.1, 2.0)] },
            Self::Arms => const { &[CLASSES, Knob::linear("turns", 0.8, 0.2, 2.0)] },
            Self::Rings => const { &[CLASSES, Knob::linear("gap", 0.3, 0.0, 0.8)] },
            Self::Checkerboard => const { &[CLASSES, Knob::whole("cells", 4.0, 2.0, 8.0)] },
            Self::Moons => const { &[Knob::linear("gap", 0.0, -2.0, 3.0)] },
            Self::RegField => const { &[Knob::linear("swirl", 0.8, -1.0, 1.0)] },
        }
    }

    fn about(self) -> About {
        let source = "tensorflow/playground, dataset.ts";
        match self {
            Self::Circle => About { label: "Circle", source },
            Self::Xor => About { label: "Exclusive or", source },
            Self::Gauss => About { label: "Gaussian", source },
            Self::Spiral => About { label: "Spiral", source },
            Self::RegPlane => About { label: "Plane", source },
            Self::RegGauss => About { label: "Multi Gaussian", source },
            Self::Blobs => About { label: "Blobs", source: "scikit-learn, make_blobs" },
            Self::Arms => About {
                label: "Spiral arms",
                source: "Stanford CS231n, Neural Networks Case Study",
            },
            Self::Rings => About { label: "Rings", source: "scikit-learn, make_circles" },
            Self::Checkerboard => {
                About { label: "Checkerboard", source: "scikit-learn, make_checkerboard" }
            }
            Self::Moons => About { label: "Moons", source: "scikit-learn, make_moons" },
            Self::RegField => About { label: "Vector field", source: "" },
        }
    }
}

/// `count` samples in the order in which they are drawn; `noise` is a share (0.5 = 50 %).
pub fn generate<R: Rng>(
    dataset: &Tuned<Dataset>,
    count: usize,
    noise: f64,
    rng: &mut R,
) -> Vec<Sample> {
    let knob = |name| dataset.get(name).unwrap_or_default();
    let classes = classes(dataset);
    match dataset.kind() {
        Dataset::Circle => circle::generate(count, noise, rng),
        Dataset::Xor => xor::generate(count, noise, rng),
        Dataset::Gauss => gauss::generate(count, noise, rng),
        Dataset::Spiral => spiral::generate(count, noise, rng),
        Dataset::RegPlane => reg_plane::generate(count, noise, rng),
        Dataset::RegGauss => reg_gauss::generate(count, noise, rng),
        Dataset::Blobs => blobs::generate(count, noise, classes, knob("spread"), rng),
        Dataset::Arms => arms::generate(count, noise, classes, knob("turns"), rng),
        Dataset::Rings => rings::generate(count, noise, classes, knob("gap"), rng),
        Dataset::Checkerboard => checkerboard::generate(count, noise, classes, knob("cells"), rng),
        Dataset::Moons => moons::generate(count, noise, classes, knob("gap"), rng),
        Dataset::RegField => reg_field::generate(count, noise, knob("swirl"), rng),
    }
}

/// Number of classes; 0 for a regression.
pub fn classes(dataset: &Tuned<Dataset>) -> usize {
    match dataset.kind().problem() {
        Problem::Regression => 0,
        // A knob over 2..=8 fits.
        Problem::Classification => dataset.get("classes").unwrap_or(2.0) as usize,
    }
}

/// Number of targets of a regression; 0 for classes.
pub fn targets(dataset: &Tuned<Dataset>) -> usize {
    match (dataset.kind().problem(), dataset.kind()) {
        (Problem::Classification, _) => 0,
        (Problem::Regression, Dataset::RegField) => 2,
        (Problem::Regression, _) => 1,
    }
}

/// Whether its two classes are labelled −1 and +1.
pub fn is_signed(dataset: &Tuned<Dataset>) -> bool {
    dataset.kind().problem() == Problem::Classification && dataset.kind().in_playground()
}

/// The class of a sample, from 0.
pub fn class_of(dataset: &Tuned<Dataset>, sample: &Sample) -> usize {
    if is_signed(dataset) { usize::from(sample.label >= 0.0) } else { sample.label as usize }
}

/// Points as a table of two columns. Classes are called as the TensorFlow Playground labels them, the
/// others by their number from 1.
pub fn table(dataset: &Tuned<Dataset>, samples: &[Sample]) -> Table {
    let classes = classes(dataset);
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let goal = match (classes, targets(dataset)) {
        (0, 2) => Goal::Numbers(names(&["u", "v"])),
        (0, _) => Goal::Numbers(names(&["y"])),
        _ if is_signed(dataset) => Goal::Classes(names(&["-1", "1"])),
        _ => Goal::Classes((1..=classes).map(|class| class.to_string()).collect()),
    };
    let mut table = Table::new(["x₁", "x₂"].map(Column::number).to_vec(), goal);
    for sample in samples {
        let Sample { x1, x2, label, other } = *sample;
        let told = match classes {
            0 => [label, other],
            _ => [class_of(dataset, sample) as f64, 0.0],
        };
        table.push(&[x1, x2], &told);
    }
    table
}

/// Samples class by class, each with its share of `count`; `one` makes the sample of a class, its
/// place within it, and how many that has.
fn each_class(
    count: usize,
    classes: usize,
    mut one: impl FnMut(usize, usize, usize) -> Sample,
) -> Vec<Sample> {
    let classes = classes.max(1);
    let mut samples = Vec::with_capacity(count);
    for class in 0..classes {
        let of = count / classes + usize::from(class < count % classes);
        samples.extend((0..of).map(|at| one(class, at, of)));
    }
    samples
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
        let dataset = config.active_dataset();
        let mut samples = generate(&dataset, config.sample_count(), config.noise / 100.0, rng);
        // A set that draws its classes one after the other may be one short or long when the
        // number is odd; the number asked for is a promise.
        samples.truncate(config.sample_count());
        Self::of(&table(&dataset, &samples), config, rng)
    }

    /// Shuffles and splits a table as a config has it.
    pub fn of(table: &Table, config: &Config, rng: &mut SeedRandom) -> Self {
        let order = match table.is_drawn() {
            true => by_content(table, rng),
            false => shuffled(table.len(), rng),
        };
        let (train, test) = order.split_at(config.train_count().min(order.len()));
        Self { train: table.pick(train), test: table.pick(test) }
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
    let key = |&at: &usize| {
        let row = table.row(at);
        let numbers = row.values.iter().chain(row.targets);
        numbers.fold(salt, |hash, number| mixed(hash ^ number.to_bits()))
    };
    let mut order: Vec<usize> = (0..table.len()).collect();
    order.sort_by_cached_key(key);
    order
}

/// The finalizer of SplitMix64: each bit depends on all.
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// A number in `low..high`.
fn uniform<R: Rng>(low: f64, high: f64, rng: &mut R) -> f64 {
    Unit.sample(rng) * (high - low) + low
}
