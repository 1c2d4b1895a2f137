//! The slider of a knob: how its range is walked, in even steps or in even factors.

use crate::app::setting::{Slider, number_text};
use crate::decimal;
use crate::engine::kind::{Knob, Scale};

/// Positions of a slider that goes by factors.
const POSITIONS: f64 = 100.0;
/// A whole number of a range beyond this goes by factors.
const LONG: f64 = 200.0;
/// Of a range that begins at 0, the share of the default at which the factors begin.
const FLOOR: f64 = 1e-3;
/// The same where the default is 0: the share of the upper end.
const FLOOR_OF_END: f64 = 1e-5;

/// How a slider walks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Walk {
    /// In steps of this size.
    Even(f64),
    /// In factors from this value on; below it there is only the lower end.
    Factors(f64),
}

fn walk(knob: &Knob) -> Walk {
    let (low, high) = (*knob.range.start(), *knob.range.end());
    let factors = || {
        let floor = if knob.default > 0.0 { knob.default * FLOOR } else { high * FLOOR_OF_END };
        Walk::Factors(if low > 0.0 { low } else { floor })
    };
    match knob.scale {
        // About a hundred steps or more, of a round size.
        Scale::Linear => Walk::Even(libm::pow(10.0, (high - low).log10().floor() - 2.0)),
        Scale::Logarithmic => factors(),
        Scale::Whole if high - low > LONG => match factors() {
            Walk::Factors(floor) => Walk::Factors(floor.max(1.0)),
            Walk::Even(step) => Walk::Even(step),
        },
        Scale::Whole | Scale::Switch | Scale::Choice(_) => Walk::Even(1.0),
    }
}

/// The slider of a knob.
pub fn slider(knob: &Knob) -> Slider {
    match walk(knob) {
        Walk::Even(step) => Slider { min: *knob.range.start(), max: *knob.range.end(), step },
        Walk::Factors(_) => Slider { min: 0.0, max: POSITIONS, step: 1.0 },
    }
}

/// Where the slider stands for a value.
pub fn position(knob: &Knob, value: f64) -> f64 {
    match walk(knob) {
        Walk::Even(_) => value,
        Walk::Factors(floor) => {
            let share = (value / floor).ln() / (knob.range.end() / floor).ln();
            // The first position is the lower end, which may be 0.
            if value <= *knob.range.start() {
                0.0
            } else {
                (1.0 + share * (POSITIONS - 1.0)).round().clamp(1.0, POSITIONS)
            }
        }
    }
}

/// The text of the value at a slider's position, with two digits where it goes by factors.
pub fn text(knob: &Knob, position: f64) -> String {
    let (low, high) = (*knob.range.start(), *knob.range.end());
    let value = match walk(knob) {
        Walk::Even(step) if step < 1.0 => {
            let digits = (-step.log10()).round() as usize;
            decimal::read(&format!("{position:.digits$}")).unwrap_or(position)
        }
        Walk::Even(_) => position.round(),
        Walk::Factors(_) if position < 1.0 => low,
        Walk::Factors(floor) => {
            let exact = floor * libm::pow(high / floor, (position - 1.0) / (POSITIONS - 1.0));
            decimal::read(&format!("{exact:.1e}")).unwrap_or(exact)
        }
    };
    number_text(knob.nearest(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::callback::Callback;
    use crate::engine::dataset::Dataset;
    use crate::engine::kind::Kind;
    use crate::engine::optimizer::Optimizer;
    use crate::engine::schedule::Schedule;

    fn knobs<K: Kind>() -> impl Iterator<Item = &'static Knob> {
        K::all().iter().flat_map(|kind| kind.knobs())
    }

    #[test]
    fn a_slider_reaches_both_ends_and_comes_near_everything_between() {
        let all = knobs::<Optimizer>().chain(knobs::<Schedule>()).chain(knobs::<Callback>());
        for knob in all.chain(knobs::<Dataset>()) {
            let slider = slider(knob);
            let value = |at: f64| text(knob, at).parse::<f64>().unwrap_or(f64::NAN);
            assert_eq!(value(slider.min), *knob.range.start(), "{knob:?}");
            assert_eq!(value(slider.max), *knob.range.end(), "{knob:?}");
            let middle = value(position(knob, knob.default));
            let near = 0.1 * knob.default.abs() + 1e-12;
            assert!((middle - knob.default).abs() <= near, "{knob:?}: {middle}");
            let mut before = f64::NEG_INFINITY;
            for step in 0..=100 {
                let at = slider.min + (slider.max - slider.min) * f64::from(step) / 100.0;
                assert!(value(at) >= before && knob.range.contains(&value(at)), "{knob:?} {at}");
                before = value(at);
            }
        }
    }

    #[test]
    fn values_are_round() {
        let knob = Knob::linear("beta", 0.9, 0.0, 0.999);
        assert_eq!(text(&knob, 0.85), "0.85");
        assert_eq!(text(&knob, 0.300_000_000_000_04), "0.3");
        let knob = Knob::logarithmic("epsilon", 1e-7, 1e-10, 1.0);
        assert_eq!(text(&knob, position(&knob, 1e-7)), "1.1e-7");
        assert_eq!(text(&Knob::whole("cells", 4.0, 2.0, 8.0), 5.0), "5");
    }
}
