//! The little curve of a choice, drawn from the very formula that the engine runs.

use crate::app::setting::Setting;
use crate::engine::activation::{self, Activation};
use crate::engine::config::Config;
use crate::engine::initializer::{self, Initializer};
use crate::engine::kind::{Kind as _, Scale, Tuned};
use crate::engine::loss::{self, Loss};
use crate::engine::optimizer::{self, Memory, Step};
use crate::engine::regularizer::LayerRegularizer;
use crate::engine::schedule;
use crate::engine::seedrandom::SeedRandom;

/// Width of a sketch in its own units.
pub const WIDTH: f64 = 120.0;
/// Height.
pub const HEIGHT: f64 = 56.0;
/// Free space along its edges.
const MARGIN: f64 = 3.0;
/// Points of a curve.
const POINTS: u32 = 120;
/// Bars of a histogram.
const BARS: usize = 24;
/// Inputs and units of the kernel whose entries are counted: 4096 draws. They differ, as what
/// depends on the one does from what depends on both.
const KERNEL: (usize, usize) = (32, 128);
/// Weight updates on the bowl.
const STEPS: u64 = 80;
/// How steep the bowl is along each axis.
const BOWL: [f64; 2] = [1.0, 12.0];
/// Where the path begins.
const START: [f64; 2] = [-1.8, 0.8];
/// The part of the bowl that is shown, from the middle to each side.
const ROOM: [f64; 2] = [2.1, 1.1];

/// A drawing in `0..WIDTH` × `0..HEIGHT`, y downwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    /// The lines of x = 0 and y = 0, and whatever else stands behind, as SVG paths.
    pub behind: String,
    /// The curve as an SVG path.
    pub curve: String,
    /// Whether the curve's inside is filled: bars.
    pub filled: bool,
    /// What the horizontal axis ends with.
    pub ends: Option<(String, String)>,
}

/// The sketch of a setting's choice; `None` where there is nothing to draw.
pub fn of(setting: Setting, config: &Config) -> Option<Sketch> {
    match setting {
        Setting::Activation => Some(activation(&config.activation)),
        Setting::OutputActivation => Some(activation(&config.target().activation)),
        Setting::Loss => Some(loss(&config.target().loss)),
        Setting::Schedule => Some(schedule(config)),
        Setting::Initializer => Some(initializer(&config.initializer)),
        Setting::Regularization => Some(price(|w| config.regularizer.penalty(w))),
        Setting::Optimizer => Some(path(config)),
        Setting::Problem
        | Setting::Dataset
        | Setting::RegDataset
        | Setting::Curve
        | Setting::Samples
        | Setting::PercTrainData
        | Setting::Noise
        | Setting::FirstClass
        | Setting::LabelNoise
        | Setting::TestShift
        | Setting::Split
        | Setting::BatchSize
        | Setting::Formulas
        | Setting::NetworkShape
        | Setting::Layers
        | Setting::OutputLayer
        | Setting::LabelCoding
        | Setting::RegularizationRate
        | Setting::WeightDecay
        | Setting::Clipnorm
        | Setting::Clipvalue
        | Setting::GlobalClipnorm
        | Setting::LearningRate
        | Setting::Callbacks
        | Setting::Seed
        | Setting::DataSeed
        | Setting::Rules
        | Setting::Precision
        | Setting::Runtime => None,
    }
}

/// An activation over −7..7, which holds every bend.
pub fn activation(activation: &Tuned<Activation>) -> Sketch {
    let x = between(-7.0, 7.0);
    let mut y = vec![0.0; x.len()];
    activation::sample(activation, &x, &mut y);
    line(&x, &y, (-2.5, 7.0))
}

/// What a prediction costs whose label is yes: a probability where the loss takes one, else a
/// score on both sides of 0.
fn loss(loss: &Tuned<Loss>) -> Sketch {
    let probability = loss.kind().takes_logits();
    let x = if probability { between(0.0, 1.0) } else { between(-2.0, 3.0) };
    let cost = |&y: &f64| {
        if loss.kind().wants_one_each() {
            // Of two classes, the right one's probability and the other's.
            loss::value(loss, false, &[1.0, 0.0], &[y, 1.0 - y])
        } else {
            loss::value(loss, false, &[1.0], &[y])
        }
    };
    let y: Vec<f64> = x.iter().map(cost).collect();
    line(&x, &y, (0.0, 4.0))
}

