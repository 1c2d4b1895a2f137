//! The data sets, one file each, and beside them in how large parts their classes are drawn (`shares`)
//! and what becomes of a table's rows (`split`). To add one: its file, a variant and its arms here;
//! thumbnails, links and tests walk the variants.

mod arms;
mod blobs;
mod checkerboard;
mod circle;
mod curve;
mod gauss;
mod heart;
mod moons;
mod reg_field;
mod reg_gauss;
mod reg_plane;
mod rings;
mod shares;
mod sine;
mod spiral;
mod split;
mod xor;

pub use curve::{CURVE, columns as curve_columns};
pub use split::{Split, Splitting};

use rand::Rng;
use rand::distr::Distribution as _;
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::config::Problem;
use super::kind::{About, Kind, Knob, Tuned};
use super::seedrandom::Unit;
use super::table::{Column, Goal, Table};

/// A labelled point of a plane or a line, as the sets draw it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// x₁
    pub x1: f64,
    /// x₂; 0 in a set of one column.
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

/// Where a value of about −1..1 stands in the plane when it is drawn over a single column.
pub fn height(value: f64) -> f64 {
    value * EXTENT / 2.0
}

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
    /// A heart and what lies around it.
    Heart,
    /// A wave over one column.
    Sine,
    /// What lies above a curve that the visitor writes, and below it.
    Curve,
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
            | Self::Moons
            | Self::Heart
            | Self::Curve => Problem::Classification,
            Self::RegPlane | Self::RegGauss | Self::RegField | Self::Sine => Problem::Regression,
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
            | Self::RegField
            | Self::Heart
            | Self::Sine
            | Self::Curve => false,
        }
    }

    /// How many columns its points have.
    pub fn columns(self) -> usize {
        match self {
            Self::Sine => 1,
            Self::Circle
            | Self::Xor
            | Self::Gauss
            | Self::Spiral
            | Self::RegPlane
            | Self::RegGauss
            | Self::Blobs
            | Self::Arms
            | Self::Rings
            | Self::Checkerboard
            | Self::Moons
            | Self::RegField
            | Self::Heart
            | Self::Curve => 2,
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
            | Self::RegGauss
            | Self::Heart
            | Self::Sine
            | Self::Curve => &[],
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
            Self::Heart => About { label: "Heart", source: "Wolfram MathWorld, Heart Curve" },
            Self::Sine => About { label: "Sine wave", source: "" },
            Self::Curve => About { label: "Curve", source: "" },
        }
    }
}

/// `count` samples in the order in which they are drawn; `curve` is the text of the one that some lie above,
/// which no set but that one reads, and `noise` is a share (0.5 = 50 %).
pub fn generate<R: Rng>(
    dataset: &Tuned<Dataset>,
    curve: &str,
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
        Dataset::Heart => heart::generate(count, noise, rng),
        Dataset::Sine => sine::generate(count, noise, rng),
        Dataset::Curve => curve::generate(count, noise, curve, rng),
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

/// Points as a table of the set's columns. Classes are called as the TensorFlow Playground labels them, the
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
    let columns = ["x₁", "x₂"].into_iter().take(dataset.kind().columns()).map(Column::number);
    let mut table = Table::new(columns.collect(), goal);
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

/// A number in `low..high`.
fn uniform<R: Rng>(low: f64, high: f64, rng: &mut R) -> f64 {
    Unit.sample(rng) * (high - low) + low
}
