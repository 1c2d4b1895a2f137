//! JSON put together from texts that are JSON, in the order in which it is to stand.

use crate::engine::kind::{Kind, Knob, Scale, Tuned};

/// The fields of an object: names that need no escape, and JSON.
pub type Fields = Vec<(&'static str, String)>;

/// What Keras reads as `None`.
pub fn null() -> String {
    "null".to_owned()
}

/// A truth.
pub fn flag(on: bool) -> String {
    if on { "true" } else { "false" }.to_owned()
}

/// A finite number that Python reads as a `float`, the very same: `3.0`, `1e-7`.
pub fn number(value: f64) -> String {
    format!("{value:?}")
}

/// Any text.
pub fn text(value: &str) -> String {
    // A text is always JSON.
    serde_json::to_string(value).unwrap_or_default()
}

/// A list.
pub fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let mut out = "[".to_owned();
    for item in items {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(item.as_ref());
    }
    out.push(']');
    out
}

/// An object.
pub fn object(fields: &[(&'static str, String)]) -> String {
    let mut out = "{".to_owned();
    for (name, value) in fields {
        if out.len() > 1 {
            out.push(',');
        }
        out.push('"');
        out.push_str(name);
        out.push_str("\":");
        out.push_str(value);
    }
    out.push('}');
    out
}

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