/// The learning rate over twice the updates that the schedule speaks of, 200 at least.
fn schedule(config: &Config) -> Sketch {
    let counts = config.schedule.kind().knobs().iter().filter(|knob| knob.scale == Scale::Whole);
    let named: f64 = counts.filter_map(|knob| config.schedule.get(knob.name)).sum();
    let last = (2.0 * named).max(200.0);
    let steps = between(0.0, last);
    let rate = |&step: &f64| schedule::rate(&config.schedule, config.learning_rate, step as u64);
    let rates: Vec<f64> = steps.iter().map(rate).collect();
    let sketch = line(&steps, &rates, (0.0, f64::INFINITY));
    Sketch { ends: Some(("0".to_owned(), format!("{last}"))), ..sketch }
}

/// What a weight of −2..2 costs under a layer's penalty.
pub fn penalty(penalty: &Tuned<LayerRegularizer>) -> Sketch {
    let (l1, l2) = penalty.coefficients();
    price(|w| l1 * w.abs() + l2 * w * w)
}

fn price(penalty: impl Fn(f64) -> f64) -> Sketch {
    let w = between(-2.0, 2.0);
    let costs: Vec<f64> = w.iter().copied().map(penalty).collect();
    line(&w, &costs, (0.0, f64::INFINITY))
}

/// How often each weight is drawn.
pub fn initializer(initializer: &Tuned<Initializer>) -> Sketch {
    let mut rng = SeedRandom::from_text("histogram");
    let drawn = initializer::draw(initializer, KERNEL.0, KERNEL.1, &mut rng);
    let most = drawn.iter().fold(0.0_f64, |most, w| most.max(w.abs()));
    let reach = if most > 0.0 { most } else { 1.0 };
    let mut counts = [0.0_f64; BARS];
    for w in &drawn {
        let place = (w / reach + 1.0) / 2.0 * BARS as f64;
        if let Some(count) = counts.get_mut((place as usize).min(BARS - 1)) {
            *count += 1.0;
        }
    }
    let highest = counts.iter().copied().fold(1.0, f64::max);
    let wide = (WIDTH - 2.0 * MARGIN) / BARS as f64;
    let bar = |(at, count): (usize, &f64)| {
        let high = count / highest * (HEIGHT - 2.0 * MARGIN);
        let (x, y) = (MARGIN + at as f64 * wide, HEIGHT - MARGIN);
        format!("M{x:.1} {y:.1}v{:.1}h{:.1}V{y:.1}z", -high, wide * 0.85)
    };
    let reach = format!("{reach:.2}");
    Sketch {
        behind: format!("M{:.1} 0V{HEIGHT}", WIDTH / 2.0),
        curve: counts.iter().enumerate().filter(|(_, count)| **count > 0.0).map(bar).collect(),
        filled: true,
        ends: Some((format!("−{reach}"), reach)),
    }
}

/// The way that the optimizer takes down a bowl, at the learning rate in use.
fn path(config: &Config) -> Sketch {
    let mut weights = START;
    let mut slots = optimizer::initial_slots(&config.optimizer).map(|value| vec![value; 2]);
    let mut memory = Memory::default();
    let mut points = vec![weights];
    let spec = config.optimizer.kind().spec();
    for iteration in 0..STEPS {
        let rate = schedule::rate(&config.schedule, config.learning_rate, iteration);
        let penalty = (config.regularizer, config.regularization_rate, config.rules);
        let step =
            Step::new(&config.optimizer, rate, iteration, &mut memory, 1, config.extras, penalty);
        let mut gradient = [0, 1].map(|axis| BOWL[axis] * weights[axis]);
        let squares = step.prepare(&weights, &mut gradient, (0.0, 0.0));
        let slots = slots.get_mut(..spec.slots.len()).unwrap_or_default();
        step.apply(&mut weights, &mut gradient, slots, (0.0, 0.0), squares, None);
        if !weights.iter().all(|w| w.is_finite()) {
            break;
        }
        points.push(weights);
    }
    let x = |w: f64| place(w, -ROOM[0], ROOM[0], MARGIN, WIDTH - MARGIN);
    let y = |w: f64| place(w, ROOM[1], -ROOM[1], MARGIN, HEIGHT - MARGIN);
    let ring = |height: f64| {
        let radius = |axis: usize| (2.0 * height / BOWL[axis]).sqrt();
        let (rx, ry) = (x(radius(0)) - x(0.0), y(0.0) - y(radius(1)));
        format!(
            "M{:.1} {:.1}a{rx:.1} {ry:.1} 0 1 0 {:.1} 0a{rx:.1} {ry:.1} 0 1 0 {:.1} 0",
            x(0.0) - rx,
            y(0.0),
            2.0 * rx,
            -2.0 * rx
        )
    };
    Sketch {
        behind: [0.1, 0.5, 1.3, 2.6].map(ring).concat(),
        curve: drawn(points.iter().map(|w| (x(w[0]), y(w[1])))),
        ..Sketch::default()
    }
}

