//! What the browser may not have let out of the page: a link that it does not copy, or a picture whose
//! file it may have dropped. Either is shown, to be taken along by hand.

use leptos::prelude::*;
use leptos::web_sys::Url;

use super::made_link::MadeLink;
use crate::app::reactive::effect;
use crate::app::state::{Page, Withheld, use_page};
use crate::app::surroundings;
use crate::app::widgets::dialog::Dialog;

/// The dialog.
#[component]
pub fn WithheldDialog() -> impl IntoView {
    let page = use_page();
    let open = RwSignal::new(false);
    effect(move || {
        if page.withheld.with(Option::is_some) {
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() {
            let_go(page);
        }
    });
    view! {
        <Dialog id="withheld-dialog" title=|words| words.share open=open>
            {move || page.withheld.get().map(|withheld| view! { <Shown withheld /> })}
        </Dialog>
    }
}

/// Forgets what was shown.
fn let_go(page: Page) {
    match page.withheld.try_update(Option::take).flatten() {
        Some(Withheld::Picture(address)) => {
            // An address that is gone already needs no revoking.
            let _ = Url::revoke_object_url(&address);
        }
        Some(Withheld::Link(_)) | None => {}
    }
}

/// What the dialog shows.
#[component]
fn Shown(
    /// The link or the picture.
    withheld: Withheld,
) -> impl IntoView {
    let page = use_page();
    let words = move || page.text().controls;
    let (link, picture) = match withheld {
        Withheld::Link(link) => (link, None),
        Withheld::Picture(address) => (page.address(), Some(address)),
    };
    // Nobody has tried to copy the link below a picture yet.
    let refused = RwSignal::new(picture.is_none());
    let picture = picture.map(|address| {
        view! {
            <p class="dialog-lead">
                {move || words().picture_withheld} " "
                {move || surroundings::is_app().then(|| words().elsewhere_in_app)}
            </p>
            <img
                class="withheld-picture"
                data-testid="withheld-picture"
                src=address
                alt=move || words().picture
            />
        }
    });
    view! {
        {picture}
        <MadeLink
            id="withheld-link"
            button="withheld-copy"
            label=|words| words.this_link
            link=Signal::stored(link)
            refused
        />
    }
}
