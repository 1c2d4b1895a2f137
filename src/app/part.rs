//! Parts of the page that are fetched when they are first needed. A build for visitors splits the page's
//! program at each of them (`xtask/src/split.rs`); elsewhere all is one program, and a part is there at
//! once.
//!
//! To add one: `part!`, and `widgets::later` where it is to stand. What only a part reaches (its code, its
//! words) comes with it; what the page reaches before comes with the page.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::AnyView;

/// What makes the view of a part, once that is there.
pub type Make = fn() -> AnyView;

/// A part on its way; none where it could not be fetched.
pub type Coming<T = Make> = Pin<Box<dyn Future<Output = Option<T>>>>;

/// Declares a part: a name, the file that it is fetched with, and its view, or what else it brings.
macro_rules! part {
    ($(#[$about:meta])* $visible:vis $name:ident in $file:ident: $made:ty = $make:expr) => {
        $(#[$about])*
        $visible fn $name() -> $crate::app::part::Coming<$made> {
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
        $crate::app::part::part! {
            $(#[$about])*
            $visible $name in $file: $crate::app::part::Make =
                || leptos::prelude::IntoAny::into_any($view)
        }
    };
}
pub(crate) use part;
