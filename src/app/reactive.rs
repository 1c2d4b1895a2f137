//! What reacts on the page, compiled once: Leptos' own functions are compiled for each closure that they are
//! given, which together was a tenth of the page's program. Where a closure asks for what it gave before, they are
//! called by their own names.

use leptos::ev::EventDescriptor;
use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::*;

/// Runs a function, and again whenever something changes that it has read, for as long as what it was called
/// in stands: Leptos' [`Effect`].
pub fn effect(run: impl FnMut() + 'static) {
    effect_of_any(Box::new(run));
}

fn effect_of_any(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| run());
}

/// A value that follows what it is reckoned from, and tells others only when it is another: Leptos' [`Memo`].
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    value: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    memo_of_any(Box::new(value))
}

fn memo_of_any<T: PartialEq + Send + Sync + 'static>(
    value: Box<dyn Fn() -> T + Send + Sync>,
) -> Memo<T> {
    Memo::new(move |_| value())
}

/// Has the window's events of a kind heard, until the handle is told to remove that.
pub fn on_window<E: EventDescriptor + 'static>(
    event: E,
    heard: impl Fn(E::EventType) + 'static,
) -> WindowListenerHandle
where
    E::EventType: leptos::wasm_bindgen::JsCast,
{
    let heard: Box<dyn Fn(E::EventType)> = Box::new(heard);
    window_event_listener(event, heard)
}
