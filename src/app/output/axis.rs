//! The axes of the curves: ranges that are always finite and never empty, ticks, labels.
//!
//! plotters' own logarithmic axis does not return from a range that touches 0, and its linear
//! one not from an infinite range; so nothing but the numbers 0 to 1 that [`Axis::place`]
//! gives ever reaches plotters.

use crate::app::text::number::{self, Units};

/// How values are spread over an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// Equal steps are equally long.
    Linear,
    /// Equal ratios are equally long.
    Log,
}

/// What a tick's label looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Number,
    Percent,
    Epoch,
}

/// A range of values on a line. `low < high`, both finite; with [`Spacing::Log`] they are
/// powers of ten (as exponents).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    low: f64,
    high: f64,
    spacing: Spacing,
    unit: Unit,
}

/// A mark on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Its place, 0 at the low end and 1 at the high one.
    pub at: f64,
    /// What stands beside it.
    pub label: String,
}

/// The largest value that an axis goes to; beyond, steps and labels would overflow.
const HUGE: f64 = 1e300;

/// Below, a step between two ticks would underflow.
const TINY: f64 = 1e-300;

/// Powers of ten that a logarithmic axis shows below 1, or below its values: less is rounding error.
/// Above it shows all, as losses that grow beyond measure have begun below 1.
const MOST_DECADES: f64 = 12.0;

impl Axis {
    /// From a round number below the values to one above; a single value's begins at 0.
    pub fn loss(values: impl Iterator<Item = f64>, spacing: Spacing) -> Self {
        let finite = values.filter(|value| value.is_finite());
        match spacing {
            Spacing::Linear => {
                let (least, most) = finite
                    .map(|value| value.clamp(-HUGE, HUGE))
                    .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| {
                        (least.min(value), most.max(value))
                    });
                let (low, high) = round_range(least, most);
                Self { low, high, spacing, unit: Unit::Number }
            }
            Spacing::Log => {
                let (low, high) = finite
                    .filter(|&value| value > 0.0)
                    .map(f64::log10)
                    .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), exponent| {
                        (low.min(exponent), high.max(exponent))
                    });
                if low > high {
                    return Self { low: -3.0, high: 0.0, spacing, unit: Unit::Number };
                }
                let high = high.ceil().max(low.floor() + 1.0);
                let low = low.floor().max(high.min(0.0) - MOST_DECADES);
                Self { low, high, spacing, unit: Unit::Number }
            }
        }
    }

    /// The same of any numbers, in equal steps.
    pub fn numbers(values: impl Iterator<Item = f64>) -> Self {
        Self::loss(values, Spacing::Linear)
    }

    /// From the tenth below the values to 100 %.
    pub fn accuracy(values: impl Iterator<Item = f64>) -> Self {
        let lowest = values.filter(|value| value.is_finite()).fold(0.9, f64::min);
        let low = ((lowest * 10.0).floor() / 10.0).clamp(0.0, 0.9);
        Self { low, high: 1.0, spacing: Spacing::Linear, unit: Unit::Percent }
    }

    /// From 0 to the last epoch.
    pub fn epochs(last: f64) -> Self {
        let high = if last.is_finite() { last.clamp(1.0, HUGE) } else { 1.0 };
        Self { low: 0.0, high, spacing: Spacing::Linear, unit: Unit::Epoch }
    }

    /// Where a value lies, from 0 to 1. What is beyond an end lies at that end; a value that
    /// is no number lies nowhere.
    pub fn place(&self, value: f64) -> Option<f64> {
        if value.is_nan() {
            return None;
        }
        let at = match self.spacing {
            Spacing::Linear => value,
            Spacing::Log if value > 0.0 => value.log10(),
            Spacing::Log => self.low,
        };
        Some(((at - self.low) / (self.high - self.low)).clamp(0.0, 1.0))
    }

    /// The value at a place: [`Self::place`] backwards.
    pub fn value(&self, at: f64) -> f64 {
        let value = self.low + at.clamp(0.0, 1.0) * (self.high - self.low);
        match self.spacing {
            Spacing::Linear => value,
            Spacing::Log => libm::pow(10.0, value),
        }
    }

    /// Round values along the axis, four of them or fewer; of linear losses both ends are among
    /// them.
    pub fn ticks(&self) -> Vec<Tick> {
        self.told(|value, step| self.label(value, step))
    }

    /// The same of any numbers ([`Self::numbers`]), in the units of a language.
    pub fn ticks_in(&self, units: Units) -> Vec<Tick> {
        let most = self.low.abs().max(self.high.abs());
        self.told(|value, step| number::round(value, (step, most), units))
    }

    /// Round values, each with what is told of it and of the step to the next.
    fn told(&self, label: impl Fn(f64, f64) -> String) -> Vec<Tick> {
        let most = 4;
        let gaps = f64::from(most - 1);
        let span = self.high - self.low;
        let step = match (self.unit, self.spacing) {
            (Unit::Number, Spacing::Linear) => whole_step(span),
            (Unit::Percent | Unit::Epoch, Spacing::Linear) => round_up(span / gaps, &STEPS),
            (_, Spacing::Log) => (span / gaps).ceil(),
        };
        let step = if self.unit == Unit::Epoch { step.max(1.0).ceil() } else { step };
        // `low` may lie between two ticks (accuracy from 30 % in steps of 25).
        let first = (self.low / step - 1e-9).ceil();
        (0..=most)
            .map(|count| (first + f64::from(count)) * step)
            .take_while(|value| *value <= self.high + span * 1e-9)
            .map(|value| Tick { at: (value - self.low) / span, label: label(value, step) })
            .collect()
    }

    /// The text beside a tick.
    fn label(&self, value: f64, step: f64) -> String {
        match (self.unit, self.spacing) {
            (Unit::Epoch, _) => number::epoch(value),
            (Unit::Percent, _) => format!("{:.0}%", value * 100.0),
            (Unit::Number, Spacing::Log) => power_of_ten(value),
            (Unit::Number, Spacing::Linear) => plain(value, step),
        }
    }
}

