//! The web code of the program that reads files: messages in and out, and the browser's decoder.

use std::cell::RefCell;

use js_sys::{Uint8Array, global};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, TextDecodeOptions, TextDecoder};

use super::desk::{Ask, Desk, Told};
use super::encoding::{Decode, Encoding, Part};
use super::message::{Message, from_told, to_ask};
use super::read::Limits;
use super::storage;
use crate::formats;

/// The browser's decoder; none for a text that it does not know, which then says nothing.
#[derive(Default)]
struct Browser(Option<TextDecoder>);

impl Decode for Browser {
    fn start(&mut self, encoding: Encoding) {
        self.0 = TextDecoder::new_with_label(encoding.label()).ok();
    }

    fn decode(&mut self, bytes: &[u8], part: Part, text: &mut String) {
        let Some(decoder) = &self.0 else { return };
        let options = TextDecodeOptions::new();
        options.set_stream(part == Part::More);
        let bytes = Uint8Array::from(bytes);
        if let Ok(said) = decoder.decode_with_buffer_source_and_options(&bytes, &options) {
            text.push_str(&said);
        }
    }
}

/// Starts the program: it listens, says so, and answers.
///
/// # Errors
/// Where this is no dedicated worker.
pub fn start() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = global().dyn_into()?;
    let desk = RefCell::new(Desk::<Browser>::new(Limits::default()));
    let on_message = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match to_ask(&event.data()) {
                Ok(Ask::Shelf(errand)) => {
                    let scope = scope.clone();
                    spawn_local(async move {
                        let told = Told::Shelf(storage::run(errand).await);
                        send(&scope, from_told(&told));
                    });
                }
                Ok(Ask::Run(order)) => {
                    send(&scope, from_told(&Told::Run(formats::answer(order))));
                }
                Ok(ask) => {
                    let answer = desk.borrow_mut().answer(ask);
                    answer.iter().for_each(|told| send(&scope, from_told(told)));
                }
                Err(detail) => complain(&scope, &detail),
            }
        })
    };
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It lives as long as the program does.
    on_message.forget();
    send(&scope, from_told(&Told::Ready));
    Ok(())
}

fn send(scope: &DedicatedWorkerGlobalScope, message: Result<Message, String>) {
    let sent = message.and_then(|message| {
        let posted = scope.post_message_with_transfer(&message.value, &message.transfer);
        posted.map_err(|error| format!("{error:?}"))
    });
    if let Err(detail) = sent {
        complain(scope, &detail);
    }
}

/// Tells the page that a question stays without an answer: what is no message it takes for the end.
fn complain(scope: &DedicatedWorkerGlobalScope, detail: &str) {
    // A text can always be posted.
    let _ = scope.post_message(&detail.into());
}
