//! What is said of a text that a setting does not take as it stands: what it was, what is used, and
//! what would have been taken.

use super::call::{arguments, base};
use super::formulas;
use super::registry::{Kind, Setting};
use super::value::{decimal, grouped, nearest, number, number_text, quote};
use crate::app::notice::{Allowed, Notice, Place, Range};
use crate::engine::config::{Config, limits};
use crate::engine::kind::{Knob, Scale};

/// What would have been taken, and the known name that was perhaps meant.
pub(super) type Fault = (Allowed, Option<&'static str>);

impl Setting {
    /// The notice that `text` was refused and `used` taken instead.
    pub(super) fn refuse(self, config: &Config, text: &str, used: String) -> Notice {
        let names = self.names();
        let fault = if names.contains(&base(text)) {
            // Where the name is right, it is a knob that is not.
            fault(text, self.knobs(base(text)), &[])
        } else if names.is_empty() {
            (self.allowed(config, text), None)
        } else {
            named(text, names)
        };
        replaced_by(self.key(), text, used, fault)
    }

    /// What is allowed where there are no names to choose from.
    fn allowed(self, config: &Config, text: &str) -> Allowed {
        if let Some(range) = self.range(config) {
            return Allowed::Numbers(range);
        }
        if self == Self::Curve
            && let Some(wrong) = formulas::wrong_curve(text)
        {
            return Allowed::Formula(wrong);
        }
        match self.kind() {
            Kind::Shape => Allowed::Shape,
            Kind::Text => Allowed::Letters(*limits::SEED_LENGTH.end()),
            Kind::Slider | Kind::Select | Kind::Choice | Kind::Tuned | Kind::List => {
                Allowed::Untold
            }
        }
    }
}

/// The notice that the value `text` of a link's `key` was refused and `used` taken instead.
pub(in crate::app) fn refuse(
    key: &str,
    text: &str,
    used: String,
    known: Vec<&'static str>,
) -> Notice {
    replaced_by(key, text, used, named(text, known)).in_link()
}

/// What a hand that types at a knob sets it to, where it is a number, and the notice that this is not
/// what it has typed. `now` is the knob's value.
pub fn typed_at(knob: &'static Knob, text: &str, now: f64) -> (Option<f64>, Option<Notice>) {
    let whole = match knob.scale {
        Scale::Whole | Scale::Switch | Scale::Choice(_) => true,
        Scale::Linear | Scale::Logarithmic => false,
    };
    let given = number(&if whole { grouped(text) } else { decimal(text) });
    let taken = given.map(|given| knob.nearest(given));
    let refused = (taken.is_none() || taken != given).then(|| Notice::Replaced {
        place: Place::Knob,
        key: knob.name.to_owned(),
        value: quote(text),
        used: number_text(taken.unwrap_or(now)),
        allowed: Allowed::Numbers(Range { knob: None, ..range(knob) }),
        suggestion: None,
    });
    (taken, refused)
}

/// A name that is not among those known.
fn named(text: &str, known: Vec<&'static str>) -> Fault {
    let meant = nearest(base(text), &known);
    (Allowed::Names(known), meant)
}

/// What is wrong in a call whose name is right: its first argument that is not taken. `own` are
/// arguments that take names, with these.
pub(super) fn fault(
    text: &str,
    knobs: &'static [Knob],
    own: &[(&'static str, Vec<&'static str>)],
) -> Fault {
    for (name, value) in arguments(text) {
        let knob = knobs.iter().find(|knob| knob.name == name);
        let names = own.iter().find(|(own, _)| *own == name).map(|(_, names)| names);
        match (knob, names) {
            (Some(knob), _) => {
                if !crate::decimal::read(value).is_some_and(|value| knob.nearest(value) == value) {
                    return (Allowed::Numbers(range(knob)), None);
                }
            }
            (None, Some(names)) => {
                if !names.contains(&base(value)) {
                    return named(value, names.clone());
                }
            }
            (None, None) => {
                let known = knobs.iter().map(|knob| knob.name).chain(own.iter().map(|own| own.0));
                return named(name, known.collect());
            }
        }
    }
    (Allowed::Untold, None)
}

/// The numbers that a knob takes.
fn range(knob: &Knob) -> Range {
    let whole = !matches!(knob.scale, Scale::Linear | Scale::Logarithmic);
    let (least, most) = (*knob.range.start(), *knob.range.end());
    Range { knob: Some(knob.name), least, most, whole }
}

/// The notice of a setting of that key.
pub(super) fn replaced_by(key: &str, text: &str, used: String, fault: Fault) -> Notice {
    let (allowed, meant) = fault;
    Notice::Replaced {
        place: Place::Setting,
        key: key.to_owned(),
        value: quote(text),
        used: quote(&used),
        allowed,
        suggestion: meant.map(str::to_owned),
    }
}
