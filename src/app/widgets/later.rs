//! Where a part of the page stands that may have to be fetched first.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::notice::Notice;
use crate::app::part::{Coming, Make};
use crate::app::reactive::effect;
use crate::app::state::use_page;

/// Stands where a part does, and fetches it when it is first wanted.
#[component]
pub fn Later(
    /// The part.
    part: fn() -> Coming,
    /// Whether it is wanted; where nothing is said, as soon as this stands on the page.
    #[prop(optional, into)]
    wanted: Option<Signal<bool>>,
    /// What is done where it cannot be fetched, so that it can be asked for again; where nothing is said, a
    /// button stands there that does.
    #[prop(optional, into)]
    missed: Option<Callback<()>>,
) -> impl IntoView {
    let page = use_page();
    let made = RwSignal::new(None::<Make>);
    let missing = RwSignal::new(false);
    let fetching = StoredValue::new(false);
    let fetch = move || {
        if made.with_untracked(Option::is_some) || fetching.get_value() {
            return;
        }
        fetching.set_value(true);
        spawn_local(async move {
            let make = part().await;
            // The place may be gone by then.
            fetching.try_update_value(|fetching| *fetching = false);
            if make.is_some() {
                made.try_set(make);
                return;
            }
            page.notify(Notice::PartMissing);
            match missed {
                Some(missed) => {
                    missed.try_run(());
                }
                None => {
                    missing.try_set(true);
                }
            }
        });
    };
    effect(move || {
        if wanted.is_none_or(|wanted| wanted.get()) {
            fetch();
        }
    });
    let again = move || {
        view! {
            <button
                type="button"
                class="link-button"
                data-testid="part-again"
                on:click=move |_| fetch()
            >
                {move || page.text().notice.try_again}
            </button>
        }
    };
    move || match made.get() {
        Some(make) => Some(make()),
        None => missing.get().then(|| again().into_any()),
    }
}
