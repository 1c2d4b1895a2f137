//! What becomes of the page when its own program breaks: words, in the visitor's language, and a
//! way on; the rest is in the console. While the page is still being built, its first script says
//! so.
//!
//! Nothing here needs any other part of the page, whose state nobody knows then.

use js_sys::{Function, Reflect};
use leptos::prelude::{document, window};
use leptos::web_sys::{self, Element};
use wasm_bindgen::prelude::*;

use super::preference::language;
use super::text::Text;

/// The element with the words.
const ID: &str = "broken";

/// Raises the alarm from now on when the program panics, or is ended by the browser (a stack or a
/// memory that is full).
pub fn install() {
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
        // It fails where there is no page any more.
        let _ = raise();
    }));
    let on_error = Closure::<dyn FnMut(web_sys::ErrorEvent)>::new(|event: web_sys::ErrorEvent| {
        let error = event.error();
        if error.is_instance_of::<js_sys::WebAssembly::RuntimeError>() {
            let _ = raise();
        }
    });
    let listener: &Function = on_error.as_ref().unchecked_ref();
    if window().add_event_listener_with_callback("error", listener).is_ok() {
        // It lives as long as the page does.
        on_error.forget();
    }
}

/// The page stands: what was shown in its place goes.
pub fn stands() {
    if let Some(loading) = loading() {
        loading.remove();
    }
}

fn loading() -> Option<Element> {
    document().get_element_by_id("loading")
}

/// The words of the language on show.
fn text() -> &'static Text {
    language::of_document().text()
}

/// Puts the words on the page, once.
fn raise() -> Result<(), JsValue> {
    let document = document();
    let body = document.body().ok_or("no body")?;
    if document.get_element_by_id(ID).is_some() || loading().is_some() {
        return Ok(());
    }
    let words = text().notice;
    let bar = document.create_element("div")?;
    bar.set_id(ID);
    bar.set_class_name("broken");
    bar.set_attribute("role", "alert")?;
    bar.set_attribute("data-testid", ID)?;
    let said = document.create_element("p")?;
    said.set_text_content(Some(words.broken));
    let button = document.create_element("button")?;
    button.set_class_name("button");
    button.set_attribute("type", "button")?;
    button.set_attribute("data-testid", "reload")?;
    button.set_text_content(Some(words.reload));
    // The browser's own function: one of the program's may no longer run.
    let location = JsValue::from(window().location());
    let reload: Function = Reflect::get(&location, &"reload".into())?.dyn_into()?;
    button.add_event_listener_with_callback("click", &reload.bind0(&location))?;
    bar.append_with_node_2(&said, &button)?;
    body.prepend_with_node_1(&bar)?;
    Ok(())
}
