//! What all lists of choices share: a kind (an activation, an optimizer, …), the numbers that
//! it can be tuned with, its name and its source. The sentences that explain it to a visitor are
//! the page's. A choice is written as a call, `adam` or `adam(beta_1:0.8,amsgrad:1)`, in links, in
//! messages and in tests alike; an `=` is read as well, but a link would have to escape it.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decimal;

/// The most knobs that a kind can have.
pub const MOST_KNOBS: usize = 8;

/// How a knob's range is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// In equal steps.
    Linear,
    /// In equal factors.
    Logarithmic,
    /// Over whole numbers.
    Whole,
    /// 0 (off) or 1 (on).
    Switch,
    /// One of these, by its place.
    Choice(&'static [&'static str]),
}

/// A number that a kind can be tuned with.
#[derive(Clone, Debug, PartialEq)]
pub struct Knob {
    /// Keras's name of the argument.
    pub name: &'static str,
    /// Keras's default.
    pub default: f64,
    /// The values allowed.
    pub range: RangeInclusive<f64>,
    /// How the range is walked.
    pub scale: Scale,
}

impl Knob {
    /// A knob over a range in equal steps.
    pub const fn linear(name: &'static str, default: f64, low: f64, high: f64) -> Self {
        Self { name, default, range: low..=high, scale: Scale::Linear }
    }

    /// A knob over a range in equal factors; the range may begin at 0, which is then its own step.
    pub const fn logarithmic(name: &'static str, default: f64, low: f64, high: f64) -> Self {
        Self { name, default, range: low..=high, scale: Scale::Logarithmic }
    }

    /// A whole number.
    pub const fn whole(name: &'static str, default: f64, low: f64, high: f64) -> Self {
        Self { name, default, range: low..=high, scale: Scale::Whole }
    }

    /// Off (0) or on (1).
    pub const fn switch(name: &'static str, default: bool) -> Self {
        Self { name, default: default as u8 as f64, range: 0.0..=1.0, scale: Scale::Switch }
    }

    /// One of some names, the first unless another is chosen.
    pub const fn choice(name: &'static str, names: &'static [&'static str]) -> Self {
        let last = names.len().saturating_sub(1) as f64;
        Self { name, default: 0.0, range: 0.0..=last, scale: Scale::Choice(names) }
    }

    /// The nearest value allowed; a value that is no number is the default.
    pub fn nearest(&self, value: f64) -> f64 {
        let value = if value.is_nan() { self.default } else { value };
        let value = value.clamp(*self.range.start(), *self.range.end());
        match self.scale {
            Scale::Linear | Scale::Logarithmic => value,
            Scale::Whole | Scale::Switch | Scale::Choice(_) => value.round(),
        }
    }
}

/// What a kind is called and where it comes from, alike in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// As the field writes it, e.g. `GELU`.
    pub label: &'static str,
    /// Where it comes from: authors, year, title.
    pub source: &'static str,
}

/// A list of choices: a fieldless enum whose names (`strum`) are the ones in links.
pub trait Kind: Copy + PartialEq + FromStr + Into<&'static str> + fmt::Debug + 'static {
    /// All of them, in the order in which the page lists them.
    fn all() -> &'static [Self];

    /// What it can be tuned with, [`MOST_KNOBS`] at most.
    fn knobs(self) -> &'static [Knob];

    /// What it is called and where it comes from.
    fn about(self) -> About;
}

/// A kind with the values of its knobs.
#[derive(Clone, Copy, PartialEq)]
pub struct Tuned<K> {
    kind: K,
    // In the order of the kind's knobs; the rest is 0.
    values: [f64; MOST_KNOBS],
}

impl<K: Kind> Tuned<K> {
    /// The kind with Keras's defaults.
    pub fn new(kind: K) -> Self {
        let mut values = [0.0; MOST_KNOBS];
        for (value, knob) in values.iter_mut().zip(kind.knobs()) {
            *value = knob.default;
        }
        Self { kind, values }
    }

    /// Which one it is.
    pub fn kind(&self) -> K {
        self.kind
    }

    /// The values in the order of the kind's knobs, then zeros.
    pub fn values(&self) -> [f64; MOST_KNOBS] {
        self.values
    }

    /// The value of a knob; `None` where the kind has none of that name.
    pub fn get(&self, name: &str) -> Option<f64> {
        Some(self.values[self.place(name)?])
    }

    /// Sets a knob to the nearest value allowed; whether the kind has it and takes the value
    /// as it is.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        let Some(at) = self.place(name) else {
            return false;
        };
        self.values[at] = self.kind.knobs()[at].nearest(value);
        self.values[at] == value
    }

    /// The same with a knob at another value; one that the kind does not have changes nothing.
    #[must_use]
    pub fn with(mut self, name: &str, value: f64) -> Self {
        self.set(name, value);
        self
    }

    /// The values that a knob allows.
    pub fn range(&self, name: &str) -> Option<RangeInclusive<f64>> {
        Some(self.kind.knobs()[self.place(name)?].range.clone())
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.kind.knobs().iter().position(|knob| knob.name == name)
    }

    /// Reads a call. What it cannot use it leaves at the default, and says so: the second
    /// value is true where every part of the text was taken as it stands.
    ///
    /// `None` where the kind is unknown.
    pub fn read(text: &str) -> Option<(Self, bool)> {
        let (name, rest) = match text.trim().split_once('(') {
            Some((name, rest)) => (name, rest.strip_suffix(')').unwrap_or(rest)),
            None => (text.trim(), ""),
        };
        let mut tuned = Self::new(K::from_str(name.trim()).ok()?);
        let mut exact = true;
        for part in parts(rest) {
            exact &= part.split_once(['=', ':']).is_some_and(|(name, value)| {
                decimal::read(value.trim()).is_some_and(|value| tuned.set(name.trim(), value))
            });
        }
        Some((tuned, exact))
    }
}

/// The parts of a call's arguments or of a list of calls: what stands between the commas that
/// are in no parentheses. Blank ones are left out.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let split = text.split(move |character| {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == ',' && depth == 0
    });
    split.map(str::trim).filter(|part| !part.is_empty())
}

impl<K: Kind> From<K> for Tuned<K> {
    fn from(kind: K) -> Self {
        Self::new(kind)
    }
}

impl<K: Kind> fmt::Display for Tuned<K> {
    /// The call that [`Self::read`] reads back: only what differs from the defaults.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.into())?;
        let knobs = self.kind.knobs().iter().zip(self.values);
        let mut opened = false;
        for (knob, value) in knobs.filter(|(knob, value)| *value != knob.default) {
            write!(f, "{}{}:{value}", if opened { "," } else { "(" }, knob.name)?;
            opened = true;
        }
        f.write_str(if opened { ")" } else { "" })
    }
}

impl<K: Kind> fmt::Debug for Tuned<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K: Kind> Serialize for Tuned<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Tuned<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match Self::read(&text) {
            Some((tuned, true)) => Ok(tuned),
            _ => Err(serde::de::Error::custom(format!("no such choice: {text}"))),
        }
    }
}
