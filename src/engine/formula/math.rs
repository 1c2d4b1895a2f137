//! The functions of the browser's `Math` that the TensorFlow Playground calls, and so decide its
//! bits. The words compute them as `exact` does; where a browser has others, its own can be called.

use std::cell::Cell;

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

/// Points over all ranges that matter, to compare a function with another one's bits: some
/// thousand, and around each place where a method gives way to another.
pub fn points(function: Function) -> impl Iterator<Item = f64> {
    // How far from 0 on both sides, each with its share.
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
            &[1.490_116e-8, 0.126, 0.855_468_75, 1.570_796, 2.426_264, 3.141_592_6, 6.283_185_3]
        }
        Function::Log => &[0.687_5, 0.937_5, 1.0, 1.064_697_3, 1.375],
    };
    const EACH: u32 = 280;
    // The golden ratio's multiples lie evenly and hit nothing round.
    let spread = move |&span: &f64| {
        (1..=EACH).map(move |at| span * (f64::from(at) * 0.618_033_988_749_894_9).fract())
    };
    let around = |&border: &f64| {
        (-4..=4).map(move |step: i64| f64::from_bits(border.to_bits().wrapping_add_signed(step)))
    };
    let positive = spans.iter().flat_map(spread).chain(borders.iter().flat_map(around));
    let both = function != Function::Log;
    positive.flat_map(move |x| [Some(x), both.then_some(-x)]).flatten()
}
