//! What the browser keeps of the visitor's tables and drawings: the page's end of it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::engine::log;
use crate::app::notice::{Keeping, Notice};
use crate::app::output::points;
use crate::app::part::part;
use crate::app::preference::kept::{Held, Unkept};
use crate::app::program::ask;
use crate::app::state::{Page, Run};
use crate::app::widgets::download::download_text;
use crate::engine::table::{Brief, Table};
use crate::files::shelf::{Errand, Outcome};
use crate::files::{Ask, Told};

/// What the file of a table is called.
const FILE: &str = "table";

/// What has become of an errand; `None` where the program cannot be had, or has died.
async fn send(errand: Errand) -> Option<Outcome> {
    match ask(&Ask::Shelf(errand), []).await? {
        Told::Shelf(outcome) => Some(outcome),
        told => {
            log(&format!("no answer to an errand: {}", <&str>::from(&told)));
            None
        }
    }
}

/// Keeps a table that was brought for a reload, and says where that is not so.
pub(super) fn keep(run: Run, held: Held) {
    spawn_local(put(run.page, held, None));
}

async fn put(page: Page, held: Held, instead: Option<u64>) {
    let Some(table) = page.tables.with_value(|tables| tables.get(&held.brief)) else { return };
    let (id, table) = (held.brief.id, Box::new(Table::clone(&table)));
    let outcome = send(Errand::Keep { table, instead }).await;
    // What was said of a drawing need not be said of its next stroke.
    let (kept, refused) = page.kept.with_untracked(|kept| {
        let why = |id| kept.why_not(id) == Some(Unkept::Refused);
        (instead.is_some_and(|id| kept.brief(id).is_some()), instead.is_some_and(why))
    });
    if outcome == Some(Outcome::Kept)
        && let Some(left) = page.keeps(held, instead)
    {
        if !kept {
            page.say(untrack(|| page.text()).sets.kept.to_owned());
        }
        for Held { brief: Brief { drawn, rows, .. }, name, .. } in left {
            page.notify(Notice::MadeRoom { name, drawn, rows });
        }
        return;
    }
    page.loses(id, Unkept::Refused);
    if !refused {
        let full = outcome == Some(Outcome::Full);
        let what = if full { Keeping::NoRoom } else { Keeping::NotKept };
        page.notify(Notice::Keeping { what });
    }
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

/// What can be done with what a visitor has brought or drawn.
#[derive(Clone, Copy)]
pub(super) struct Deeds {
    /// Keeps the table of this id no longer. The run goes on with it until the page is left.
    pub forget: fn(Run, u64),
    /// Hands the one in use to the visitor as a file.
    pub save: fn(Run),
    /// Keeps the drawing that a config names so, in the place of the one before.
    pub draw: fn(Run, Brief, RwSignal<Option<u64>>),
}

part! {
    /// Fetched when any of it is to be done.
    deeds in tables: Deeds = Deeds { forget, save, draw }
}

/// Has something done, as soon as what does it is there.
pub(super) fn with_deeds(page: Page, act: impl FnOnce(Deeds) + 'static) {
    spawn_local(async move {
        match deeds().await {
            Some(deeds) => act(deeds),
            None => page.notify(Notice::PartMissing),
        }
    });
}

fn forget(run: Run, id: u64) {
    let page = run.page;
    spawn_local(async move {
        let gone = send(Errand::Forget { id }).await == Some(Outcome::Forgotten);
        if gone {
            page.loses(id, Unkept::Forgotten);
        }
        let what = if gone { Keeping::Forgotten } else { Keeping::NotForgotten };
        page.notify(Notice::Keeping { what });
    });
}

fn save(run: Run) {
    let Some(own) = run.config.with_untracked(|config| config.own.clone()) else { return };
    if let Some(table) = run.page.tables.with_value(|tables| tables.get(&own)) {
        download_text(&points::csv(&table), FILE, run.page);
    }
}

fn draw(run: Run, own: Brief, last: RwSignal<Option<u64>>) {
    spawn_local(async move {
        let id = own.id;
        let held = Held { read: own.rows, brief: own, name: String::new() };
        put(run.page, held, last.get_untracked()).await;
        last.set(Some(id));
    });
}
