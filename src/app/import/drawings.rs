//! A drawing of more points than a link takes along is kept as a table of the visitor's is, once it has
//! rested. Each stroke makes another one of it, which takes the place of the one that was kept before.

use std::time::Duration;

use leptos::prelude::*;

use super::keep::with_deeds;
use crate::app::draw::code::TRAVELLING;
use crate::app::preference::kept::Unkept;
use crate::app::reactive::{effect, memo};
use crate::app::real_set::RealSet;
use crate::app::state::{Run, use_run};
use crate::app::widgets::timer::Timer;
use crate::engine::table::Brief;

/// How long a drawing stays as it is before it is kept.
const REST: Duration = Duration::from_secs(2);

/// The drawing in use as it was kept last, or was to be; none while the data are others (a context).
#[derive(Clone, Copy)]
struct Last(RwSignal<Option<u64>>);

/// Whether a link has no room for it.
fn is_large(own: &Brief) -> bool {
    own.drawn && own.rows > TRAVELLING
}

/// The id under which the browser keeps what is in use, or would: of a drawing that of its last rest.
pub(super) fn in_use() -> Memo<Option<u64>> {
    let run = use_run();
    let Last(last) = expect_context();
    memo(move || {
        let own = run.config.with(|config| config.own.clone())?;
        match own.drawn {
            true => last.get().filter(|_| is_large(&own)),
            false => RealSet::of(&own).is_none().then_some(own.id),
        }
    })
}

/// Keeps the drawings of a run, as long as the page stands.
pub(super) fn install(run: Run) {
    let last = RwSignal::new(None);
    provide_context(Last(last));
    let timer = Timer::idle();
    let drawn = memo(move || run.config.with(|config| config.own.clone().filter(|own| own.drawn)));
    effect(move || {
        timer.call_off();
        let Some(own) = drawn.get() else { return last.set(None) };
        let id = own.id;
        if run.page.kept.with_untracked(|kept| kept.brief(id).is_some()) {
            last.set(Some(id));
        } else if is_large(&own) {
            wait(run, timer, own, last);
        }
    });
}

/// Keeps a drawing after a while, or later where somebody still draws then. One that was to be forgotten
/// stays so, whatever is drawn on it.
fn wait(run: Run, timer: Timer, own: Brief, last: RwSignal<Option<u64>>) {
    timer.start(REST, move || {
        let is_forgotten = |id| {
            let why = run.page.kept.with_untracked(|kept| kept.why_not(id));
            why == Some(Unkept::Forgotten)
        };
        if run.is_drawing() {
            wait(run, timer, own, last);
        } else if !last.get_untracked().is_some_and(is_forgotten) {
            with_deeds(run.page, move |deeds| (deeds.draw)(run, own, last));
        }
    });
}
