//! A network of another program that is brought: a program of its own reads it, and the run on show takes it in
//! the place of its own, on the same data, one step to undo. Else all stays as it is, and the dialog says why.

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Blob;

use super::phase::{Import, Lost, Phase, Trouble};
use super::program::{Importer, Kind, bytes};
use crate::app::engine::log;
use crate::app::notice::Notice;
use crate::app::program::ask;
use crate::app::state::Run;
use crate::formats::opened::{BYTES, Opened, Remarks, Unreadable};
use crate::formats::{Answer, File, Order, Snapshot};

/// What a paste is called where a file has a name.
const PASTED: &str = "text";

/// Why no network has come of a file.
enum Why {
    /// Something has kept it from being read.
    Lost(Lost),
    /// It is none, or none for this run.
    Unreadable(Unreadable),
}

impl Importer {
    /// Opens the file with those that came beside it.
    pub fn open_network(self) {
        let Kind::Network { beside } = self.kind.get_value() else { return };
        self.end();
        let Some(file) = self.file.get_value() else { return };
        let Some(reading) = self.import.try_update(Import::open) else { return };
        let run = self.run.get_untracked();
        let name = self.name.get_untracked().unwrap_or_else(|| PASTED.to_owned());
        spawn_local(async move {
            let opened = opened(run, name, file, beside).await;
            if self.import.with_untracked(Import::reading) != reading {
                return;
            }
            match opened {
                Ok(Opened { config, state, remarks }) => {
                    let untold = remarks == Remarks::default();
                    if untold {
                        self.cancel();
                    }
                    let choice = run.choice.get_untracked();
                    run.resume(Snapshot { config, state, ..Snapshot::default() }, choice, 0);
                    if untold {
                        run.page.notify(Notice::NetworkOpened);
                    } else {
                        self.import.update(|import| import.close(Phase::Opened(remarks)));
                    }
                }
                Err(Why::Lost(why)) => self.import.update(|import| import.lose(why)),
                Err(Why::Unreadable(why)) => {
                    self.import
                        .update(|import| import.close(Phase::Damaged(Trouble::Network(why))));
                }
            }
        });
    }
}

/// Has the program make the run on show one with the network of a file.
async fn opened(
    run: Run,
    name: String,
    file: Blob,
    beside: Vec<(String, Blob)>,
) -> Result<Opened, Why> {
    let parts: Vec<_> = std::iter::once((name.clone(), file)).chain(beside).collect();
    // A file has no half bytes and no fewer than none.
    let found = parts.iter().map(|(_, part)| part.size() as u64).sum();
    if found > BYTES {
        return Err(Why::Unreadable(Unreadable::Large { found }));
    }
    let (mut files, mut contents) = (Vec::new(), Vec::new());
    for (called, part) in parts {
        let bytes = bytes(&part, 0..found).await.map_err(|error| {
            log(&format!("{error:?}"));
            Why::Lost(Lost::Unread)
        })?;
        files.push(File::new(&called, "", Vec::new()));
        contents.push(bytes);
    }
    let config = Box::new(run.config.get_untracked());
    let now = Snapshot { config, ..Snapshot::default() };
    // Before the files comes the state, of which nothing is needed.
    let parts = std::iter::once(Uint8Array::new_with_length(0)).chain(contents);
    match ask(&Order::Open { name, files, run: now }, parts).await {
        Some(Answer::Opened(opened)) => Ok(*opened),
        Some(Answer::Unreadable(why)) => Err(Why::Unreadable(why)),
        Some(_) | None => Err(Why::Lost(Lost::Died)),
    }
}
