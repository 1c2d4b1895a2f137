//! The web code of the program that reads tables: its start, and the browser's decoder.

use std::cell::RefCell;

use js_sys::Uint8Array;
use wasm_bindgen_futures::spawn_local;
use web_sys::{TextDecodeOptions, TextDecoder};

use super::desk::{Ask, Desk, Told};
use super::encoding::{Decode, Encoding, Part};
use super::read::Limits;
use super::storage;
use crate::program::listen;

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

/// Starts the program.
pub fn start() {
    let desk = RefCell::new(Desk::<Browser>::new(Limits::default()));
    listen(move |ask, asker| match ask {
        Ask::Shelf(errand) => {
            let asker = asker.clone();
            spawn_local(async move { asker.tell(&Told::Shelf(storage::run(errand).await)) });
        }
        ask => {
            let answer = desk.borrow_mut().answer(ask);
            answer.iter().for_each(|told| asker.tell(told));
        }
    });
}
