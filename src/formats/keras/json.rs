//! JSON as Keras's classes have it.

pub use super::super::json::{Fields, flag, list, null, number, object, text, texts};
use crate::engine::kind::{Kind, Knob, Scale, Tuned};

/// An object of one of Keras's public classes.
pub fn class(module: &str, name: &str, config: &[(&'static str, String)]) -> String {
    object(&[
        ("module", text(module)),
        ("class_name", text(name)),
        ("config", object(config)),
        ("registered_name", null()),
    ])
}

/// The knobs of a choice, which have Keras's names.
pub fn knobs<K: Kind>(tuned: &Tuned<K>) -> Fields {
    let of = |(knob, value): (&Knob, f64)| {
        let value = match knob.scale {
            Scale::Switch => flag(value != 0.0),
            Scale::Whole | Scale::Choice(_) => format!("{value:.0}"),
            Scale::Linear | Scale::Logarithmic => number(value),
        };
        (knob.name, value)
    };
    tuned.kind().knobs().iter().zip(tuned.values()).map(of).collect()
}