/// The first digits of round steps.
const STEPS: [f64; 4] = [1.0, 2.0, 2.5, 5.0];

/// The least range around some values that two or three equal round steps make.
fn round_range(least: f64, most: f64) -> (f64, f64) {
    let (least, most) = match most - least {
        span if span > TINY && span > 1e-9 * most.abs().max(least.abs()) => (least, most),
        // One value, or none.
        _ => (least.clamp(-HUGE, 0.0), most.clamp(0.0, HUGE)),
    };
    if most - least <= TINY {
        return (0.0, 1.0);
    }
    let range = |parts: f64| {
        let step = round_up((most - least) / parts, &STEPS);
        // Where rounding puts a value a hair behind a step it is that step's.
        let low = (least / step + 1e-9).floor() * step;
        let high = (most / step - 1e-9).ceil() * step;
        let high = if high - low > 1.5 * step { high } else { low + 2.0 * step };
        (low, high, high - low < 3.5 * step)
    };
    let ((low, high, _), (fine_low, fine_high, few)) = (range(2.0), range(3.0));
    if few && fine_high - fine_low < high - low { (fine_low, fine_high) } else { (low, high) }
}

/// The round step of a [`round_range`]: half or a third of it.
fn whole_step(span: f64) -> f64 {
    let round = |step: &f64| (round_up(*step, &STEPS) / step - 1.0).abs() < 1e-6;
    [span / 2.0, span / 3.0].into_iter().find(round).unwrap_or(span / 2.0)
}

/// The next of the `round` digits (times a power of ten) or of 10 that is not below `value > 0`.
fn round_up(value: f64, round: &[f64]) -> f64 {
    let magnitude = libm::pow(10.0, value.log10().floor());
    let digit = value / magnitude;
    let next = round.iter().find(|&&round| digit <= round + 1e-9);
    next.copied().unwrap_or(10.0) * magnitude
}

/// Round values from one to another, `most` or fewer, and the step between two.
pub fn round_values(low: f64, high: f64, most: u32) -> (Vec<f64>, f64) {
    let (span, most) = (high - low, f64::from(most));
    if !span.is_finite() || span <= TINY {
        return (Vec::new(), 0.0);
    }
    let ends = |step: f64| ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    // Where many fit, the next step is at most two and a half times as long.
    let steps = std::iter::successors(Some(round_up(span / (most + 1.0), &STEPS)), |step| {
        Some(round_up(1.01 * step, &STEPS))
    });
    let fitting = |step: &f64| {
        let (first, last) = ends(*step);
        last - first < most
    };
    let Some(step) = steps.take(STEPS.len()).find(fitting) else { return (Vec::new(), 0.0) };
    let (first, last) = ends(step);
    // A float cast saturates.
    let count = (last - first + 1.0) as u32;
    ((0..count).map(|at| (first + f64::from(at)) * step).collect(), step)
}

