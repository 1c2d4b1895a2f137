//! A run file that is brought: it is looked at by a program of its own, and if training can go on from it, the
//! run on show makes room for it, one step to undo. Else all stays as it is, and the dialog says why.

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Blob;

use super::phase::{Import, Lost, Phase, Trouble};
use super::program::{Importer, bytes};
use crate::app::engine::log;
use crate::app::notice::Notice;
use crate::app::program::ask;
use crate::app::saved::{Opened, opened};
use crate::formats::run::{BYTES, Damage, read};
use crate::formats::{Answer, Order};

/// Why no run has come of a file.
enum Why {
    /// Something has kept it from being read.
    Lost(Lost),
    /// It is no run.
    Damaged(Damage),
}

/// A run that training can go on from, and its whole epochs.
struct Checked(Opened, u64);

impl Importer {
    /// Looks at the file, from its start.
    pub fn open_run(self) {
        self.end();
        let Some(file) = self.file.get_value() else { return };
        let Some(reading) = self.import.try_update(Import::open) else { return };
        spawn_local(async move {
            let checked = check(&file).await;
            if self.import.with_untracked(Import::reading) != reading {
                return;
            }
            match checked {
                Ok(Checked(opened, epoch)) => {
                    let Opened { run: saved, choice, notices, ignored } = opened;
                    self.cancel();
                    let run = self.run.get_untracked();
                    run.resume(saved, choice, epoch);
                    run.page.notify(Notice::RunOpened { epoch, ignored });
                    run.page.notify_all(notices);
                }
                Err(Why::Lost(why)) => self.import.update(|import| import.lose(why)),
                Err(Why::Damaged(why)) => {
                    self.import.update(|import| import.close(Phase::Damaged(Trouble::Run(why))))
                }
            }
        });
    }
}

/// Reads a run file, and has the program look at what it says.
async fn check(file: &Blob) -> Result<Checked, Why> {
    // A file has no half bytes and no fewer than none.
    let found = file.size() as u64;
    if found > BYTES {
        return Err(Why::Damaged(Damage::Large { found }));
    }
    let bytes = bytes(file, 0..found).await.map_err(|error| {
        log(&format!("{error:?}"));
        Why::Lost(Lost::Unread)
    })?;
    let opened = read(&bytes.to_vec()).and_then(opened).map_err(Why::Damaged)?;
    let state = Uint8Array::from(&opened.run.state[..]);
    match ask(&Order::Check { run: opened.run.clone() }, [state]).await {
        Some(Answer::Sound { epoch }) => Ok(Checked(opened, epoch)),
        Some(Answer::Damaged(why)) => Err(Why::Damaged(why)),
        Some(_) | None => Err(Why::Lost(Lost::Died)),
    }
}
