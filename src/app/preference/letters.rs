//! Whether keys that are one letter or sign alone do something: who speaks to the browser, or whose
//! hand slips, may want none (WCAG 2.1.4).

use crate::app::preference::storage;

const KEY: &str = "letters";
const OFF: &str = "off";

/// As remembered; they work as long as nobody has switched them off.
pub fn initial() -> bool {
    storage::recall(KEY).as_deref() != Some(OFF)
}

/// Remembers the visitor's choice for the next visit.
pub fn remember(on: bool) {
    storage::remember(KEY, if on { "on" } else { OFF });
}
