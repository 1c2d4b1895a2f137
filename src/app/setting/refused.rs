//! What is said of a text that a setting does not take as it stands.

use super::call::{base, unknown_knob};
use super::registry::Setting;
use super::value::{nearest, quote};
use crate::app::notice::Notice;

impl Setting {
    /// The notice that `text` was refused and `used` taken instead.
    pub(super) fn refuse(self, text: &str, used: String) -> Notice {
        let names = self.names();
        // Where the name is right, it is a knob that is not.
        if names.contains(&base(text)) {
            let knobs: Vec<&str> = self.knobs(base(text)).iter().map(|knob| knob.name).collect();
            let unknown = unknown_knob(text, &knobs);
            let suggestion = unknown.and_then(|knob| nearest(knob, &knobs)).map(str::to_owned);
            let (key, value, used) = (self.key().to_owned(), quote(text), quote(&used));
            return Notice::Replaced { key, value, used, suggestion };
        }
        refuse(self.key(), text, used, &names)
    }
}

/// The notice that the value `text` of `key` was refused and `used` taken instead.
pub(in crate::app) fn refuse(key: &str, text: &str, used: String, known: &[&str]) -> Notice {
    Notice::Replaced {
        key: key.to_owned(),
        value: quote(text),
        used: quote(&used),
        suggestion: nearest(base(text), known).map(str::to_owned),
    }
}
