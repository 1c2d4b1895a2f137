//! The functions of the browser's `Math` that the TensorFlow Playground calls, and so decide its
//! bits. The words compute them as `exact` does; where a browser has others, its own can be called.

use std::cell::Cell;
use std::f64::consts::{FRAC_PI_2, PI, TAU};

use strum::{EnumCount as _, IntoStaticStr, VariantArray};

use super::exact;

/// A function of `Math`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr, VariantArray, strum::EnumCount,
)]
#[strum(serialize_all = "snake_case")]
#[expect(missing_docs, reason = "their names say what they are")]
pub enum Function {
    Cos,
    Exp,
    Log,
    Sin,
    Tanh,
}

/// One number from another.
pub type Call = fn(f64) -> f64;

/// Who computes a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `exact`, as the Chromium of `tests/fixtures/playground-bits` does.
    Own,
    /// `exact`, rounding products and sums one after the other: tanh alone.
    Separate,
    /// Whoever is called, which is slower.
    Browser,
}

thread_local! {
    static SOURCES: [Cell<Source>; Function::COUNT] = const {
        [const { Cell::new(Source::Own) }; Function::COUNT]
    };
    // In the order of the variants.
    static CALLS: [Cell<Call>; Function::COUNT] = const {
        [
            Cell::new(exact::cos),
            Cell::new(exact::exp),
            Cell::new(exact::ln),
            Cell::new(exact::sin),
            Cell::new(exact::tanh),
        ]
    };
}

impl Function {
    /// As `exact` has it.
    pub fn own(self) -> Call {
        match self {
            Self::Cos => exact::cos,
            Self::Exp => exact::exp,
            Self::Log => exact::ln,
            Self::Sin => exact::sin,
            Self::Tanh => exact::tanh,
        }
    }

    /// All that `exact` has of it.
    pub fn known(self) -> Vec<(Source, Call)> {
        let own = (Source::Own, self.own());
        match self {
            Self::Cos | Self::Exp | Self::Log | Self::Sin => vec![own],
            Self::Tanh => vec![own, (Source::Separate, exact::tanh_separately)],
        }
    }

    /// Who computes it on this thread.
    pub fn source(self) -> Source {
        SOURCES.with(|sources| sources[self as usize].get())
    }

    /// Its value, from whoever computes it on this thread.
    pub fn of(self, x: f64) -> f64 {
        CALLS.with(|calls| calls[self as usize].get())(x)
    }

    /// From now on this thread has it from there. What was computed before stays as it is: nothing
    /// that trains should be built yet.
    pub fn take_from(self, source: Source, call: Call) {
        SOURCES.with(|sources| sources[self as usize].set(source));
        CALLS.with(|calls| calls[self as usize].set(call));
    }

    /// What of [`Self::known`] has the bits of another one's function at all of [`points`].
    pub fn matching(self, other: impl Fn(f64) -> f64) -> Option<(Source, Call)> {
        let same = |call: Call| points(self).all(|x| call(x).to_bits() == other(x).to_bits());
        self.known().into_iter().find(|&(_, call)| same(call))
    }
}

/// Points over all ranges that matter, to compare a function with another one's bits: some 2,000,
/// among them the neighbours of each place where a method gives way to another, and points where
/// well-known libraries disagree.
pub fn points(function: Function) -> impl Iterator<Item = f64> {
    // How far from 0, each with its share.
    let spans: &[f64] = match function {
        Function::Tanh => &[1e-9, 1e-4, 0.5, 1.0, 3.0, 23.0],
        Function::Exp => &[1e-9, 1e-3, 1.0, 10.0, 60.0, 745.0],
        Function::Sin | Function::Cos => &[1e-9, 1e-3, 0.2, 1.0, 3.0, 15.0, 1000.0],
        Function::Log => &[1e-300, 1e-9, 1e-3, 1.0, 1.1, 3.0, 1000.0],
    };
    let borders: &[f64] = match function {
        Function::Tanh => {
            &[exact::TANH_START, 0.173_286_8, 0.519_860_4, 1.0, 1.039_7, 1.732_8, 22.0]
        }
        Function::Exp => &[0.002_707_6, 0.346_573_6, 512.0, 708.396_4, 709.782_7],
        Function::Sin | Function::Cos => {
            &[1.490_116e-8, 0.126, 0.855_468_75, FRAC_PI_2, 2.426_264, PI, TAU]
        }
        Function::Log => &[0.687_5, 0.937_5, 1.0, 1.064_697_3, 1.375],
    };
    // With one rounding a product and with two, and nearest to the true value or not.
    let disputed: &[f64] = match function {
        Function::Tanh => &[0.0793, 0.0944, 0.1239, 0.1655, 0.2136, 0.7626, 2.1531],
        Function::Exp => &[9.5565, 8.9317, 8.3402, 7.4921, 5.1216, 0.9881, 0.4204],
        Function::Sin => &[0.1374, 0.2209, 0.6455, 1.4288, 1.622, 2.0526, 2.924, 5.3411],
        Function::Cos => &[0.3714, 0.7079, 1.31, 1.7366, 1.902, 2.5439, 3.9418, 6.998],
        Function::Log => &[0.691, 0.9107, 1.1546, 1.3639, 1.5709, 3.2957],
    };
    const EACH: u32 = 150;
    // The golden ratio's multiples lie evenly and hit nothing round.
    let spread = move |&span: &f64| {
        (1..=EACH).map(move |at| span * (f64::from(at) * 0.618_033_988_749_894_9).fract())
    };
    let around = |&border: &f64| {
        (-4..=4).map(move |step: i64| f64::from_bits(border.to_bits().wrapping_add_signed(step)))
    };
    let positive = spans.iter().flat_map(spread).chain(borders.iter().flat_map(around));
    let both = function != Function::Log;
    let positive = positive.chain(disputed.iter().copied());
    positive.flat_map(move |x| [Some(x), both.then_some(-x)]).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program on this machine would be found out: it lacks the last bit here and there.
    #[test]
    fn another_library_is_told_from_ours() {
        let others: [(Function, Call); 5] = [
            (Function::Cos, libm::cos),
            (Function::Exp, libm::exp),
            (Function::Log, libm::log),
            (Function::Sin, libm::sin),
            (Function::Tanh, libm::tanh),
        ];
        for (function, other) in others {
            assert_eq!(function.matching(other), None, "{function:?}");
            assert_eq!(function.matching(function.own()), Some((Source::Own, function.own())));
        }
    }

    #[test]
    fn tanh_is_known_with_each_rounding() {
        let found = Function::Tanh.matching(exact::tanh_separately);
        assert_eq!(found.map(|(source, _)| source), Some(Source::Separate));
    }

    #[test]
    fn a_function_comes_from_where_it_was_said_on_this_thread_only() {
        let there = std::thread::spawn(|| {
            Function::Tanh.take_from(Source::Browser, |_| 7.0);
            Function::Tanh.of(0.5)
        });
        assert_eq!(there.join().unwrap(), 7.0);
        assert_eq!(Function::Tanh.of(0.5), exact::tanh(0.5));
        let count: usize = Function::VARIANTS.iter().map(|&one| points(one).count()).sum();
        assert!((8_000..12_000).contains(&count), "{count} points");
    }
}
