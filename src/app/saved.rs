//! A run as a file has it, and back: what the visitor has chosen as a link, which outlives builds, and the
//! ids of its layers beside that. No browser here.

use super::link::{self, Link, View, identity};
use super::notice::Notice;
use crate::engine::table::Table;
use crate::engine::view::Choice;
use crate::formats::Snapshot;
use crate::formats::run::{Damage, Saved};

/// A run out of a file. Whether its parts fit each other is not known yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opened {
    /// The run.
    pub run: Snapshot,
    /// What pictures show of its table.
    pub choice: Option<Choice>,
    /// What was not taken as it stands.
    pub notices: Vec<Notice>,
    /// Parts of the file and keys of its link that this page does not know, by name.
    pub ignored: Vec<String>,
}

/// What a file says of a run.
pub fn saved(run: Snapshot, choice: Option<Choice>) -> Saved {
    let Snapshot { config, table, curve, state } = run;
    let layers = config.layers.iter().map(|layer| layer.id).collect();
    let link = Link { config: *config, view: View::default(), points: None, choice };
    let (link, table) = (link::write(&link), table.map(|table| *table));
    Saved { link, layers, table, curve, state, ignored: Vec::new() }
}

/// The run that a file tells of.
///
/// # Errors
/// Where its layers are others than the link has.
pub fn opened(saved: Saved) -> Result<Opened, Damage> {
    let Saved { link, layers, table, curve, state, mut ignored } = saved;
    let brief = table.as_ref().map(Table::brief);
    let link::Opened { link, notices, seed_missing: _ } = link::parse_on(&link, brief.as_ref());
    let Link { mut config, view, points: _, choice } = link;
    if !identity::take_over(&mut config.layers, &layers) {
        return Err(Damage::Unfit);
    }
    ignored.extend(view.extras.into_iter().map(|(key, _)| key));
    let (config, table) = (Box::new(config), table.map(Box::new));
    Ok(Opened { run: Snapshot { config, table, curve, state }, choice, notices, ignored })
}
