//! How text becomes a value that is a call, a kind with its knobs, and how one is written.

use std::str::FromStr;

use crate::engine::config::{Config, Problem};
use crate::engine::dataset::Dataset;
use crate::engine::kind::{self, Tuned, parts};
use crate::engine::layer::Layer;
use crate::engine::loss::Coding;

/// The name of "what suits".
pub const AUTO: &str = "auto";

/// The name in a call.
pub fn base(text: &str) -> &str {
    text.split('(').next().unwrap_or_default().trim()
}

/// The arguments in a call, each a name and a value.
pub(super) fn arguments(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let (_, rest) = text.split_once('(').unwrap_or_default();
    let rest = rest.strip_suffix(')').unwrap_or(rest);
    parts(rest).map(|part| {
        let (name, value) = part.split_once(['=', ':']).unwrap_or((part, ""));
        (name.trim(), value.trim())
    })
}

/// A kind and its knobs.
pub(super) fn tune<K: kind::Kind>(value: &mut Tuned<K>, text: &str) -> bool {
    let Some((given, exact)) = Tuned::read(text) else {
        return false;
    };
    *value = given;
    exact
}

/// A kind and its knobs, or the one that suits.
pub(super) fn tune_open<K: kind::Kind>(value: &mut Option<Tuned<K>>, text: &str) -> bool {
    if text.trim() == AUTO {
        *value = None;
        return true;
    }
    let Some((given, exact)) = Tuned::read(text) else {
        return false;
    };
    *value = Some(given);
    exact
}

/// A data set for `problem`.
pub(super) fn tune_dataset(value: &mut Tuned<Dataset>, text: &str, problem: Problem) -> bool {
    let mut given = *value;
    let exact = tune(&mut given, text);
    if given.kind().problem() != problem {
        return false;
    }
    *value = given;
    exact
}

/// The numbers that stand for classes, or those that suit.
pub(super) fn choose_coding(value: &mut Option<Coding>, text: &str) -> bool {
    let given = Coding::from_str(text.trim()).ok();
    let known = given.is_some() || text.trim() == AUTO;
    if known {
        *value = given;
    }
    known
}

pub(super) fn open_text<K: kind::Kind>(value: Option<&Tuned<K>>) -> String {
    value.map_or_else(|| AUTO.to_owned(), Tuned::to_string)
}

pub(super) fn coding_text(value: Option<Coding>) -> String {
    value.map_or(AUTO, Into::into).to_owned()
}

/// The names with that of "what suits" before them.
pub(super) fn automatic(mut names: Vec<&'static str>) -> Vec<&'static str> {
    names.insert(0, AUTO);
    names
}

/// The output layer without its activation, which has a key of its own.
pub(super) fn output_text(config: &Config) -> String {
    Layer { activation: None, ..config.output }.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_has_its_arguments() {
        for (text, expected) in [
            ("adam(beta_1:1, beta3 = 2)", &[("beta_1", "1"), ("beta3", "2")][..]),
            (
                "dense(kernel_regularizer:l2(l2:1,x:2),lost",
                &[("kernel_regularizer", "l2(l2:1,x:2)"), ("lost", "")],
            ),
            ("adam()", &[]),
            ("adam", &[]),
        ] {
            assert_eq!(arguments(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
