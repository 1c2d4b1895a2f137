//! What axe-core finds in the page as it stands.

use std::fs;

use serde_json::{Value, json};

use super::driver::from_environment;
use super::failure::{Failure, Outcome};
use super::playground::Playground;

/// Looks once nothing changes its colour any more; what moves without end has none to change.
const LOOK: &str = "
    const done = arguments[0];
    const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
    const look = async () => {
        await Promise.allSettled(document.getAnimations().filter(ends).map(({ finished }) => finished));
        const { violations } = await axe.run(document, { resultTypes: ['violations'] });
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) =>
            `${id}: ${html.slice(0, 300)}\\n  ${failureSummary.replaceAll('\\n', '\\n  ')}`));
    };
    look().then(done, (error) => done([`axe-core itself: ${error}`]));";

impl Playground {
    /// The faults of accessibility that axe-core knows: the rule, the element, and what is to be done.
    #[allow(dead_code, reason = "not every program that opens the page looks for faults")]
    pub async fn violations(&self) -> Outcome<Vec<String>> {
        let there = self.client.execute("return typeof axe", vec![]).await?;
        if there != json!("object") {
            // Not by an element: the page's policy lets no script of others in.
            let file = from_environment("E2E_AXE")?;
            self.client.execute(&fs::read_to_string(file)?, vec![]).await?;
        }
        match self.client.execute_async(LOOK, vec![]).await? {
            Value::Array(found) => {
                Ok(found.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            }
            other => Err(Failure::new(format!("axe-core tells a list, not {other}"))),
        }
    }
}
