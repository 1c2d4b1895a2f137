//! Where a part of the page stands that may have to be fetched first.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::notice::Notice;
use crate::app::part::{Coming, Make};
use crate::app::state::use_page;

/// Stands where a part does, and fetches it when it is first wanted.
#[component]
pub fn Later(
    /// The part.
    part: fn() -> Coming,
    /// Whether it is wanted; where nothing is said, as soon as this stands on the page.
    #[prop(optional, into)]
    wanted: Option<Signal<bool>>,
    /// What is done where it cannot be fetched, so that it can be asked for again.
    #[prop(into)]
    missed: Callback<()>,
) -> impl IntoView {
    let page = use_page();
    let made = RwSignal::new(None::<Make>);
    let fetching = StoredValue::new(false);
    Effect::new(move |_| {
        if !wanted.is_none_or(|wanted| wanted.get())
            || made.with_untracked(Option::is_some)
            || fetching.get_value()
        {
            return;
        }
        fetching.set_value(true);
        spawn_local(async move {
            let make = part().await;
            // The place may be gone by then.
            fetching.try_update_value(|fetching| *fetching = false);
            if make.is_some() {
                made.try_set(make);
            } else {
                page.notify(Notice::PartMissing);
                missed.try_run(());
            }
        });
    });
    move || made.get().map(|make| make())
}