/// Points in even steps, both ends included.
fn between(low: f64, high: f64) -> Vec<f64> {
    (0..=POINTS).map(|at| low + (high - low) * f64::from(at) / f64::from(POINTS)).collect()
}

/// A curve within its own range, of which no more than `shown` is, and 0 always.
fn line(x: &[f64], y: &[f64], shown: (f64, f64)) -> Sketch {
    let inside = |y: &f64| y.clamp(shown.0, shown.1);
    let finite = || y.iter().filter(|y| y.is_finite()).map(inside);
    let low = finite().fold(0.0, f64::min);
    let high = finite().fold(0.0, f64::max);
    // A flat curve at 0 lies in the middle.
    let (low, high) = if high - low > 0.0 { (low, high) } else { (-1.0, 1.0) };
    let (first, last) = (x.first().copied().unwrap_or(0.0), x.last().copied().unwrap_or(1.0));
    let to_x = |x: f64| place(x, first, last, 0.0, WIDTH);
    let to_y = |y: f64| place(y, high, low, MARGIN, HEIGHT - MARGIN);
    let points = x.iter().zip(y).filter(|(_, y)| y.is_finite());
    let upright = if first < 0.0 { format!("M{:.1} 0V{HEIGHT}", to_x(0.0)) } else { String::new() };
    Sketch {
        behind: format!("M0 {:.1}H{WIDTH}{upright}", to_y(0.0)),
        curve: drawn(points.map(|(&x, &y)| (to_x(x), to_y(y)))),
        filled: false,
        ends: Some((format!("{first}").replace('-', "−"), format!("{last}"))),
    }
}

/// From `low..high` to `start..end`; far outside it stays near, where the frame cuts it off.
fn place(value: f64, low: f64, high: f64, start: f64, end: f64) -> f64 {
    let share = ((value - low) / (high - low)).clamp(-2.0, 3.0);
    start + share * (end - start)
}

fn drawn(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (x, y) in points {
        let sign = if path.is_empty() { 'M' } else { 'L' };
        path.push_str(&format!("{sign}{x:.1} {y:.1}"));
    }
    path
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    /// Every coordinate is a number that is near the frame.
    fn check(sketch: &Sketch, what: &str) {
        assert!(sketch.curve.starts_with('M'), "{what}");
        for path in [&sketch.behind, &sketch.curve] {
            let numbers = path.split(|c: char| !(c.is_ascii_digit() || "-.".contains(c)));
            for number in numbers.filter(|number| !number.is_empty()) {
                let number: f64 = number.parse().unwrap_or(f64::NAN);
                assert!(number.abs() <= 4.0 * WIDTH, "{what}: {path}");
            }
        }
    }

    #[test]
    fn every_kind_has_a_curve_of_its_own() {
        for setting in Setting::VARIANTS {
            let mut config = Config::default();
            let mut seen = Vec::new();
            for name in setting.names() {
                setting.apply(&mut config, name);
                let Some(sketch) = of(*setting, &config) else { break };
                check(&sketch, name);
                seen.push((name, sketch));
            }
            let curves = [Setting::Activation, Setting::Schedule, Setting::Initializer];
            for (at, (name, sketch)) in seen.iter().enumerate().filter(|_| curves.contains(setting))
            {
                let same = seen[..at].iter().find(|(_, other)| other == sketch);
                // Softmax is the sigmoid for two, CELU is ELU unless it is tuned, and the two GELUs
                // differ by less than a line's width.
                let alike = same.map(|(other, _)| (*other, *name));
                let known = [("sigmoid", "softmax"), ("gelu", "gelu_tanh"), ("elu", "celu")];
                assert!(alike.is_none_or(|pair| known.contains(&pair)), "{alike:?}");
            }
        }
    }

    #[test]
    fn the_path_down_the_bowl_is_short_of_its_end_for_no_rate_whatever() {
        for rate in [1e-6, 0.03, 0.3, 10.0] {
            for name in Setting::Optimizer.names() {
                let mut config = Config { learning_rate: rate, ..Config::default() };
                Setting::Optimizer.apply(&mut config, name);
                check(&path(&config), name);
            }
        }
    }
}