/// `10^exponent` as a label of at most five characters.
fn power_of_ten(exponent: f64) -> String {
    // Exponents of floats lie within ±324.
    let exponent = exponent as i32;
    match exponent {
        0..=3 => format!("{}", 10u32.pow(exponent.unsigned_abs())),
        -3..=-1 => format!("{:.*}", exponent.unsigned_abs() as usize, 10f64.powi(exponent)),
        _ => {
            let raised = exponent.to_string().chars().map(superscript).collect::<String>();
            format!("10{raised}")
        }
    }
}

/// A digit or a minus, raised.
fn superscript(character: char) -> char {
    match character {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁻',
    }
}

/// A value of a linear axis, with the decimals that tell two ticks apart.
fn plain(value: f64, step: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !(0.001..10_000.0).contains(&value.abs()) {
        return format!("{value:.1e}").replace(".0e", "e");
    }
    format!("{value:.*}", number::decimals_of(step))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: Axis) -> Vec<String> {
        axis.ticks().into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ranges_are_finite_and_ordered_whatever_the_values() {
        let sets: [&[f64]; 9] = [
            &[],
            &[0.0],
            &[f64::NAN],
            &[f64::INFINITY, f64::NEG_INFINITY],
            &[f64::MAX, f64::MIN_POSITIVE],
            &[5e-324],
            &[-1.0, -2.0],
            &[0.5, 0.5],
            &[1e-300, 1e300, f64::NAN],
        ];
        for values in sets {
            let axes = [
                Axis::loss(values.iter().copied(), Spacing::Linear),
                Axis::loss(values.iter().copied(), Spacing::Log),
                Axis::accuracy(values.iter().copied()),
                Axis::epochs(values.first().copied().unwrap_or(f64::NAN)),
            ];
            for axis in axes {
                assert!(axis.low.is_finite() && axis.high.is_finite(), "{values:?}: {axis:?}");
                assert!(axis.low < axis.high, "{values:?}: {axis:?}");
                let ticks = axis.ticks();
                assert!((1..=4).contains(&ticks.len()), "{values:?}: {ticks:?}");
                assert!(ticks.iter().all(|tick| (-1e-6..=1.0 + 1e-6).contains(&tick.at)));
                for &value in values {
                    let place = axis.place(value);
                    assert_eq!(place.is_none(), value.is_nan());
                    assert!(place.is_none_or(|place| (0.0..=1.0).contains(&place)));
                }
            }
        }
    }

    #[test]
    fn linear_losses_have_round_ticks() {
        let axis = |high: f64| Axis::loss([high].into_iter(), Spacing::Linear);
        assert_eq!(labels(axis(0.47)), ["0", "0.25", "0.50"]);
        assert_eq!(labels(axis(0.18)), ["0", "0.1", "0.2"]);
        assert_eq!(labels(axis(3.7)), ["0", "2", "4"]);
        assert_eq!(labels(axis(4.7)), ["0", "2.5", "5.0"]);
        assert_eq!(labels(axis(0.22)), ["0", "0.1", "0.2", "0.3"]);
        assert_eq!(labels(axis(90.0)), ["0", "50", "100"]);
        assert_eq!(labels(axis(7e8)), ["0", "2.5e8", "5e8", "7.5e8"]);
    }

    #[test]
    fn linear_losses_range_over_the_values() {
        let axis = |values: [f64; 2]| Axis::loss(values.into_iter(), Spacing::Linear);
        for (values, expected) in [
            ([0.45, 0.5], &["0.450", "0.475", "0.500"][..]),
            ([0.49, 0.61], &["0.4", "0.5", "0.6", "0.7"]),
            ([0.01, 0.5], &["0", "0.25", "0.50"]),
            ([-3.0, 1.0], &["-4", "-2", "0", "2"]),
            ([0.3, 0.3], &["0", "0.1", "0.2", "0.3"]),
            ([1e30, 0.2], &["0", "5e29", "1e30"]),
        ] {
            let axis = axis(values);
            assert_eq!(labels(axis), expected, "{values:?}");
            let span = axis.high - axis.low;
            let within =
                |&value: &f64| (axis.low - 1e-9 * span..=axis.high + 1e-9 * span).contains(&value);
            assert!(values.iter().all(within), "{axis:?}");
        }
    }

    #[test]
    fn numbers_are_told_in_the_units_of_a_language() {
        let axis = Axis::numbers([120_000.0, 480_000.0].into_iter());
        let told = |units: Units| {
            axis.ticks_in(units).into_iter().map(|tick| tick.label).collect::<Vec<_>>()
        };
        assert_eq!(told(number::units), ["0", "200k", "400k", "600k"]);
        assert_eq!(told(number::units_korean), ["0", "20만", "40만", "60만"]);
    }

    #[test]
    fn round_values_lie_between_any_two() {
        for (low, high, expected) in [
            (1.35, 6.55, &[2.0, 4.0, 6.0][..]),
            (355.0, 1440.0, &[500.0, 750.0, 1000.0, 1250.0]),
            (-0.3, 0.3, &[-0.2, 0.0, 0.2]),
            (1.0, 1.0, &[]),
            (f64::NAN, 1.0, &[]),
        ] {
            let (values, _) = round_values(low, high, 4);
            assert_eq!(values.len(), expected.len(), "{low}–{high}: {values:?}");
            let near = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9 * (high - low);
            assert!(values.iter().zip(expected).all(near), "{low}–{high}: {values:?}");
        }
        for at in 1..400 {
            let (low, span) = (f64::from(at % 37) - 18.3, 1.03_f64.powi(at));
            let (values, step) = round_values(low, low + span, 4);
            assert!((2..=4).contains(&values.len()), "{low} + {span}: {values:?}");
            let inside = |&value: &f64| (-1e-6..=span + 1e-6).contains(&(value - low));
            assert!(values.iter().all(inside) && step > 0.0, "{low} + {span}: {values:?}");
        }
    }

    #[test]
    fn logarithmic_ticks_are_powers_of_ten() {
        let axis = Axis::loss([0.5, 0.0004].into_iter(), Spacing::Log);
        assert_eq!(labels(axis), ["10⁻⁴", "0.01", "1"]);
        assert_eq!(axis.place(0.0), Some(0.0), "zero lies at the bottom");
        let axis = Axis::loss([0.5, 0.3].into_iter(), Spacing::Log);
        assert_eq!(labels(axis), ["0.1", "1"]);
        let axis = Axis::loss([1e-40, 1.0].into_iter(), Spacing::Log);
        assert_eq!(axis.low, -12.0);
        let axis = Axis::loss([1e-40, 1e-20].into_iter(), Spacing::Log);
        assert_eq!((axis.low, axis.high), (-32.0, -20.0));
        let axis = Axis::loss([0.5, 1e200].into_iter(), Spacing::Log);
        assert_eq!((axis.low, axis.high), (-1.0, 200.0), "what diverged has begun below 1");
    }

    #[test]
    fn epochs_and_accuracies_have_their_own_labels() {
        assert_eq!(labels(Axis::epochs(1.0)), ["0", "1"]);
        assert_eq!(labels(Axis::epochs(2.5)), ["0", "1", "2"]);
        assert_eq!(labels(Axis::epochs(123_456.0)), ["0", "50,000", "100,000"]);
        assert_eq!(labels(Axis::accuracy([0.42].into_iter())), ["40%", "60%", "80%", "100%"]);
        assert_eq!(labels(Axis::accuracy([0.97].into_iter())), ["90%", "95%", "100%"]);
    }

    #[test]
    fn place_and_value_undo_each_other() {
        for spacing in [Spacing::Linear, Spacing::Log] {
            let axis = Axis::loss([0.002, 0.7].into_iter(), spacing);
            for value in [0.003, 0.05, 0.6] {
                let back = axis.place(value).map(|at| axis.value(at));
                assert!(back.is_some_and(|back| (back - value).abs() < 1e-12));
            }
        }
    }
}
