//! What the browser keeps of the visitor's tables: the page's end of it. Each errand has a program of its
//! own, which ends with its answer: it waits for no file, and no file for it.

use js_sys::Promise;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

use crate::app::engine::{log, named};
use crate::app::notice::{Keeping, Notice};
use crate::app::output::points;
use crate::app::part::part;
use crate::app::preference::kept::Unkept;
use crate::app::state::{Page, Run};
use crate::app::widgets::download::download_text;
use crate::engine::table::{Brief, Table};
use crate::files::message::{from_ask, to_told};
use crate::files::shelf::{Errand, Outcome};
use crate::files::{Ask, Told};

/// What the file of a table is called.
const FILE: &str = "table";

/// A program on an errand.
struct Program(Worker);

impl Drop for Program {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

impl Program {
    /// What it says next.
    async fn hear(&self) -> Result<Told, JsValue> {
        let heard = Promise::new(&mut |heard, failed| {
            self.0.set_onmessage(Some(&heard));
            self.0.set_onerror(Some(&failed));
        });
        let event: MessageEvent = JsFuture::from(heard).await?.dyn_into()?;
        Ok(to_told(&event.data())?)
    }
}

/// What has become of an errand; `None` where the program cannot be had, or has died.
async fn send(errand: Errand) -> Option<Outcome> {
    let sent = async {
        let program = Program(named("files")?);
        // It says that it listens.
        program.hear().await?;
        let message = from_ask(&Ask::Shelf(errand))?;
        program.0.post_message_with_transfer(&message.value, &message.transfer)?;
        program.hear().await
    };
    match sent.await {
        Ok(Told::Shelf(outcome)) => Some(outcome),
        Ok(told) => {
            log(&format!("no answer to an errand: {}", <&str>::from(&told)));
            None
        }
        Err(error) => {
            log(&format!("{error:?}"));
            None
        }
    }
}

/// Keeps a table that was brought for a reload, and says where that is not so.
pub(super) fn keep(page: Page, own: Brief) {
    let Some(table) = page.tables.with_value(|tables| tables.get(&own)) else { return };
    let table = Box::new(Table::clone(&table));
    spawn_local(async move {
        let outcome = send(Errand::Keep { table }).await;
        let id = own.id;
        if outcome == Some(Outcome::Kept) && page.keeps(own) {
            page.say(untrack(|| page.text()).sets.kept.to_owned());
            return;
        }
        page.loses(id, Unkept::Refused);
        let full = outcome == Some(Outcome::Full);
        let what = if full { Keeping::NoRoom } else { Keeping::NotKept };
        page.notify(Notice::Keeping { what });
    });
}

/// Fetches the table of this id, which a run wants.
pub(super) fn fetch(run: Run, id: u64) {
    let wanted = run.page.wanted.get_untracked();
    spawn_local(async move {
        let outcome = send(Errand::Fetch { id }).await;
        if run.page.wanted.get_untracked() != wanted {
            return;
        }
        match (outcome, wanted) {
            (Some(Outcome::Fetched { table }), _) => run.arrives(*table),
            (Some(_), _) => run.loses(id),
            (None, Some(wanted)) => run.lacks(wanted),
            (None, None) => {}
        }
    });
}

/// What can be done with the table of an id.
type Deed = fn(Page, u64);

part! {
    /// What can be done with a table of the visitor's: it is forgotten, or saved as a file.
    pub(super) deeds in tables: [Deed; 2] = [forget, save]
}

/// Keeps the table of this id no longer. The run goes on with it until the page is left.
fn forget(page: Page, id: u64) {
    spawn_local(async move {
        let gone = send(Errand::Forget { id }).await == Some(Outcome::Forgotten);
        if gone {
            page.loses(id, Unkept::Forgotten);
        }
        let what = if gone { Keeping::Forgotten } else { Keeping::NotForgotten };
        page.notify(Notice::Keeping { what });
    });
}

/// Hands the table of this id to the visitor as a file.
fn save(page: Page, id: u64) {
    let table = page.tables.with_value(|tables| tables.brief(id).and_then(|own| tables.get(&own)));
    if let Some(table) = table {
        download_text(&points::csv(&table), FILE, page);
    }
}
