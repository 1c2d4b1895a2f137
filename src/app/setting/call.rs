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

/// The first knob in a call that is not among the known ones.
pub(super) fn unknown_knob<'a>(text: &'a str, known: &[&str]) -> Option<&'a str> {
    let (_, rest) = text.split_once('(')?;
    let rest = rest.strip_suffix(')').unwrap_or(rest);
    let name = |part: &'a str| part.split(['=', ':']).next().unwrap_or_default().trim();
    parts(rest).map(name).find(|name| !known.contains(name))
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
    fn the_unknown_knob_is_found() {
        assert_eq!(unknown_knob("adam(beta_1:1,beta3:2)", &["beta_1"]), Some("beta3"));
        assert_eq!(unknown_knob("adam(beta_1:1)", &["beta_1"]), None);
        assert_eq!(unknown_knob("adam", &[]), None);
    }
}
