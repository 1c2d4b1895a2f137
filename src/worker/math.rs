//! The browser's own `Math`: compared with ours at the worker's start, and called where its bits
//! are others, so that a run has the numbers of the TensorFlow Playground in the same browser.

use js_sys::Math;
use strum::VariantArray as _;

use crate::engine::formula::math::{Call, Function, Source};

/// Who computes the functions, for whoever wants to measure or test one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// We, where our bits are the browser's.
    #[default]
    Same,
    /// We, whatever the browser's bits are.
    Own,
    /// The browser.
    Browser,
}

impl Choice {
    /// What a worker of this name does: `own` and `browser` say so, and the page's has none.
    pub fn of(name: &str) -> Self {
        match name {
            "own" => Self::Own,
            "browser" => Self::Browser,
            _ => Self::Same,
        }
    }
}

/// A function of the browser's.
pub fn browser(function: Function) -> Call {
    match function {
        Function::Cos => Math::cos,
        Function::Exp => Math::exp,
        Function::Log => Math::log,
        Function::Sin => Math::sin,
        Function::Tanh => Math::tanh,
    }
}

/// Decides for this thread who computes each function, before any run is built.
pub fn settle(choice: Choice) {
    for &function in Function::VARIANTS {
        let call = browser(function);
        let found = match choice {
            Choice::Same => function.matching(call),
            Choice::Own => Some((Source::Own, function.own())),
            Choice::Browser => None,
        };
        let (source, call) = found.unwrap_or((Source::Browser, call));
        function.take_from(source, call);
    }
}

/// The functions that training calls in the browser on this thread, by name; those that only data
/// are drawn with cost nothing.
pub fn called() -> Vec<String> {
    let trained = [Function::Exp, Function::Tanh].into_iter();
    let called = trained.filter(|function| function.source() == Source::Browser);
    called.map(|function| <&str>::from(function).to_owned()).collect()
}
