//! How text becomes a value and a value text. Each setter below says whether the text was
//! taken as it stands; where it was not, the value is the nearest one allowed, and where
//! nothing is near (no number at all, the wrong sign, an unknown name) the value stays.

use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::engine::config::limits;

/// The longest value that a notice repeats, in characters.
const LONGEST_QUOTE: usize = 40;

/// The shortest beginning of a name that is taken for it.
const SHORTEST: usize = 3;

/// A finite number as JavaScript writes it in decimal (Rust alone also takes `inf` and `nan`).
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let decimal = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let value = crate::decimal::read(text).filter(|value| decimal && value.is_finite())?;
    // −0 would come back from the link as `-0`.
    Some(value + 0.0)
}

/// A number as a hand may have typed it: a comma in the place of the point is one, as much of the
/// world writes it.
pub fn decimal(text: &str) -> Cow<'_, str> {
    match text.split_once(',') {
        Some((whole, part)) if !part.contains([',', '.']) && !whole.contains('.') => {
            Cow::Owned(format!("{whole}.{part}"))
        }
        Some(_) | None => Cow::Borrowed(text),
    }
}

/// A whole number as a hand may have typed it: commas between thousands are left out.
pub fn grouped(text: &str) -> Cow<'_, str> {
    let mut groups = text.trim().split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    if first && text.contains(',') && groups.all(|group| group.len() == 3) {
        Cow::Owned(text.replace(',', ""))
    } else {
        decimal(text)
    }
}

/// The shortest text that reads back as `value`, as JavaScript would write it.
pub fn number_text(value: f64) -> String {
    if value != 0.0 && value.abs() < 1e-6 { format!("{value:e}") } else { value.to_string() }
}

/// A real number of `range`.
pub(super) fn real(value: &mut f64, text: &str, range: &RangeInclusive<f64>) -> bool {
    match number(text) {
        Some(given) if given > 0.0 || *range.start() <= 0.0 => {
            *value = given.clamp(*range.start(), *range.end());
            *value == given
        }
        Some(_) | None => false,
    }
}

/// A whole number of `range`.
pub(super) fn whole(value: &mut usize, text: &str, range: &RangeInclusive<usize>) -> bool {
    match number(text) {
        Some(given) if given > 0.0 => {
            *value = (given as usize).clamp(*range.start(), *range.end());
            *value as f64 == given
        }
        Some(_) | None => {
            *value = (*value).clamp(*range.start(), *range.end());
            false
        }
    }
}

/// A name of an enum.
pub(super) fn choose<T: FromStr>(value: &mut T, text: &str) -> bool {
    match T::from_str(text.trim()) {
        Ok(given) => {
            *value = given;
            true
        }
        Err(_) => false,
    }
}

/// Units of each hidden layer: entries that are no whole number of units are left out or
/// brought into range; an empty text is a network without hidden layers.
pub(super) fn shape(hidden: &mut Vec<usize>, text: &str) -> bool {
    if text.trim().is_empty() {
        hidden.clear();
        return true;
    }
    let entries: Vec<&str> = text.split(',').collect();
    let units: Vec<usize> = entries
        .iter()
        .filter(|entry| number(entry).is_some_and(|units| units >= *limits::UNITS.start() as f64))
        .take(*limits::HIDDEN_LAYERS.end())
        .map(|entry| {
            let mut units = 0;
            whole(&mut units, entry, &limits::UNITS);
            units
        })
        .collect();
    let exact = units.len() == entries.len()
        && units.iter().zip(&entries).all(|(&units, entry)| number(entry) == Some(units as f64));
    // With nothing usable left, the shape stays: an answer of no layer at all would look as if
    // it had been asked for.
    if !units.is_empty() {
        *hidden = units;
    }
    exact
}

/// The seed that a text is: without blanks at its ends, and without line breaks, which a field
/// cannot show.
pub fn seed_text(text: &str) -> String {
    text.replace(['\n', '\r'], "").trim().to_owned()
}

/// Any text that is not blank; a very long one is cut, as it travels in the link.
pub(super) fn seed(seed: &mut String, text: &str) -> bool {
    let text = seed_text(text);
    if text.is_empty() {
        return false;
    }
    let cut: String = text.chars().take(*limits::SEED_LENGTH.end()).collect();
    *seed = cut.trim_end().to_owned();
    *seed == text
}

/// A value as a notice repeats it.
pub fn quote(text: &str) -> String {
    if text.chars().count() <= LONGEST_QUOTE {
        return text.to_owned();
    }
    text.chars().take(LONGEST_QUOTE - 1).chain(['…']).collect()
}

/// The known name that `text` looks like a misspelling of.
pub(super) fn nearest<'a>(text: &str, known: &[&'a str]) -> Option<&'a str> {
    // Nobody misspells a name by making it this long, and the distance costs the product of
    // both lengths.
    if text.chars().count() > LONGEST_QUOTE {
        return None;
    }
    let text = text.trim().to_ascii_lowercase();
    let begun = known.iter().find(|name| text.len() >= SHORTEST && name.starts_with(&text));
    if let Some(name) = begun {
        return Some(name);
    }
    let (distance, name) = known
        .iter()
        .map(|&name| (distance(&text, &name.to_ascii_lowercase()), name))
        .min_by_key(|&(distance, _)| distance)?;
    (2 * distance <= name.chars().count()).then_some(name)
}

/// Insertions, deletions and replacements between two words (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, &to) in row.iter_mut().skip(1).zip(&b) {
            let replaced = diagonal + usize::from(from != to);
            diagonal = *cell;
            left = replaced.min(*cell + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
