//! Parts of the page that are fetched when they are first needed. A build for visitors splits the page's
//! program at each of them (`xtask/src/split.rs`); elsewhere all is one program, and a part is there at
//! once.
//!
//! To add one: [`part!`], and [`Later`] where it is to stand. What only a part reaches (its code, its
//! words) comes with it; what the page reaches before comes with the page.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::use_page;

/// What makes the view of a part, once that is there.
pub type Make = fn() -> AnyView;

/// A part on its way; none where it could not be fetched.
pub type Coming<T = Make> = Pin<Box<dyn Future<Output = Option<T>>>>;

/// Declares a part: a name, the file that it is fetched with, and its view, or what else it brings.
macro_rules! part {
    ($(#[$about:meta])* $visible:vis $name:ident in $file:ident: $made:ty = $make:expr) => {
        $(#[$about])*
        $visible fn $name() -> $crate::app::later::Coming<$made> {
            #[cfg(feature = "split")]
            {
                #[wasm_split_helpers::wasm_split($file, fallible)]
                fn $name() -> Result<$made, wasm_split_helpers::SplitLoaderError> {
                    Ok($make)
                }
                Box::pin(async { $name().await.ok() })
            }
            #[cfg(not(feature = "split"))]
            {
                let made: $made = $make;
                Box::pin(std::future::ready(Some(made)))
            }
        }
    };
    ($(#[$about:meta])* $visible:vis $name:ident in $file:ident: $view:expr) => {
        $crate::app::later::part! {
            $(#[$about])*
            $visible $name in $file: $crate::app::later::Make =
                || leptos::prelude::IntoAny::into_any($view)
        }
    };
}
pub(crate) use part;

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
                page.notify(crate::app::notice::Notice::PartMissing);
                missed.try_run(());
            }
        });
    });
    move || made.get().map(|make| make())
}
