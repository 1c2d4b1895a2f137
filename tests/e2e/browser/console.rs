//! What the browser's console has said.

use serde_json::Value;

use super::driver;
use super::failure::{Failure, Outcome};
use super::playground::Playground;

impl Playground {
    /// What the console has said since it was last asked, one line each.
    pub async fn console(&self) -> Outcome<Vec<String>> {
        let entries = driver::log(&self.client, "browser").await?;
        let part = |entry: &Value, name: &str| {
            entry.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        Ok(entries
            .iter()
            .map(|entry| format!("{} {}", part(entry, "level"), part(entry, "message")))
            .collect())
    }

    /// Fails where the console holds a warning or an error that is not `allowed` (the exact
    /// text, with its reason), and is not about one of the `faults` (a part of the text).
    pub async fn console_is_clean(&self, allowed: &[(&str, &str)], faults: &[&str]) -> Outcome {
        let lines = self.console().await?;
        let bad: Vec<&String> = lines
            .iter()
            .filter(|line| line.starts_with("SEVERE") || line.starts_with("WARNING"))
            .filter(|line| !allowed.iter().any(|&(allowed, _)| said(line) == allowed))
            .filter(|line| !faults.iter().any(|fault| line.contains(fault)))
            .collect();
        if bad.is_empty() {
            return Ok(());
        }
        Err(Failure::new(format!("the console says: {bad:#?}")))
    }
}

/// The text of a console's line without its level and the address that stand before it:
/// `WARNING http://… - text` or `SEVERE http://… 12:34 text`.
fn said(line: &str) -> &str {
    let mut parts = line.splitn(4, ' ').skip(2);
    match (parts.next(), parts.next()) {
        (Some(place), Some(text)) if place == "-" || place.contains(':') => text,
        _ => line,
    }
}
