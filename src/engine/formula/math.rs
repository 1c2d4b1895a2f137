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

/// Another function in the place of one of ours.
pub type Call = fn(f64) -> f64;

thread_local! {
    static CALLED: Cell<[Option<Call>; Function::COUNT]> = const { Cell::new([None; Function::COUNT]) };
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

    /// Whether another is called in its place.
    pub fn is_called(self) -> bool {
        CALLED.get()[self as usize].is_some()
    }
}

/// From now on this thread calls these in the place of ours, and no others. Before the first run is
/// built: what was computed before stays as it is.
pub fn call(functions: &[(Function, Call)]) {
    let mut called = [None; Function::COUNT];
    for &(function, call) in functions {
        called[function as usize] = Some(call);
    }
    CALLED.set(called);
}

/// A function of a number.
pub(super) fn of(function: Function, x: f64) -> f64 {
    CALLED.get()[function as usize].unwrap_or(function.own())(x)
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
